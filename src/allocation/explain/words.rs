//! Numbers and sentences in plain English.

use super::Names;
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
