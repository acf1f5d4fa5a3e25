//! Pages with the mail that was sent.

use askama::Template;

use super::store::Line;
use crate::mail::Stored;

/// The list.
#[derive(Template)]
#[template(path = "dev_mail/list.html")]
pub struct List {
    /// The mails, newest first.
    pub mails: Vec<Line>,
}

/// One mail.
#[derive(Template)]
#[template(path = "dev_mail/show.html")]
pub struct Show {
    /// The subject.
    pub subject: String,
    /// The recipient.
    pub recipient: String,
    /// The text, by paragraphs and lines.
    pub paragraphs: Vec<Vec<String>>,
    /// The link: a line that is this one can be followed.
    pub link: String,
    /// The file's name and text.
    pub attachment: Option<(String, String)>,
}

impl Show {
    /// The page of a mail.
    pub fn new(stored: Stored) -> Self {
        let link = stored.link.unwrap_or_default();
        let (subject, text, attachment) = match stored.mail {
            Ok(mail) => (mail.subject, mail.text, mail.attachment.map(|(name, _, text)| (name, text))),
            Err(lacks) => (stored.kind, format!("This mail cannot be shown: {lacks}."), None),
        };
        let paragraphs = text.split("\n\n").map(|block| block.lines().map(str::to_owned).collect()).collect();
        Self {
            subject,
            recipient: stored.recipient,
            paragraphs,
            link,
            attachment,
        }
    }
}
