//! Why somebody stands where they stand at one opportunity, in words that the applicant and the coordinator both read.

use serde::{Deserialize, Serialize};

use crate::allocation::RoundResult;
use crate::allocation::result::{ApplicantResult, ChoiceResult, ChoiceStatus};
use crate::error::Error;
use crate::opportunities::Opportunity;
use crate::prioritisation::score::ClaimStatus;
use crate::prioritisation::{Policy, RoundInput};

/// The reasons for one standing; stored as JSON beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The circumstances that counted.
    pub counted: Vec<String>,
    /// The circumstances that did not, each with why.
    pub not_counted: Vec<String>,
    /// How the place was, or was not, reached.
    pub sentences: Vec<String>,
}

/// The words for a criterion of the policy.
pub fn criterion_words(criterion: &str) -> &'static str {
    match criterion {
        "free_school_meals" => "free school meals",
        "pupil_premium" => "pupil premium",
        "first_generation_30" => "first in the family to go to university, from a school with many free school meals",
        "neet" => "not in education, work or training",
        "career_change" => "moving into health from other work",
        "former_professional" => "coming back to a health profession",
        "returning_to_work" => "coming back to work",
        _ => "another circumstance of the policy",
    }
}

/// The words for a band of the policy.
pub fn band_words(band: &str) -> &'static str {
    match band {
        "priority" => "priority group",
        _ => "everybody else",
    }
}

pub(super) fn explain(
    policy: &Policy,
    input: &RoundInput,
    result: &RoundResult,
    one: &ApplicantResult,
    choice: &ChoiceResult,
    opportunity: &Opportunity,
) -> Result<String, Error> {
    let mut explanation = Explanation::default();
    for claim in &one.claims {
        let words = criterion_words(&claim.criterion);
        match &claim.status {
            ClaimStatus::Counted => explanation.counted.push(words.to_owned()),
            ClaimStatus::SameCircumstanceAs(other) => {
                explanation.not_counted.push(format!(
                    "{words}: the same circumstance as {}, so it counts once",
                    criterion_words(other)
                ));
            }
            ClaimStatus::NotCountedUntilConfirmed => explanation.not_counted.push(format!("{words}: nobody has confirmed it yet")),
            ClaimStatus::EvidenceNotAccepted => {
                explanation
                    .not_counted
                    .push(format!("{words}: the school or service said that it is not so"));
            }
            ClaimStatus::PathwayStatementMissing => {
                explanation
                    .not_counted
                    .push(format!("{words}: you did not say that you are thinking of a career in health"));
            }
        }
    }
    explanation.sentences = sentences(policy, input, result, one, choice, opportunity);
    Ok(serde_json::to_string(&explanation)?)
}

fn sentences(
    policy: &Policy,
    input: &RoundInput,
    result: &RoundResult,
    one: &ApplicantResult,
    choice: &ChoiceResult,
    opportunity: &Opportunity,
) -> Vec<String> {
    let applicants = input
        .applicants
        .iter()
        .filter(|applicant| applicant.choices.contains(&choice.opportunity))
        .count();
    let mut sentences = vec![format!(
        "{} had {} and {}.",
        opportunity.title,
        counted(opportunity.places, "place"),
        counted(applicants, "applicant")
    )];
    let yours = format!("your draw position is {}", one.position);
    match choice.status {
        ChoiceStatus::Offered => sentences.push(format!(
            "You come within the places: you are in the {} and {yours}.",
            band_words(&one.band)
        )),
        ChoiceStatus::NotNeeded => sentences.push("You come first for a choice that you put higher, so this one is not needed.".to_owned()),
        ChoiceStatus::LeftList => sentences.push("This choice is no longer on your list.".to_owned()),
        ChoiceStatus::NotOffered => {
            if let Some(cutoff) = &choice.cutoff {
                let near = if opportunity.local_areas.is_empty() || !policy.local_after_band {
                    String::new()
                } else if cutoff.local {
                    ", living in the local area,".to_owned()
                } else {
                    ", not living in the local area,".to_owned()
                };
                sentences.push(format!(
                    "The last place went to somebody in the {}{near} with draw position {}; {yours}.",
                    band_words(&cutoff.band),
                    cutoff.position
                ));
            }
            if let Some(position) = choice.waiting_position {
                sentences.push(format!("You are number {position} on the waiting list."));
            }
        }
    }
    for (pathway, kept) in opportunity.reserves.iter().filter(|(_, kept)| **kept > 0) {
        let used = result
            .opportunity(&choice.opportunity)
            .and_then(|one| one.reserves_used.get(pathway))
            .copied()
            .unwrap_or(0);
        let kept = counted(usize::try_from(*kept).unwrap_or_default(), "place");
        sentences.push(format!(
            "{kept} kept for people on the pathway {}: {used} taken.",
            pathway.replace('_', " ")
        ));
    }
    sentences
}

fn counted<N: std::fmt::Display + PartialEq + From<u8>>(number: N, thing: &str) -> String {
    if number == N::from(1) {
        format!("1 {thing}")
    } else {
        format!("{number} {thing}s")
    }
}
