//! A decision as a browser sends it.

use serde::Deserialize;

use super::model::{Decision, DeclineReason};
use crate::web::form::Errors;

/// The posted fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DecisionForm {
    /// `approve` or `decline`.
    pub decision: String,
    /// Why not.
    pub reason: String,
}

impl DecisionForm {
    /// The decision, or what is wrong.
    pub fn parse(&self) -> Result<Decision, Errors> {
        let mut errors = Errors::default();
        match (self.decision.as_str(), self.reason.parse::<DeclineReason>()) {
            ("approve", _) => return Ok(Decision::Approve),
            ("decline", Ok(reason)) => return Ok(Decision::Decline(reason)),
            ("decline", Err(_)) => errors.add("reason", "Select why you decline"),
            _ => errors.add("decision", "Select whether you approve or decline"),
        }
        Err(errors)
    }
}
