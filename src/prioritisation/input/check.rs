//! Whether a round's values make sense under its policy. Places are JSON pointers into the layout of the round.

use super::json::pointer;
use super::{Applicant, Kind, MAX_PLACES, Opportunity, RoundInput};
use crate::prioritisation::lottery;
use crate::prioritisation::policy::{MAX_RESERVES, Policy};
use crate::prioritisation::problem::{Code, Problems, is_reference};
use std::collections::HashSet;

pub(super) fn check(round: &RoundInput, policy: &Policy, problems: &mut Problems) {
    if !is_reference(&round.round_id) {
        problems.add(Code::I01, "/round_id", expected_reference(&round.round_id));
    }
    contributions(round, problems);
    let mut opportunities = HashSet::new();
    for (i, opportunity) in round.opportunities.iter().enumerate() {
        let at = format!("/opportunities/{i}");
        reference(&opportunity.reference, &at, &mut opportunities, "opportunity", problems);
        self::opportunity(opportunity, &at, policy, problems);
    }
    let mut applicants = HashSet::new();
    for (i, applicant) in round.applicants.iter().enumerate() {
        let at = format!("/applicants/{i}");
        reference(&applicant.reference, &at, &mut applicants, "applicant", problems);
        self::applicant(applicant, &at, policy, &opportunities, problems);
    }
}

fn expected_reference(found: &str) -> String {
    format!("expected 1 to 36 of A-Z a-z 0-9 _ -, found \"{found}\"")
}

fn reference<'a>(found: &'a str, at: &str, seen: &mut HashSet<&'a str>, what: &str, problems: &mut Problems) {
    if !is_reference(found) {
        problems.add(Code::I01, pointer(at, "ref"), expected_reference(found));
    }
    if !seen.insert(found) {
        problems.add(Code::I02, pointer(at, "ref"), format!("{what} \"{found}\" is given twice"));
    }
}

fn contributions(round: &RoundInput, problems: &mut Problems) {
    let mut names = HashSet::new();
    for (i, contribution) in round.contributions.iter().enumerate() {
        if !lottery::is_value(&contribution.value) {
            problems.add(
                Code::D02,
                format!("/contributions/{i}/value"),
                "expected 64 lower-case hexadecimal digits",
            );
        }
        if contribution.kind == Kind::Beacon {
            problems.add(
                Code::D04,
                format!("/contributions/{i}/kind"),
                "the signature of a beacon cannot be checked here; commit to a value before closing",
            );
        }
        if contribution.name.is_empty() || !names.insert(contribution.name.as_str()) {
            problems.add(
                Code::D01,
                format!("/contributions/{i}/name"),
                "every contribution needs a name of its own",
            );
        }
    }
    if round.contributions.len() < 2 {
        problems.add(
            Code::D01,
            "/contributions",
            format!("a draw needs at least 2 contributions, found {}", round.contributions.len()),
        );
    }
}

fn opportunity(opportunity: &Opportunity, at: &str, policy: &Policy, problems: &mut Problems) {
    if opportunity.places > MAX_PLACES {
        problems.add(
            Code::I07,
            pointer(at, "places"),
            format!("expected 0 to {MAX_PLACES}, found {}", opportunity.places),
        );
    }
    for (i, area) in opportunity.areas.iter().enumerate() {
        if !is_reference(area) {
            problems.add(Code::I01, format!("{at}/areas/{i}"), expected_reference(area));
        }
    }
    let reserves_at = pointer(at, "reserves");
    for pathway in opportunity.reserves.keys() {
        if policy.pathway(pathway).is_none() {
            problems.add(
                Code::P04,
                pointer(&reserves_at, pathway),
                format!("the policy has no pathway \"{pathway}\""),
            );
        }
    }
    if opportunity.reserves.values().filter(|n| **n > 0).count() > MAX_RESERVES {
        problems.add(
            Code::P08,
            reserves_at.as_str(),
            format!("an opportunity can keep places for at most {MAX_RESERVES} pathways"),
        );
    }
    if let Some(message) = reserves_over(opportunity, policy) {
        problems.add(Code::P06, reserves_at, message);
    }
}

/// What is wrong with the sum of an opportunity's reserves, if anything.
fn reserves_over(opportunity: &Opportunity, policy: &Policy) -> Option<String> {
    let reserved: u64 = opportunity.reserves.values().map(|n| u64::from(*n)).sum();
    let places = u64::from(opportunity.places);
    let percent = u64::from(policy.max_reserve_percent);
    if reserved * 100 > places * percent {
        Some(format!("{reserved} of {places} places are kept; the policy allows {percent}%"))
    } else {
        reserves_do_not_fit(opportunity, policy)
    }
}

/// Whether more places are kept than are left after those drawn from everybody.
pub(crate) fn reserves_do_not_fit(opportunity: &Opportunity, policy: &Policy) -> Option<String> {
    let reserved: u64 = opportunity.reserves.values().map(|n| u64::from(*n)).sum();
    let ordinary = u64::from(opportunity.places.saturating_sub(policy.open_places(opportunity.places)));
    (reserved > ordinary).then(|| format!("{reserved} places are kept, but only {ordinary} are not drawn from everybody"))
}

fn applicant(applicant: &Applicant, at: &str, policy: &Policy, opportunities: &HashSet<&str>, problems: &mut Problems) {
    if !applicant.area.is_empty() && !is_reference(&applicant.area) {
        problems.add(Code::I01, pointer(at, "area"), expected_reference(&applicant.area));
    }
    let mut chosen = HashSet::new();
    for (i, choice) in applicant.choices.iter().enumerate() {
        if !opportunities.contains(choice.as_str()) {
            problems.add(
                Code::I03,
                format!("{at}/choices/{i}"),
                format!("no opportunity \"{choice}\" in this round"),
            );
        }
        if !chosen.insert(choice) {
            problems.add(Code::I03, format!("{at}/choices/{i}"), format!("\"{choice}\" is chosen twice"));
        }
    }
    if applicant.choices.len() > policy.max_choices {
        let found = applicant.choices.len();
        problems.add(
            Code::I04,
            pointer(at, "choices"),
            format!("{found} choices; at most {} are allowed", policy.max_choices),
        );
    }
    for (i, statement) in applicant.statements.iter().enumerate() {
        if !policy.knows_statement(statement) {
            problems.add(
                Code::I05,
                format!("{at}/statements/{i}"),
                format!("the policy has no statement \"{statement}\""),
            );
        }
    }
    for criterion in applicant.claims.keys() {
        if !policy.criteria.iter().any(|c| c.id == *criterion) {
            let place = pointer(&pointer(at, "claims"), criterion);
            problems.add(Code::I05, place, format!("the policy has no criterion \"{criterion}\""));
        }
    }
}
