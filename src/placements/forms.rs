//! The answer to an offer, as a browser sends it.

use serde::Deserialize;

use super::model::{Answer, DeclineOffer};
use crate::web::form::Errors;

/// The posted fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerForm {
    /// `accept` or `decline`.
    pub answer: String,
    /// Why not.
    pub reason: String,
}

/// A form that has only its button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {}

impl AnswerForm {
    /// The answer, or what is wrong.
    pub fn parse(&self) -> Result<Answer, Errors> {
        let mut errors = Errors::default();
        match (self.answer.as_str(), self.reason.parse::<DeclineOffer>()) {
            ("accept", _) => return Ok(Answer::Accept),
            ("decline", Ok(reason)) => return Ok(Answer::Decline(reason)),
            ("decline", Err(_)) => errors.add("reason", "Select why you do not want this place"),
            _ => errors.add("answer", "Select whether you want this place"),
        }
        Err(errors)
    }
}
