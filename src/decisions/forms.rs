//! A decision as a browser sends it, for one person or for several.

use serde::Deserialize;

use super::model::{Act, Decision, DeclineReason, PassReason, Ruling};
use crate::web::form::Errors;

/// The posted fields of one proposal's page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DecisionForm {
    /// Which button: empty to decide, `name` to see the name, `know` to say that one knows the person.
    pub act: String,
    /// `approve` or `decline`.
    pub decision: String,
    /// Why not.
    pub reason: String,
    /// Why before those above.
    pub passing: String,
}

impl DecisionForm {
    /// What to do, or what is wrong.
    pub fn parse(&self) -> Result<Act, Errors> {
        match self.act.as_str() {
            "name" => return Ok(Act::ShowName),
            "know" => return Ok(Act::Know),
            _ => {}
        }
        let mut errors = Errors::default();
        let decision = match (self.decision.as_str(), self.reason.parse::<DeclineReason>()) {
            ("approve", _) => Some(Decision::Approve),
            ("decline", Ok(reason)) => Some(Decision::Decline(reason)),
            ("decline", Err(_)) => {
                errors.add("reason", "Select why you decline");
                None
            }
            _ => {
                errors.add("decision", "Select whether you approve or decline");
                None
            }
        };
        let passing = self.passing.parse::<PassReason>().ok();
        decision.map(|decision| Act::Decide(Ruling { decision, passing })).ok_or(errors)
    }
}

/// The posted fields of a ranked list: whom to approve in one press.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BulkForm {
    /// The public references of the ticked proposals.
    pub proposal: Vec<String>,
    /// The position after which the page of the list begins.
    pub after: i64,
}
