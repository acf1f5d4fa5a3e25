//! One mail as it goes over the wire: a fixed set of headers, none of which holds a word that a user wrote.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::letter::{CODE_MARK, LINK_MARK};
use super::retry::Trouble;
use crate::db::Instant;

/// A mail of the outbox with its link and code filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The number of its row.
    pub id: i64,
    /// The same at each try.
    pub message_id: String,
    /// Which letter it is.
    pub kind: String,
    /// The only recipient.
    pub recipient: String,
    /// The subject, the same for everybody who gets this kind.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// A file: name, media type, text.
    pub attachment: Option<(String, String, String)>,
    /// Where a mail program can post to, so that no more of these come.
    pub unsubscribe: Option<String>,
    /// When it was written.
    pub created_at: Instant,
}

/// Declares a header that is only written.
macro_rules! header {
    ($(#[$meta:meta])* $name:ident, $text:literal) => {
        $(#[$meta])*
        #[derive(Clone)]
        struct $name(String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($text)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

header! {
    /// RFC 3834: no holiday message in return.
    AutoSubmitted, "Auto-Submitted"
}
header! {
    /// RFC 2369: where these mails are stopped.
    ListUnsubscribe, "List-Unsubscribe"
}
header! {
    /// RFC 8058: one press in the mail program is enough.
    ListUnsubscribePost, "List-Unsubscribe-Post"
}

/// Puts the link and the code where their marks stand.
///
/// # Errors
/// Which of the two the letter asks for but does not have.
pub fn fill(text: &str, link: Option<&str>, code: Option<&str>) -> Result<String, &'static str> {
    let mut filled = text.to_owned();
    for (mark, value, missing) in [
        (LINK_MARK, link, "a letter without its link"),
        (CODE_MARK, code, "a letter without its code"),
    ] {
        if filled.contains(mark) {
            filled = filled.replace(mark, value.ok_or(missing)?);
        }
    }
    Ok(filled)
}

impl Outgoing {
    /// The mail. Two calls make the same bytes: a repeat after a crash is the same mail.
    ///
    /// # Errors
    /// `Refused` if the address or a header cannot be written.
    pub fn message(&self, from: &Mailbox) -> Result<Message, Trouble> {
        let refused = |what: &str| Trouble::Refused(what.to_owned());
        let to = self.recipient.parse().map_err(|_| refused("the address cannot be read"))?;
        if self.subject.chars().any(char::is_control) {
            return Err(refused("the subject has control characters"));
        }
        let written: SystemTime = self.created_at.utc().assume_utc().into();
        // Part boundaries that no line of a text can meet by chance, and that stay the same.
        let boundary: String = self.message_id.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
        let words = MultiPart::alternative()
            .boundary(format!("=_words_{boundary}"))
            .singlepart(SinglePart::plain(self.text.clone()))
            .singlepart(SinglePart::html(self.html.clone()));
        let body = match &self.attachment {
            None => words,
            Some((name, media_type, file)) => {
                let media_type = ContentType::parse(media_type).map_err(|_| refused("the file has no media type"))?;
                MultiPart::mixed()
                    .boundary(format!("=_files_{boundary}"))
                    .multipart(words)
                    .singlepart(Attachment::new(name.clone()).body(file.clone(), media_type))
            }
        };
        let mut message = Message::builder();
        if let Some(address) = &self.unsubscribe {
            message = message
                .header(ListUnsubscribe(format!("<{address}>")))
                .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
        }
        message
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .subject(self.subject.clone())
            .date(written)
            .message_id(Some(self.message_id.clone()))
            .header(AutoSubmitted("auto-generated".to_owned()))
            .multipart(body)
            .map_err(|_| refused("the mail cannot be written"))
    }
}
