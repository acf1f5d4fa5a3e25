//! What is posted to say yes to a commitment, or to send it back.

use serde::Deserialize;

use super::steps::{check_words, several_lines};
use crate::web::form::Errors;

/// The most characters of a reason.
pub const MOST_REASON: u16 = 500;

/// A form that is only a button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {}

/// Yes, or back with a reason.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SayForm {
    /// `yes` or `back`.
    pub answer: String,
    /// Why it goes back.
    pub reason: String,
    /// The code of an area's lead, beside an emailed link.
    pub code: String,
}

/// What somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Yes.
    Yes,
    /// To be changed first, and why.
    SendBack(String),
}

impl Said {
    /// What a spent link keeps.
    pub const fn how(&self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::SendBack(_) => "back",
        }
    }
}

impl SayForm {
    /// What is said, or what is wrong.
    ///
    /// # Errors
    /// The words for each field.
    pub fn parse(&self) -> Result<Said, Errors> {
        let mut errors = Errors::default();
        let reason = several_lines(&self.reason);
        match self.answer.as_str() {
            "yes" => return Ok(Said::Yes),
            "back" => {
                let words = ("Enter what has to change", "What has to change");
                check_words(&mut errors, "reason", &reason, usize::from(MOST_REASON), words);
            }
            _ => errors.add("answer", "Select yes or send it back"),
        }
        errors.or(|| Said::SendBack(reason))
    }
}

/// Why a commitment is taken back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WithdrawForm {
    /// The reason.
    pub reason: String,
}

impl WithdrawForm {
    /// The reason, or what is wrong.
    ///
    /// # Errors
    /// The words for the field.
    pub fn parse(&self) -> Result<String, Errors> {
        let mut errors = Errors::default();
        let reason = several_lines(&self.reason);
        let words = ("Enter why you withdraw it", "Why you withdraw it");
        check_words(&mut errors, "reason", &reason, usize::from(MOST_REASON), words);
        errors.or(|| reason)
    }
}
