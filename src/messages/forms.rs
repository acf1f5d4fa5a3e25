//! A message as a browser sends it.

use serde::Deserialize;

use super::model::LONGEST;
use crate::web::form::Errors;

/// The posted field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MessageForm {
    /// The words.
    pub message: String,
}

impl MessageForm {
    /// The words with plain ends of lines, or what is wrong.
    ///
    /// # Errors
    /// The words for the field.
    pub fn parse(&self) -> Result<String, Errors> {
        let words = self.message.replace("\r\n", "\n").trim().to_owned();
        let mut errors = Errors::default();
        if words.is_empty() {
            errors.add("message", "Enter your message");
        } else if words.encode_utf16().count() > LONGEST as usize {
            errors.add("message", format!("Message must be {LONGEST} characters or less"));
        }
        errors.or(|| words)
    }
}

/// A form that has only its button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {}
