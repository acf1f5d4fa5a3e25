//! Letters about messages: never with their words.

use askama::Template;

use super::model::{Side, Thread};
use crate::error::Error;
use crate::mail::{self, Letter};
use crate::tx::Tx;

/// The kind of the letter that tells of messages.
pub const WAITING: &str = "message.waiting";

#[derive(Template)]
#[template(path = "mail/messages/waiting.txt")]
struct Waiting<'a> {
    organisation: Option<&'a str>,
    title: &'a str,
    url: String,
}

/// Tells somebody that a message of the side `from` waits.
pub(super) fn waiting(tx: &Tx<'_>, thread: &Thread, from: Side, to: &str) -> Result<Letter, Error> {
    let path = match from {
        // One letter can stand for messages of several people.
        Side::Applicant => "/coordinate/messages".to_owned(),
        Side::Coordinator => format!("/applications/{}/messages", thread.application),
    };
    let words = Waiting {
        organisation: (from == Side::Coordinator).then_some(thread.organisation.as_str()),
        title: &thread.title,
        url: format!("{}{path}", tx.env.public_url),
    };
    mail::compose(WAITING, 1, to, &words)
}

#[derive(Template)]
#[template(path = "mail/messages/reported.txt")]
struct Reported<'a> {
    by_applicant: bool,
    application: &'a str,
    title: &'a str,
    organisation: &'a str,
    url: String,
}

/// Tells a champion, or an area's lead, that a message of the side `from` was reported.
pub(super) fn reported(tx: &Tx<'_>, thread: &Thread, from: Side, to: &str, path: &str) -> Result<Letter, Error> {
    let words = Reported {
        by_applicant: from == Side::Coordinator,
        application: &thread.application,
        title: &thread.title,
        organisation: &thread.organisation,
        url: format!("{}{path}", tx.env.public_url),
    };
    mail::compose("message.reported", 1, to, &words)
}
