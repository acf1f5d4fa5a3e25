//! Numbers and sentences in plain English.

use super::{CouldChange, Lack, Names};
use crate::allocation::result::Cutoff;
use crate::prioritisation::score::ClaimStatus;

const SMALL: [&str; 10] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/// A number that starts a sentence: in words below ten.
pub(super) fn capital(number: u32) -> String {
    let index = usize::try_from(number).ok();
    index
        .and_then(|i| SMALL.get(i))
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `1 place`, `2 places`.
pub(super) fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub(super) fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

pub(super) fn claim(status: &ClaimStatus, criterion: &str, names: &Names) -> String {
    let about = format!("Your answer about {}", Names::of(&names.criteria, criterion));
    match status {
        ClaimStatus::Counted => format!("{about} counts."),
        ClaimStatus::SameCircumstanceAs(other) => {
            format!(
                "{about} is the same circumstance as {}, so it counts once.",
                Names::of(&names.criteria, other)
            )
        }
        ClaimStatus::NotCountedUntilConfirmed => {
            format!("{about} does not count until it is confirmed.")
        }
        ClaimStatus::EvidenceNotAccepted => {
            format!("{about} does not count. The evidence was not accepted.")
        }
        ClaimStatus::PathwayStatementMissing => {
            format!("{about} does not count. It needs a statement that you did not make.")
        }
    }
}

/// Why a person at `(band, local, position)` comes after the last one who got a place.
pub(super) fn missed(last: &Cutoff, band: &str, local: bool, position: u32, names: &Names) -> String {
    if last.band != band {
        return format!(
            "The last place you could have had went to the {} group, which comes before yours.",
            Names::of(&names.bands, &last.band)
        );
    }
    if last.local && !local {
        return "The last place you could have had went to someone in the local area, who comes first.".to_owned();
    }
    format!(
        "The last place offered in your group went to draw position {}; yours is {position}.",
        last.position
    )
}

/// What a claim lacks, and that it would count with it.
pub(super) fn lacking(lacks: &[Lack], criterion: &str, names: &Names) -> Vec<String> {
    let about = format!("answer about {}", Names::of(&names.criteria, criterion));
    let mut sentences = Vec::new();
    let mut evidence = None;
    for lack in lacks {
        match lack {
            Lack::Statement(statement) => {
                sentences.push(format!("You did not say that {}.", Names::of(&names.statements, statement)));
            }
            Lack::AcceptedEvidence => evidence = Some(("if its evidence were accepted", "accepted evidence")),
            Lack::Confirmation => evidence = Some(("if it were confirmed", "a confirmation")),
        }
    }
    sentences.push(match (sentences.is_empty(), evidence) {
        (_, None) => format!("Had you said so, your {about} would count."),
        (true, Some((alone, _))) => format!("Your {about} would count {alone}."),
        (false, Some((_, besides))) => format!("Your {about} would count with that and {besides}."),
    });
    sentences
}

/// What could change an applicant's group, over all their claims.
pub(super) fn change(any_claim: bool, could_change: &[CouldChange]) -> &'static str {
    if could_change.iter().any(|change| change.better_band) {
        "One of your answers does not count now. It could change your group."
    } else if !could_change.is_empty() {
        "Some of your answers do not count now. They would not change your group."
    } else if any_claim {
        "All your answers about your circumstances count already."
    } else {
        "You told us of no circumstance, so no answer could change your group."
    }
}
