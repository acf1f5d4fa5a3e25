//! What happens after the offers are released (7.10): which pairs leave lists, and batches of events run one after another.
//!
//! No event hands a place to a named person. Staff can only remove a pair or reject evidence, with a reason from a fixed list.

mod replay;

pub use replay::replay;

use super::result::RoundResult;
use crate::prioritisation::Ref;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the layout of an events file.
pub const SCHEMA: &str = "practise-events/1";

/// Why staff may take a pair (applicant, opportunity) off a list.
pub const REMOVAL_REASONS: [&str; 6] = [
    "applicant_asked",
    "opportunity_cancelled",
    "not_eligible",
    "duplicate_application",
    "safeguarding",
    "conduct",
];

/// Why staff may refuse the evidence for a claim.
pub const EVIDENCE_REASONS: [&str; 3] = ["not_provided", "does_not_show_it", "not_genuine"];

/// Batches of events. Each batch ends in one re-run, at a time published beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// [`SCHEMA`].
    pub schema: String,
    /// The batches in the order they happened.
    pub batches: Vec<Vec<Event>>,
}

/// One event with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// A number of its own. The same event given twice has no second effect.
    pub id: String,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// The applicant does not take the place: it and everything below it leave the list.
    Decline {
        /// Who declines.
        applicant: Ref,
        /// Which place they hold.
        opportunity: Ref,
    },
    /// The offer was not answered in time; the same as declining.
    Lapse {
        /// Who did not answer.
        applicant: Ref,
        /// Which place they hold.
        opportunity: Ref,
    },
    /// The applicant takes the place: everything below it leaves the list, and everything above unless they keep it.
    Accept {
        /// Who accepts.
        applicant: Ref,
        /// Which place they hold.
        opportunity: Ref,
        /// Whether they would still move up to a better choice.
        keep_better: bool,
    },
    /// The applicant leaves the round.
    Withdraw {
        /// Who withdraws.
        applicant: Ref,
    },
    /// Staff take a pair off a list.
    Remove {
        /// From whose list.
        applicant: Ref,
        /// Which opportunity.
        opportunity: Ref,
        /// One of [`REMOVAL_REASONS`].
        reason: String,
        /// Who decided.
        by: String,
    },
    /// Staff refuse the evidence for a claim; the applicant stands in line again.
    RejectEvidence {
        /// Whose evidence.
        applicant: Ref,
        /// For which criterion.
        criterion: String,
        /// One of [`EVIDENCE_REASONS`].
        reason: String,
        /// Who decided.
        by: String,
    },
    /// An opportunity has more places.
    AddPlaces {
        /// Which opportunity.
        opportunity: Ref,
        /// How many more.
        places: u32,
    },
    /// An opportunity has fewer places.
    ReducePlaces {
        /// Which opportunity.
        opportunity: Ref,
        /// How many fewer.
        places: u32,
    },
    /// The round is closed for good; no event may follow.
    Archive {},
}

/// The pairs that leave a list when its owner declines `opportunity` or lets the offer lapse: it and everything below it.
pub fn struck_by_decline(choices: &[Ref], opportunity: &str) -> Vec<Ref> {
    choices.iter().skip_while(|choice| *choice != opportunity).cloned().collect()
}

/// The choices that leave a list when its owner accepts `opportunity`: those below, and those above unless they are kept.
pub fn struck_by_accept(choices: &[Ref], opportunity: &str, keep_better: bool) -> Vec<Ref> {
    let at = choices.iter().position(|choice| choice == opportunity).unwrap_or(choices.len());
    let leaves = |i: usize| i > at || (i < at && !keep_better);
    choices
        .iter()
        .enumerate()
        .filter(|(i, _)| leaves(*i))
        .map(|(_, choice)| choice.clone())
        .collect()
}

/// Who holds what in a released result.
pub fn holders(result: &RoundResult) -> BTreeMap<Ref, Ref> {
    result
        .applicants
        .iter()
        .filter_map(|a| Some((a.reference.clone(), a.offer.clone()?)))
        .collect()
}
