//! A claim, and the decision on one, as a browser sends them.

use serde::Deserialize;
use time::Date;

use super::model::{ClaimKind, Decision, MOST_PENCE, WhyRefused, pence, pounds};
use crate::afterwards::attendance::forms::day;
use crate::web::form::Errors;

/// The most characters of a note.
pub const MOST: u16 = 200;

/// The posted fields of a claim.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimForm {
    /// A [`ClaimKind`].
    pub kind: String,
    /// The day, as `2027-06-14`.
    pub day: String,
    /// Pounds and pence.
    pub amount: String,
    /// What it was.
    pub note: String,
}

/// A claim to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// What for.
    pub kind: ClaimKind,
    /// On which day.
    pub on_day: Date,
    /// How much.
    pub pence: i32,
    /// What it was.
    pub note: String,
}

impl ClaimForm {
    /// The claim, or what is wrong. `days` are those on which the person came.
    ///
    /// # Errors
    /// A message for each field that is wrong.
    pub fn parse(&self, days: &[Date]) -> Result<NewClaim, Errors> {
        let mut errors = Errors::default();
        let kind = self.kind.parse().ok();
        if kind.is_none() {
            errors.add("kind", "Select what the money was for");
        }
        let on_day = day(&self.day).filter(|day| days.contains(day));
        if on_day.is_none() {
            errors.add("day", "Select on which day");
        }
        let pence = pence(&self.amount);
        match pence {
            _ if self.amount.trim().is_empty() => errors.add("amount", "Enter how much it was"),
            None => errors.add("amount", "How much it was must be pounds and pence, like 4.50"),
            Some(0) => errors.add("amount", "How much it was must be more than 0"),
            Some(pence) if pence > MOST_PENCE => {
                errors.add(
                    "amount",
                    format!("How much it was must be {} or less", pounds(i64::from(MOST_PENCE))),
                );
            }
            Some(_) => {}
        }
        let note = self.note.trim();
        if note.is_empty() {
            errors.add("note", "Enter what it was");
        } else if note.chars().count() > usize::from(MOST) {
            errors.add("note", format!("What it was must be {MOST} characters or less"));
        }
        match (kind, on_day, pence) {
            (Some(kind), Some(on_day), Some(pence)) if errors.is_empty() => Ok(NewClaim {
                kind,
                on_day,
                pence,
                note: note.to_owned(),
            }),
            _ => Err(errors),
        }
    }
}

/// The posted fields of a decision.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionForm {
    /// `agree`, `refuse` or `paid`.
    pub decision: String,
    /// A [`WhyRefused`].
    pub reason: String,
}

impl DecisionForm {
    /// The decision, or what is wrong.
    ///
    /// # Errors
    /// A message if none was chosen, or no reason for a no.
    pub fn parse(&self) -> Result<Decision, Errors> {
        let mut errors = Errors::default();
        let reason = self.reason.parse().ok().filter(|reason| WhyRefused::CHOICES.contains(reason));
        match (self.decision.as_str(), reason) {
            ("agree", _) => return Ok(Decision::Agree),
            ("paid", _) => return Ok(Decision::MarkPaid),
            ("refuse", Some(reason)) => return Ok(Decision::Refuse(reason)),
            ("refuse", None) => errors.add("reason", "Select why you refuse it"),
            _ => errors.add("decision", "Select whether you agree"),
        }
        Err(errors)
    }
}
