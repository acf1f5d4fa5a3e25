//! Everybody's mailbox: what the portal sent, as a mail program shows it.

use diesel::prelude::*;
use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use practise::db::schema::outbox;
use practise::mail::{Delivered, State, Transport, send_due};
use practise::tx::Ledger;
use time::Duration;

use super::app::TestApp;

/// All mail that was sent so far, oldest first.
pub struct Mailbox {
    mails: Vec<Mail>,
}

/// One mail.
#[derive(Clone)]
pub struct Mail {
    /// Which letter it is, such as `offer.made`.
    pub kind: String,
    /// The recipient that it was handed over for.
    pub to: String,
    raw: Vec<u8>,
    public_url: String,
}

/// A file that came with a mail.
pub struct File {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Mailbox {
    pub(super) async fn collect(ledger: &Ledger, transport: &Transport, public_url: &str) -> Self {
        let came = send_due(ledger, transport, 100_000).await.unwrap();
        assert_eq!((came.deferred, came.dead), (0, 0), "every mail should be sent at the first try");
        let delivered: Vec<Delivered> = transport.mailbox().expect("mail should stay in memory").lock().unwrap().clone();
        let mail = |mail: Delivered| Mail {
            kind: mail.kind,
            to: mail.to,
            raw: mail.raw,
            public_url: public_url.to_owned(),
        };
        Self {
            mails: delivered.into_iter().map(mail).collect(),
        }
    }

    /// Every mail.
    pub fn all(&self) -> &[Mail] {
        &self.mails
    }

    /// The mails to one address, oldest first.
    pub fn to(&self, address: &str) -> Vec<&Mail> {
        self.mails.iter().filter(|mail| mail.to == address).collect()
    }

    /// The last mail to an address.
    pub fn latest_for(&self, address: &str) -> &Mail {
        let recipients: Vec<&str> = self.mails.iter().map(|mail| mail.to.as_str()).collect();
        self.to(address)
            .last()
            .copied()
            .unwrap_or_else(|| panic!("no mail to {address}; there is mail to {recipients:?}"))
    }

    /// The kinds of mail that an address was sent, oldest first.
    pub fn kinds_for(&self, address: &str) -> Vec<&str> {
        self.to(address).iter().map(|mail| mail.kind.as_str()).collect()
    }
}

impl Mail {
    /// The whole mail as it went over the wire.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    fn parsed(&self) -> ParsedMail<'_> {
        parse_mail(&self.raw).expect("a mail should be readable")
    }

    /// A header; empty if it is not there.
    pub fn header(&self, name: &str) -> String {
        self.parsed().headers.get_first_value(name).unwrap_or_default()
    }

    /// The subject.
    pub fn subject(&self) -> String {
        self.header("Subject")
    }

    /// The text part.
    pub fn text(&self) -> String {
        self.part("text/plain")
    }

    /// The HTML part.
    pub fn html(&self) -> String {
        self.part("text/html")
    }

    fn part(&self, kind: &str) -> String {
        let parsed = self.parsed();
        let part = parsed.parts().find(|part| part.ctype.mimetype == kind && !is_file(part));
        part.unwrap_or_else(|| panic!("{} has no part {kind}", self.kind))
            .get_body()
            .unwrap()
            .replace("\r\n", "\n")
    }

    /// The one link of the mail: the same in both parts.
    pub fn link(&self) -> String {
        let text = self.text();
        let found: Vec<&str> = text.split_whitespace().filter(|word| word.starts_with(&self.public_url)).collect();
        assert_eq!(found.len(), 1, "{} should have one link: {text}", self.kind);
        assert!(
            self.html().contains(&format!("href=\"{}\"", found[0])),
            "{}: the HTML part should have the same link",
            self.kind
        );
        found[0].to_owned()
    }

    /// The code of six digits.
    pub fn code(&self) -> String {
        let text = self.text();
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
        text.lines()
            .map(str::trim)
            .find(is_code)
            .unwrap_or_else(|| panic!("{} has no code: {text}", self.kind))
            .to_owned()
    }

    /// The file whose name ends so.
    pub fn attachment(&self, ending: &str) -> File {
        let parsed = self.parsed();
        let files: Vec<File> = parsed.parts().filter(|part| is_file(part)).map(file).collect();
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        files
            .into_iter()
            .find(|file| file.name.ends_with(ending))
            .unwrap_or_else(|| panic!("{} has no file {ending}; it has {names:?}", self.kind))
    }
}

fn is_file(part: &ParsedMail<'_>) -> bool {
    part.get_content_disposition().disposition == mailparse::DispositionType::Attachment
}

fn file(part: &ParsedMail<'_>) -> File {
    let name = part.get_content_disposition().params.get("filename").cloned().unwrap_or_default();
    File {
        name,
        text: part.get_body().unwrap(),
    }
}

impl TestApp {
    /// The last letter to `address` comes back: the mail server there has refused it for good. Answers its number.
    pub fn letter_comes_back(&self, address: &str) -> i64 {
        self.write(|tx| {
            let last = outbox::table.filter(outbox::recipient.eq(address)).order(outbox::id.desc());
            let id: i64 = last.select(outbox::id).first(tx.db)?;
            diesel::update(outbox::table.find(id))
                .set((
                    outbox::state.eq(State::Dead),
                    outbox::attempts.eq(1),
                    outbox::finished_at.eq(tx.now.plus(Duration::seconds(1))),
                    outbox::last_error.eq("the mail server answered 550"),
                ))
                .execute(tx.db)?;
            Ok(id)
        })
    }
}
