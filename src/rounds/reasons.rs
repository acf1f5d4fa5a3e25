//! Why somebody stands where they stand at one opportunity, in words that the applicant and the coordinator both read.

use std::collections::BTreeMap;

use crate::allocation::RoundResult;
use crate::allocation::explain::{self, Explainer, Names};
use crate::allocation::result::ChoiceStatus;
use crate::applications::status::Explanation;
use crate::error::Error;
use crate::opportunities::Opportunity;
use crate::policies::statement_words;
use crate::prioritisation::score::ClaimStatus;
use crate::prioritisation::{Applicant, Level, Policy, RoundInput};

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
pub(super) struct Reasons<'a> {
    explainer: Explainer<'a>,
    policy: &'a Policy,
    names: &'a Names,
    applicants: BTreeMap<&'a str, &'a Applicant>,
}

impl<'a> Reasons<'a> {
    pub fn new(policy: &'a Policy, input: &'a RoundInput, result: &'a RoundResult, names: &'a Names) -> Self {
        Self {
            explainer: Explainer::new(policy, input, result, names),
            policy,
            names,
            applicants: input.applicants.iter().map(|one| (one.reference.as_str(), one)).collect(),
        }
    }

    /// The reasons for every choice of one applicant, best first, each as JSON.
    pub fn of(&self, applicant: &str) -> Result<Vec<String>, Error> {
        let all = self
            .explainer
            .applicant(applicant)
            .ok_or_else(|| Error::internal("an applicant without an explanation"))?;
        let would_change = self.would_change(applicant, &all);
        let (counted, not_counted): (Vec<_>, Vec<_>) = all.claims.iter().partition(|claim| claim.outcome.status == ClaimStatus::Counted);
        let sentences = |claims: Vec<&explain::ClaimExplained>| claims.into_iter().map(|claim| claim.sentence.clone()).collect();
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
                    would_change: would_change.clone(),
                    sentences,
                };
                Ok(serde_json::to_string(&explanation)?)
            })
            .collect()
    }

    /// What would make one of the applicant's own answers count otherwise. The list of this round is frozen, so most of it is for the next one.
    fn would_change(&self, reference: &str, all: &explain::Explanation) -> Vec<String> {
        let Some(applicant) = self.applicants.get(reference) else {
            return Vec::new();
        };
        // Whoever is offered a place reads there what has to be confirmed.
        let offered = all.choices.iter().any(|choice| choice.status == ChoiceStatus::Offered);
        let mut lines = Vec::new();
        for claim in &all.claims {
            let criterion = claim.outcome.criterion.as_str();
            let about = self
                .names
                .criteria
                .get(criterion)
                .cloned()
                .unwrap_or_else(|| criterion.replace('_', " "));
            let declared = applicant.claims.get(criterion) == Some(&Level::Declared);
            lines.extend(match claim.outcome.status {
                ClaimStatus::Counted if declared && !offered => Some(format!(
                    "Nobody has confirmed your answer about {about} yet. If you get a place, it must be confirmed before your first day."
                )),
                ClaimStatus::Counted | ClaimStatus::SameCircumstanceAs(_) => None,
                ClaimStatus::NotCountedUntilConfirmed => Some(format!(
                    "Your answer about {about} counts in a round if somebody confirms it before that round closes."
                )),
                ClaimStatus::EvidenceNotAccepted => Some(format!(
                    "If the answer that we were given about {about} is wrong, contact us. It could then count in your next round."
                )),
                ClaimStatus::PathwayStatementMissing => Some(format!(
                    "Your answer about {about} counts next time if you also tell us that {}.",
                    self.missing(applicant, criterion)
                )),
            });
        }
        if !all.claims.iter().any(|claim| claim.outcome.status == ClaimStatus::Counted) {
            lines.push("If one of the circumstances on our list fits you, tell us when you next apply.".to_owned());
        }
        if all.choices.iter().any(|choice| choice.waiting_position.is_some()) {
            lines.push("If a place is given back, it goes to the next person on the waiting list.".to_owned());
        }
        lines
    }

    /// The statements that a criterion's pathway needs and that were not made, in words.
    fn missing(&self, applicant: &Applicant, criterion: &str) -> String {
        let wanted = self.policy.criteria.iter().filter(|one| one.id == criterion);
        let needs = wanted.flat_map(|one| &self.policy.pathways[one.pathway].needs);
        let missing = needs.filter(|need| !applicant.statements.contains(need));
        missing.map(|need| statement_words(need)).collect::<Vec<_>>().join(" and ")
    }
}
