//! The pages of messages.

use askama::Template;

use super::forms::MessageForm;
use super::model::{LONGEST, Message, Side, Thread};
use super::store::{Listed, Reported};
use crate::dates::moment;
use crate::db::Instant;
use crate::web::components::{Cell, CharacterCount, FieldError, Table, Textarea};
use crate::web::form::Errors;

/// One message as it is shown.
pub struct Shown {
    /// Who wrote it, in words.
    pub who: String,
    /// When.
    pub when: String,
    /// The words, line by line.
    pub lines: Vec<String>,
    /// Where it can be reported, if the other side wrote it.
    pub report: Option<String>,
    /// It was reported.
    pub flagged: bool,
}

fn lines(body: &str) -> Vec<String> {
    body.lines().map(str::to_owned).collect()
}

/// A conversation, with a field to write.
#[derive(Template)]
#[template(path = "messages/thread.html")]
pub struct ThreadPage {
    title: String,
    /// Whom the reader writes to.
    other: String,
    messages: Vec<Shown>,
    /// The field, while people can write.
    field: Option<CharacterCount>,
    back: String,
    errors: Vec<FieldError>,
}

/// From where somebody looks at a conversation.
pub struct Place<'a> {
    /// On which side they are.
    pub side: Side,
    /// The address of the conversation.
    pub path: &'a str,
    /// The page before.
    pub back: &'a str,
    /// The applicant's name, for coordinators.
    pub name: &'a str,
}

impl ThreadPage {
    /// The page, with what was typed and what is wrong with it.
    pub fn new(thread: &Thread, messages: &[Message], place: &Place<'_>, form: &MessageForm, errors: Errors, now: Instant) -> Self {
        let shown = (1..).zip(messages).map(|(number, one)| Shown {
            who: who(one.from, thread, place),
            when: moment(one.sent_at),
            lines: lines(&one.body),
            report: (one.from != place.side && !one.flagged).then(|| format!("{}/{number}/report", place.path)),
            flagged: one.flagged && one.from != place.side,
        });
        let field = Textarea::new("message", "Your message")
            .hint("Do not write about your health, or about patients")
            .rows(6)
            .value(form.message.as_str())
            .error(errors.get("message").map(str::to_owned))
            .max_length(LONGEST);
        Self {
            title: thread.title.clone(),
            other: match place.side {
                Side::Applicant => thread.organisation.clone(),
                Side::Coordinator => place.name.to_owned(),
            },
            messages: shown.collect(),
            field: thread.is_open(now).then_some(field),
            back: place.back.to_owned(),
            errors: errors.0,
        }
    }
}

fn who(from: Side, thread: &Thread, place: &Place<'_>) -> String {
    match (from, place.side) {
        (Side::Applicant, Side::Applicant) => "You".to_owned(),
        (Side::Coordinator, Side::Applicant) => format!("A coordinator at {}", thread.organisation),
        (Side::Applicant, Side::Coordinator) => place.name.to_owned(),
        (Side::Coordinator, Side::Coordinator) => "You or a colleague".to_owned(),
    }
}

/// Asks whether to report a message.
#[derive(Template)]
#[template(path = "messages/report.html")]
pub struct ReportPage {
    /// When it was sent.
    pub when: String,
    /// Its words.
    pub lines: Vec<String>,
    /// The conversation.
    pub back: String,
    /// What is wrong: nothing can be.
    pub errors: Vec<FieldError>,
}

impl ReportPage {
    /// The page of one message.
    pub fn new(message: &Message, back: String) -> Self {
        Self {
            when: moment(message.sent_at),
            lines: lines(&message.body),
            back,
            errors: Vec::new(),
        }
    }
}

/// Every conversation of a coordinator's organisations.
#[derive(Template)]
#[template(path = "messages/list.html")]
pub struct ListPage {
    table: Option<Table>,
}

impl ListPage {
    /// The page of these conversations.
    pub fn new(threads: &[Listed]) -> Self {
        let table = Table::new("Conversations, newest message first")
            .hide_caption()
            .column("Application")
            .column("Placement")
            .column("Newest message")
            .column("Not read yet")
            .scrolling();
        let table = threads.iter().fold(table, |table, one| {
            table.row([
                Cell::link(
                    one.application.as_str(),
                    format!("/coordinate/placements/{}/messages", one.reference),
                ),
                Cell::from(one.title.as_str()),
                Cell::from(moment(one.newest)),
                Cell::from(one.unread.to_string()),
            ])
        });
        Self {
            table: (!threads.is_empty()).then_some(table),
        }
    }
}

/// Reported messages, for whoever looks into them.
#[derive(Template)]
#[template(path = "messages/reported.html")]
pub struct ReportedPage {
    reported: Vec<ShownReport>,
}

/// A reported message as it is shown.
struct ShownReport {
    heading: String,
    about: String,
    lines: Vec<String>,
}

impl ReportedPage {
    /// The page of these messages.
    pub fn new(reported: &[Reported]) -> Self {
        let shown = |one: &Reported| ShownReport {
            heading: format!("Reported at {}", moment(one.flagged_at)),
            about: format!(
                "{} wrote this at {}. Application {}, placement: {}.",
                match one.from {
                    Side::Applicant => "The applicant",
                    Side::Coordinator => "A coordinator",
                },
                moment(one.sent_at),
                one.application,
                one.title
            ),
            lines: lines(&one.body),
        };
        Self {
            reported: reported.iter().map(shown).collect(),
        }
    }
}
