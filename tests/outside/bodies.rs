//! Every reader of what comes from outside, on any bytes: what a browser types and posts, what an address carries, what a mail is made
//! of. The readers of the engine's files have theirs in `tests/engine/fuzz_bodies.rs`.
//!
//! A body fails by panicking. What is refused is fine; what is taken has to be what the rest of the program relies on.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use actix_web::http::header::{HeaderMap, HeaderName};
use practise::applications::{ChoicesForm, DateParts, Postcode, birth};
use practise::auth::{CodeForm, EmailForm, own_path};
use practise::careers::{Wanted, catalogue, search};
use practise::config::{Config, KNOWN};
use practise::db::Instant;
use practise::links::{Purpose, digest, is_token};
use practise::mail::Outgoing;
use practise::web::client::Client;
use practise::web::form::{Errors, Pairs};
use practise::{organisations, schools};
use time::macros::date;
use url::Url;

/// Splits text into fields at the sign that no reader gives a meaning to.
fn fields<const COUNT: usize>(bytes: &[u8]) -> [String; COUNT] {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\u{1f}').map(str::to_owned);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// Any text as the token of an emailed link, as a code, and as the page to go on to.
pub fn tokens(bytes: &[u8]) {
    let [text] = fields(bytes);
    let digests: BTreeSet<_> = Purpose::ALL.iter().map(|purpose| digest(*purpose, &text)).collect();
    assert_eq!(digests.len(), Purpose::ALL.len(), "a token of one purpose is found as another's");
    if is_token(&text) {
        let page = format!("http://portal.example/links/{text}");
        assert_eq!(Url::parse(&page).unwrap().as_str(), page, "a token is changed in an address");
    }
    let form = CodeForm {
        code: text.clone(),
        resend: String::new(),
    };
    if let Ok(code) = form.parse() {
        let typed: String = text.chars().filter(char::is_ascii_digit).collect();
        assert_eq!((code.len(), &code), (6, &typed));
    }
    if let Some(path) = own_path(&text) {
        let ours = Url::parse("http://portal.example/here").unwrap();
        assert_eq!(ours.join(path).unwrap().origin(), ours.origin(), "led away");
    }
}

/// Any bytes as the body of a form, and as the forms that anybody can send.
pub fn forms(bytes: &[u8]) {
    let Ok(pairs) = Pairs::decode(bytes) else { return };
    let plain = |text: &str| text.chars().all(|c| !c.is_control() || matches!(c, '\r' | '\n' | '\t'));
    assert!(pairs.0.iter().all(|(name, value)| plain(name) && plain(value)));
    let again: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs.0).finish();
    assert_eq!(Pairs::decode(again.as_bytes()).unwrap(), pairs);
    if let Ok(request) = pairs.parse::<EmailForm>().map(|form| form.parse()) {
        match request {
            Ok(request) => {
                assert!(!request.email.is_empty() && request.email.len() <= 254 && request.email.trim() == request.email);
                assert!(request.next.is_empty() || own_path(&request.next) == Some(&request.next));
            }
            Err(errors) => assert!(!errors.is_empty()),
        }
    }
    if let Ok(form) = pairs.parse::<ChoicesForm>() {
        let chosen = form.values().map(str::to_owned);
        assert_eq!(ChoicesForm::of(&chosen).values(), form.values());
        // Nothing is on offer, so whatever was chosen is refused.
        assert!(!form.read(&[], None, 5).unwrap_err().is_empty());
    }
}

/// Any text as the three fields of a date of birth.
pub fn dates(bytes: &[u8]) {
    let [day, month, year] = fields(bytes);
    let parts = DateParts {
        day: &day,
        month: &month,
        year: &year,
    };
    let (today, mut errors) = (date!(2026 - 11 - 20), Errors::default());
    match birth("born", parts, today, &mut errors) {
        Some(born) => {
            assert!(errors.is_empty() && born < today && born.year() >= 1900);
            assert_eq!((born.day(), born.year()), (day.parse().unwrap(), year.parse().unwrap()));
        }
        None => {
            let [only] = errors.0.as_slice() else {
                panic!("not one message: {errors:?}")
            };
            assert!(["born-day", "born-month", "born-year"].contains(&only.id.as_str()) && !only.message.is_empty());
        }
    }
}

/// Any text as a postcode: one that is taken is read again as itself, in whatever way it is typed.
pub fn postcodes(bytes: &[u8]) {
    let [text] = fields(bytes);
    let Ok(postcode) = Postcode::parse(&text) else { return };
    let whole = postcode.as_str();
    assert!(whole.bytes().all(|b| b == b' ' || b.is_ascii_uppercase() || b.is_ascii_digit()));
    assert!((6..=8).contains(&whole.len()) && whole.starts_with(postcode.outcode()));
    for typed in [whole.to_owned(), whole.to_lowercase(), whole.replace(' ', "")] {
        assert_eq!(Postcode::parse(&typed).as_ref(), Ok(&postcode));
    }
}

/// The headers that a mail may have.
const HEADERS: [&str; 8] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
];

/// Any text as a mail's recipient, subject and words: no word of them becomes a header or a second recipient.
pub fn mails(bytes: &[u8]) {
    let [recipient, subject, text, html] = fields(bytes);
    let mail = Outgoing {
        id: 1,
        message_id: "<practise.0123456789abcdef@portal.example>".to_owned(),
        kind: "fuzz".to_owned(),
        recipient,
        subject: subject.clone(),
        text,
        html,
        attachment: None,
        unsubscribe: None,
        created_at: Instant::midnight(date!(2026 - 11 - 20)),
    };
    let from = "Practise <practise@portal.example>".parse().unwrap();
    let Ok(message) = mail.message(&from) else { return };
    let wire = message.formatted();
    assert_eq!(mail.message(&from).unwrap().formatted(), wire, "two tries are two mails");
    let parsed = mailparse::parse_mail(&wire).unwrap();
    let names: Vec<String> = parsed.headers.iter().map(mailparse::MailHeader::get_key).collect();
    let distinct: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(names.len(), distinct.len(), "a header twice: {names:?}");
    assert!(names.iter().all(|name| HEADERS.contains(&name.as_str())), "{names:?}");
    assert_eq!(message.envelope().to().len(), 1);
    let head = wire.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(wire[..head].to_vec()).unwrap().replace("\r\n", "");
    assert!(!head.contains(['\r', '\n']), "half an end of line among the headers");
}

/// Any words looked for in the catalogue of careers: an empty search finds every role, and no other finds more.
pub fn searches(bytes: &[u8]) {
    let [words] = fields(bytes);
    let catalogue = catalogue().unwrap();
    let all = search(catalogue, &Wanted::default()).roles.len();
    let wanted = Wanted {
        words,
        ..Wanted::default()
    };
    let found = search(catalogue, &wanted);
    assert!(found.roles.len() <= all);
    let counted: usize = found.families.iter().map(|family| family.roles).sum();
    assert_eq!(counted, found.roles.len(), "the families' counts are not the roles'");
}

/// Any bytes as a file about schools. What is read is read again as the same; what is refused is refused with its file and words.
pub fn schools(bytes: &[u8]) {
    let file = schools::import::SourceFile {
        name: "schools.csv".to_owned(),
        bytes: bytes.to_vec(),
    };
    let given = schools::import::Given {
        census_year: Some(2023),
        source: Some("nobody".to_owned()),
    };
    match schools::import::read(std::slice::from_ref(&file), &given) {
        Ok(register) => {
            let again = schools::import::read(&[file], &given).unwrap();
            let facts = |register: &schools::import::Register| -> Vec<_> {
                let all = register.schools.iter();
                all.map(|(urn, entry)| (*urn, entry.facts.clone(), entry.shares.clone())).collect()
            };
            assert_eq!(facts(&register), facts(&again));
            assert!(
                register
                    .schools
                    .iter()
                    .all(|(urn, entry)| *urn > 0 && !entry.facts.name.trim().is_empty())
            );
            let years = register.schools.values().flat_map(|entry| entry.shares.keys());
            assert!(years.into_iter().all(|year| (1900..=2200).contains(year)));
        }
        Err(problems) => refused(&problems),
    }
}

/// Any bytes as a file of organisations.
pub fn organisations(bytes: &[u8]) {
    let file = schools::import::SourceFile {
        name: "organisations.csv".to_owned(),
        bytes: bytes.to_vec(),
    };
    match organisations::import::read(&file, organisations::OrganisationKind::NhsTrust) {
        Ok(read) => {
            assert!(!read.entries.is_empty());
            assert!(
                read.entries
                    .iter()
                    .all(|(code, entry)| *code == entry.code && !entry.name.trim().is_empty())
            );
            assert_eq!(
                organisations::import::read(&file, organisations::OrganisationKind::NhsTrust),
                Ok(read)
            );
        }
        Err(problems) => refused(&problems),
    }
}

fn refused(problems: &[schools::import::Problem]) {
    assert!(!problems.is_empty() && problems.iter().all(|one| !one.message.is_empty() && one.line != Some(0)));
    assert!(problems.len() < 50, "nobody reads {} messages", problems.len());
}

/// Any text as what stands in front of a request (who sent it, by the proxies that it came through) and as a setting's value.
pub fn addresses(bytes: &[u8]) {
    let [told, value] = fields(bytes);
    let peer: SocketAddr = "192.0.2.7:4000".parse().unwrap();
    let mut headers = HeaderMap::new();
    for line in told.lines() {
        if let Ok(line) = line.parse() {
            headers.append(HeaderName::from_static("x-forwarded-for"), line);
        }
    }
    assert_eq!(
        Client::of(&headers, Some(peer), 0).0,
        peer.ip(),
        "nobody is believed without a proxy"
    );
    // What the client itself writes in front changes nothing.
    let behind_one = Client::of(&headers, Some(peer), 1);
    let mut lied = HeaderMap::new();
    lied.append(
        HeaderName::from_static("x-forwarded-for"),
        "198.51.100.1, 203.0.113.9".parse().unwrap(),
    );
    for line in headers.get_all("x-forwarded-for") {
        lied.append(HeaderName::from_static("x-forwarded-for"), line.clone());
    }
    if headers.contains_key("x-forwarded-for") {
        assert_eq!(Client::of(&lied, Some(peer), 1), behind_one);
    }
    assert_eq!(Client(behind_one.network()).network(), behind_one.network());
    for name in KNOWN.iter().copied().chain(["DATABASE_URL", "DATABASE_REPLICA_URL"]) {
        let variables = BTreeMap::from([(name.to_owned(), value.clone())]);
        if let Err(problems) = Config::from_variables(&variables) {
            assert!(
                problems
                    .iter()
                    .all(|words| words.contains("PRACTISE_") || words.contains("DATABASE_")),
                "{problems:?}"
            );
        }
    }
}
