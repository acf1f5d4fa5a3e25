//! Every reader of what comes from outside, on any bytes: what a browser types and posts, what an address carries, what a mail is made
//! of. The readers of the engine's files have theirs in `tests/engine/fuzz_bodies.rs`.
//!
//! A body fails by panicking. What is refused is fine; what is taken has to be what the rest of the program relies on.

use std::collections::BTreeSet;

use practise::applications::{ChoicesForm, DateParts, Postcode, birth};
use practise::auth::{CodeForm, EmailForm, own_path};
use practise::careers::{Wanted, catalogue, search};
use practise::db::Instant;
use practise::links::{Purpose, digest, is_token};
use practise::mail::Outgoing;
use practise::web::form::{Errors, Pairs};
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
