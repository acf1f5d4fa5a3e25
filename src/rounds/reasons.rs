//! Why somebody stands where they stand at one opportunity, in words that the applicant and the coordinator both read.

use std::collections::BTreeMap;

use crate::allocation::RoundResult;
use crate::allocation::explain::{self, CouldChange, Explainer, Lack, Names};
use crate::allocation::result::ChoiceStatus;
use crate::applications::status::Explanation;
use crate::applications::{LEAST_SHARE, UsedShare};
use crate::error::Error;
use crate::opportunities::Opportunity;
use crate::policies::statement_words;
use crate::prioritisation::score::ClaimStatus;
use crate::prioritisation::{Applicant, Level, Policy, RoundInput};

/// The criterion that looks at the school.
const FIRST_GENERATION: &str = "first_generation_30";

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
    names: &'a Names,
    applicants: BTreeMap<&'a str, &'a Applicant>,
    shares: &'a BTreeMap<String, UsedShare>,
}

impl<'a> Reasons<'a> {
    pub fn new(
        policy: &'a Policy,
        input: &'a RoundInput,
        result: &'a RoundResult,
        names: &'a Names,
        shares: &'a BTreeMap<String, UsedShare>,
    ) -> Self {
        Self {
            explainer: Explainer::new(policy, input, result, names),
            names,
            applicants: input.applicants.iter().map(|one| (one.reference.as_str(), one)).collect(),
            shares,
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
        let (mut counted, mut not_counted): (Vec<String>, Vec<String>) = (sentences(counted), sentences(not_counted));
        if let Some(share) = self.shares.get(applicant) {
            self.about_school(&all, share, &mut counted, &mut not_counted);
        }
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
        let mut lines: Vec<String> = all.could_change.iter().map(|change| self.next_time(change)).collect();
        // Whoever is offered a place reads there what has to be confirmed.
        let offered = all.choices.iter().any(|choice| choice.status == ChoiceStatus::Offered);
        let level = |criterion: &str| self.applicants.get(reference).and_then(|one| one.claims.get(criterion));
        let counted = |claim: &&explain::ClaimExplained| claim.outcome.status == ClaimStatus::Counted;
        for claim in all.claims.iter().filter(counted).filter(|_| !offered) {
            if level(&claim.outcome.criterion) == Some(&Level::Declared) {
                lines.push(format!(
                    "Nobody has confirmed your answer about {} yet. If you get a place, it must be confirmed before your first day.",
                    self.about(&claim.outcome.criterion)
                ));
            }
        }
        if !all.claims.iter().any(|claim| counted(&claim)) {
            lines.push("If one of the circumstances on our list fits you, tell us when you next apply.".to_owned());
        }
        if all.choices.iter().any(|choice| choice.waiting_position.is_some()) {
            lines.push("If a place is given back, it goes to the next person on the waiting list.".to_owned());
        }
        lines
    }

    /// What an answer that does not count lacks, and whether the group would be another with it.
    fn next_time(&self, change: &CouldChange) -> String {
        let about = self.about(&change.criterion);
        let lacking = |lack: &Lack| match lack {
            Lack::Statement(statement) => format!(
                "Your answer about {about} counts next time if you also tell us that {}.",
                statement_words(statement)
            ),
            Lack::AcceptedEvidence => {
                format!("If what we were told about {about} is wrong, contact us. Your answer could then count in your next round.")
            }
            Lack::Confirmation => format!("Your answer about {about} counts in a round if somebody confirms it before that round closes."),
        };
        let group = change
            .better_band
            .then(|| format!("You would then be in the {}.", band_words(&change.band)));
        change.lacks.iter().map(lacking).chain(group).collect::<Vec<_>>().join(" ")
    }

    /// The figure behind the answer about being the first in the family: beside the answer where it counts, and why it was not even asked for where
    /// the school has too small a share.
    fn about_school(&self, all: &explain::Explanation, share: &UsedShare, counted: &mut Vec<String>, not_counted: &mut Vec<String>) {
        let claim = all.claims.iter().find(|claim| claim.outcome.criterion == FIRST_GENERATION);
        let figure = format!("Pupils at your school who could have free school meals: {}", share.figure());
        match claim.map(|claim| &claim.outcome.status) {
            Some(ClaimStatus::Counted) => counted.push(figure),
            None if !share.is_enough() => not_counted.push(format!(
                "Your answer about {} does not count. {figure} The rule is at least {LEAST_SHARE}.",
                self.about(FIRST_GENERATION)
            )),
            Some(_) | None => {}
        }
    }

    fn about(&self, criterion: &str) -> String {
        Names::of(&self.names.criteria, criterion)
    }
}
