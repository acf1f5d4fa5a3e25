//! Why somebody stands where they stand at one opportunity, in words that the applicant and the coordinator both read.

use std::collections::BTreeMap;

use crate::allocation::RoundResult;
use crate::allocation::explain::{Explainer, Names};
use crate::allocation::result::ChoiceStatus;
use crate::applications::status::Explanation;
use crate::error::Error;
use crate::opportunities::Opportunity;
use crate::prioritisation::score::ClaimStatus;
use crate::prioritisation::{Policy, RoundInput};

/// The words for a band of the policy.
pub fn band_words(band: &str) -> &'static str {
    match band {
        "priority" => "priority group",
        _ => "everybody else",
    }
}

/// Titles for the engine's sentences.
pub(super) fn names(opportunities: &BTreeMap<String, Opportunity>) -> Names {
    let titles = opportunities
        .iter()
        .map(|(reference, opportunity)| (reference.clone(), opportunity.title.clone()));
    Names {
        opportunities: titles.collect(),
        ..Names::default()
    }
}

/// The reasons of a run, made once for all its standings.
pub(super) struct Reasons<'a>(Explainer<'a>);

impl<'a> Reasons<'a> {
    pub fn new(policy: &'a Policy, input: &'a RoundInput, result: &'a RoundResult, names: &'a Names) -> Self {
        Self(Explainer::new(policy, input, result, names))
    }

    /// The reasons for every choice of one applicant, best first, each as JSON.
    pub fn of(&self, applicant: &str) -> Result<Vec<String>, Error> {
        let all = self
            .0
            .applicant(applicant)
            .ok_or_else(|| Error::internal("an applicant without an explanation"))?;
        let (counted, not_counted): (Vec<_>, Vec<_>) = all.claims.iter().partition(|claim| claim.outcome.status == ClaimStatus::Counted);
        let sentences =
            |claims: Vec<&crate::allocation::explain::ClaimExplained>| claims.into_iter().map(|claim| claim.sentence.clone()).collect();
        let (counted, not_counted): (Vec<String>, Vec<String>) = (sentences(counted), sentences(not_counted));
        all.choices
            .iter()
            .map(|choice| {
                let mut sentences = choice.sentences.clone();
                // The engine proposes; only a coordinator's approval makes an offer of it.
                if choice.status == ChoiceStatus::Offered && sentences.len() > 1 {
                    "You come within the places. The coordinator decides.".clone_into(&mut sentences[1]);
                }
                let explanation = Explanation {
                    counted: counted.clone(),
                    not_counted: not_counted.clone(),
                    sentences,
                };
                Ok(serde_json::to_string(&explanation)?)
            })
            .collect()
    }
}
