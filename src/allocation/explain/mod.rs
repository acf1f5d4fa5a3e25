//! Why each applicant got what they got (7.11), as data and in plain English, for the applicant and for the coordinator.

mod applicant;
mod change;
mod names;
mod order;
mod words;

pub use change::{CouldChange, Lack};
pub use names::Names;

use super::result::{ApplicantResult, ChoiceStatus, Cutoff, RoundResult};
use crate::prioritisation::rank::not_local;
use crate::prioritisation::score::ClaimOutcome;
use crate::prioritisation::{Applicant, Opportunity, Policy, Ref, RoundInput};
use serde::Serialize;
use std::collections::HashMap;

/// Everything to tell one applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The applicant's reference.
    pub applicant: Ref,
    /// What they get, in one sentence.
    pub summary: String,
    /// Their band and how they came to it.
    pub band: String,
    /// The sentence about the band.
    pub band_sentence: String,
    /// Each claim in the policy's order.
    pub claims: Vec<ClaimExplained>,
    /// First 8 hexadecimal digits of the lottery number, in upper case.
    pub number: String,
    /// Position in the draw, from 1.
    pub position: u32,
    /// The sentence about the draw.
    pub draw_sentence: String,
    /// Each choice, best first.
    pub choices: Vec<ChoiceExplained>,
    /// Each claim that does not count, and what would follow if it did. What depends on everybody else is not promised.
    pub could_change: Vec<CouldChange>,
    /// What could change the applicant's group, in one sentence.
    pub change_sentence: String,
}

/// What became of one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimExplained {
    /// The criterion and its status.
    #[serde(flatten)]
    pub outcome: ClaimOutcome,
    /// The same in words.
    pub sentence: String,
}

/// What became of one choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceExplained {
    /// The opportunity's reference.
    pub opportunity: Ref,
    /// What became of it.
    pub status: ChoiceStatus,
    /// How many places there are.
    pub places: u32,
    /// How many people chose it.
    pub applicants: u32,
    /// The last person who got a place this applicant could have had.
    pub cutoff: Option<Cutoff>,
    /// Place on the waiting list, from 1.
    pub waiting_position: Option<u32>,
    /// The same in words.
    pub sentences: Vec<String>,
}

/// One line of an opportunity's priority order, for its coordinator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderLine {
    /// The applicant's reference.
    pub applicant: Ref,
    /// Name of the band.
    pub band: String,
    /// Whether nobody comes before them for being local.
    pub local: bool,
    /// First 8 hexadecimal digits of the lottery number, in upper case.
    pub number: String,
    /// Position in the draw, from 1.
    pub position: u32,
    /// Criteria that count.
    pub counted: Vec<String>,
    /// What became of this choice.
    pub status: ChoiceStatus,
    /// The same in words.
    pub sentence: String,
}

/// Explains one result. Build it once and ask for as many applicants as needed.
pub struct Explainer<'a> {
    policy: &'a Policy,
    result: &'a RoundResult,
    names: &'a Names,
    applicants: HashMap<&'a str, &'a Applicant>,
    opportunities: HashMap<&'a str, &'a Opportunity>,
    chosen: HashMap<&'a str, u32>,
}

impl<'a> Explainer<'a> {
    /// For a result and the policy and round it came from.
    pub fn new(policy: &'a Policy, round: &'a RoundInput, result: &'a RoundResult, names: &'a Names) -> Self {
        let mut chosen = HashMap::new();
        for choice in round.applicants.iter().flat_map(|a| &a.choices) {
            *chosen.entry(choice.as_str()).or_insert(0) += 1;
        }
        Self {
            policy,
            result,
            names,
            applicants: round.applicants.iter().map(|a| (a.reference.as_str(), a)).collect(),
            opportunities: round.opportunities.iter().map(|o| (o.reference.as_str(), o)).collect(),
            chosen,
        }
    }

    fn local(&self, applicant: &ApplicantResult, opportunity: &str) -> Option<bool> {
        let applicant = self.applicants.get(applicant.reference.as_str())?;
        Some(!not_local(self.policy, self.opportunities.get(opportunity)?, applicant))
    }
}

/// First 8 digits of the lottery number in upper case.
fn shown(applicant: &ApplicantResult) -> String {
    applicant.lottery.chars().take(8).collect::<String>().to_ascii_uppercase()
}
