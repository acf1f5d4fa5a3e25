//! Random policies and rounds, small enough for the slow reference.

use practise::allocation::RoundResult;
use practise::prioritisation::{Applicant, Contribution, Kind, Level, Opportunity, Policy, RoundInput};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub const CRITERIA: [&str; 7] = [
    "free_school_meals",
    "pupil_premium",
    "first_generation_30",
    "neet",
    "career_change",
    "former_professional",
    "returning_to_work",
];
pub const STATEMENTS: [&str; 2] = ["applying_for_healthcare_programme", "interested_in_health"];
const PATHWAYS: [&str; 3] = ["young_people", "return_to_practice", "return_to_work"];
const AREAS: [&str; 3] = ["N1", "N2", "N9"];

/// A policy like the default one with other bands, evidence, locality and open places.
pub fn policy_with(bands: &str, evidence: &str, local: &str, open: u32) -> Policy {
    let (text, _) = Policy::shipped_files()[0].1.split_once("[[band]]").unwrap();
    let text = text.replacen("confirm_before_start", evidence, 1);
    let text = format!("{text}{bands}[local]\nrule = \"{local}\"\n[reserve]\nmax_total_percent = 100\n[open_places]\npercent = {open}\n");
    Policy::parse("random.toml", text.as_bytes()).unwrap()
}

fn bands(minimums: &[u32]) -> String {
    minimums
        .iter()
        .map(|m| format!("[[band]]\nid = \"from_{m}\"\nmin_groups = {m}\n"))
        .collect()
}

pub fn closed_policies() -> impl Strategy<Value = Policy> {
    policies(Just(0).boxed())
}

pub fn all_policies() -> impl Strategy<Value = Policy> {
    policies(prop_oneof![3 => Just(0u32), 1 => Just(20), 1 => Just(50), 1 => Just(100)].boxed())
}

fn policies(open: BoxedStrategy<u32>) -> impl Strategy<Value = Policy> {
    let bands = prop_oneof![Just(bands(&[1, 0])), Just(bands(&[2, 1, 0])), Just(bands(&[0]))];
    let evidence = prop_oneof![Just("confirm_before_start"), Just("confirm_to_count")];
    let local = prop_oneof![Just("off"), Just("after_band")];
    (bands, evidence, local, open).prop_map(|(bands, evidence, local, open)| policy_with(&bands, evidence, local, open))
}

fn claims() -> impl Strategy<Value = BTreeMap<String, Level>> {
    let level =
        prop_oneof![6 => Just(None), 2 => Just(Some(Level::Declared)), 2 => Just(Some(Level::Confirmed)), 1 => Just(Some(Level::Rejected))];
    vec(level, 7).prop_map(|levels| {
        CRITERIA
            .iter()
            .zip(levels)
            .filter_map(|(c, l)| Some(((*c).to_owned(), l?)))
            .collect()
    })
}

fn applicants(count: std::ops::Range<usize>, opportunities: usize) -> impl Strategy<Value = Vec<Applicant>> {
    let all: Vec<usize> = (0..opportunities).collect();
    let choices = proptest::sample::subsequence(all, 0..=opportunities).prop_shuffle();
    let one = (choices, claims(), prop::bool::weighted(0.8), prop::bool::weighted(0.8), 0..3usize);
    vec(one, count).prop_map(|people| {
        people
            .into_iter()
            .enumerate()
            .map(|(i, (choices, claims, applying, interested, area))| Applicant {
                reference: format!("a{i}"),
                choices: choices.into_iter().map(|o| format!("o{o}")).collect(),
                area: AREAS[area].to_owned(),
                statements: [applying, interested]
                    .iter()
                    .zip(STATEMENTS)
                    .filter(|(made, _)| **made)
                    .map(|(_, s)| s.to_owned())
                    .collect(),
                claims,
            })
            .collect()
    })
}

fn opportunities(count: usize, open: u32) -> impl Strategy<Value = Vec<Opportunity>> {
    let one = (0..5u32, [0..3u32, 0..3u32, 0..3u32], prop::bool::ANY);
    vec(one, count).prop_map(move |all| {
        all.into_iter()
            .enumerate()
            .map(|(i, (places, wanted, areas))| {
                // As many of the wanted reserves as fit.
                let mut left = places - places * open / 100;
                let mut reserves = BTreeMap::new();
                for (pathway, wanted) in PATHWAYS.iter().zip(wanted) {
                    let kept = wanted.min(left);
                    left -= kept;
                    reserves.insert((*pathway).to_owned(), kept);
                }
                let areas = if areas { vec!["N1".to_owned(), "N2".to_owned()] } else { vec![] };
                Opportunity {
                    reference: format!("o{i}"),
                    places,
                    reserves,
                    areas,
                }
            })
            .collect()
    })
}

/// A round for a policy: up to `people` applicants, 1 to `most` opportunities.
pub fn round(people: usize, most: usize, open: u32) -> impl Strategy<Value = RoundInput> {
    (1..=most, any::<u64>()).prop_flat_map(move |(count, draw)| {
        (applicants(0..people + 1, count), opportunities(count, open)).prop_map(move |(applicants, opportunities)| RoundInput {
            round_id: "random".to_owned(),
            contributions: contributions(draw),
            opportunities,
            applicants,
        })
    })
}

pub fn contributions(draw: u64) -> Vec<Contribution> {
    let value = |n: u64| format!("{n:064x}");
    let one = |name: &str, n| Contribution {
        name: name.to_owned(),
        kind: Kind::Commit,
        value: value(n),
    };
    vec![one("portal", draw), one("supervisor", 7)]
}

/// A policy and a round for it.
pub fn case(policies: impl Strategy<Value = Policy>, people: usize, most: usize) -> impl Strategy<Value = (Policy, RoundInput)> {
    policies.prop_flat_map(move |policy| {
        let open = policy.open_percent;
        (Just(policy), round(people, most, open))
    })
}

pub fn offers(result: &RoundResult) -> BTreeMap<String, Option<String>> {
    result.applicants.iter().map(|a| (a.reference.clone(), a.offer.clone())).collect()
}

/// How good an offer is for its owner: 0 is the first choice, and no offer is last.
pub fn worth(round: &RoundInput, applicant: &str, offer: Option<&String>) -> usize {
    let choices = &round.applicants.iter().find(|a| a.reference == applicant).unwrap().choices;
    offer.and_then(|o| choices.iter().position(|c| c == o)).unwrap_or(usize::MAX)
}
