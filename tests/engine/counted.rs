//! What is published of each opportunity (7.11): right, and nothing that tells of one person.

use super::rounds::{case, closed_policies};
use super::vectors;
use practise::allocation::published::{LEAST, Line, Published, Shown};
use practise::allocation::result::{ChoiceStatus, Cutoff};
use practise::allocation::{RoundResult, allocate};
use practise::prioritisation::score::standing;
use practise::prioritisation::{Opportunity, Policy, RoundInput, rank};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The worked example with everybody there `times` times, and as many more places.
fn enlarged(times: usize) -> RoundInput {
    let small = vectors::round();
    let copies = |one: &practise::prioritisation::Applicant| {
        let one = one.clone();
        (0..times).map(move |number| practise::prioritisation::Applicant {
            reference: format!("{}-{number}", one.reference),
            ..one.clone()
        })
    };
    let more = u32::try_from(times).unwrap();
    RoundInput {
        applicants: small.applicants.iter().flat_map(copies).collect(),
        opportunities: small
            .opportunities
            .iter()
            .map(|one| Opportunity {
                places: one.places * more,
                reserves: one
                    .reserves
                    .iter()
                    .map(|(pathway, places)| (pathway.clone(), places * more))
                    .collect(),
                ..one.clone()
            })
            .collect(),
        ..small
    }
}

#[test]
fn a_small_round_tells_no_count_of_people() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let counts = Published::of(&policy, &round, &allocate(&policy, &round).unwrap(), 1);
    let ward = counts.opportunity("ward").unwrap();
    assert_eq!(ward.places, 3);
    // Nine people ask for ward: six of the priority band, three others. The six are hidden too, as the nine are known.
    assert_eq!(ward.applicants.by_band["priority"], Shown::More);
    assert_eq!(ward.applicants.by_band["open"], Shown::Fewer);
    assert!(ward.offers.by_band.values().all(|shown| *shown == Shown::Fewer));
    let kept = ward.reserves["return_to_practice"];
    assert_eq!((kept.places, kept.used), (1, 1));
    // As on the page of the specification: the last place of the group went to position 3, and no other returner could have been displaced.
    let last = |position| Cutoff {
        band: "priority".to_owned(),
        local: true,
        position,
    };
    let everybody = Line {
        pathway: None,
        last: Some(last(3)),
    };
    assert_eq!(ward.cutoffs[0], everybody);
    assert_eq!(ward.cutoffs.len(), 2);
    assert_eq!(
        counts.opportunity("lab").unwrap().cutoffs,
        [Line {
            pathway: None,
            last: Some(last(6))
        }]
    );
}

#[test]
fn a_large_round_tells_its_counts() {
    let (policy, round) = (vectors::policy(), enlarged(5));
    let result = allocate(&policy, &round).unwrap();
    let counts = Published::of(&policy, &round, &result, 7);
    assert_eq!((counts.run, counts.round_id.as_str()), (7, round.round_id.as_str()));
    let ward = counts.opportunity("ward").unwrap();
    assert_eq!(ward.applicants.by_band["priority"], Shown::Exactly(30));
    assert_eq!(ward.applicants.by_band["open"], Shown::Exactly(15));
    assert_eq!(ward.applicants.by_pathway["young_people"], Shown::Exactly(15));
    let json = serde_json::to_value(&counts).unwrap();
    assert_eq!(json["opportunities"][1]["applicants"]["by_band"]["priority"], 30);
    assert_eq!(serde_json::from_value::<Published>(json).unwrap(), counts);
}

#[test]
fn a_count_that_may_not_be_told_is_not_read_either() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let counts = Published::of(&policy, &round, &allocate(&policy, &round).unwrap(), 1);
    for wrong in ["4", "\"many\"", "-1"] {
        let text = serde_json::to_string(&counts).unwrap().replacen("\"fewer than 5\"", wrong, 1);
        serde_json::from_str::<Published>(&text).unwrap_err();
    }
}

/// The numbers behind what is told, counted another way: by name of a band, and of a pathway.
fn counted(policy: &Policy, round: &RoundInput, of: &dyn Fn(&str) -> bool) -> [BTreeMap<String, u32>; 2] {
    let mut all = [
        policy.bands.iter().map(|band| (band.id.clone(), 0)).collect::<BTreeMap<_, _>>(),
        policy.pathways.iter().map(|pathway| (pathway.id.clone(), 0)).collect(),
    ];
    for applicant in round.applicants.iter().filter(|one| of(&one.reference)) {
        let standing = standing(policy, applicant);
        *all[0].get_mut(&policy.bands[standing.band].id).unwrap() += 1;
        for (number, pathway) in policy.pathways.iter().enumerate() {
            *all[1].get_mut(&pathway.id).unwrap() += u32::from(standing.pathways >> number & 1);
        }
    }
    all
}

/// What is told is true; nothing under five is told, and never is one part alone hidden while another could be.
fn told_well(told: &BTreeMap<String, Shown>, counted: &BTreeMap<String, u32>) {
    assert!(told.keys().eq(counted.keys()));
    for (name, shown) in told {
        match shown {
            Shown::Exactly(count) => assert!(*count >= LEAST && *count == counted[name]),
            Shown::Fewer => assert!(counted[name] < LEAST),
            Shown::More => assert!(counted[name] >= LEAST),
        }
    }
    let exact = told.values().filter(|shown| matches!(shown, Shown::Exactly(_))).count();
    assert!(
        exact == told.len() || told.len() - exact >= 2 || told.len() == 1,
        "one count can be found by subtraction: {told:?}"
    );
}

fn check(policy: &Policy, round: &RoundInput, result: &RoundResult) {
    let counts = Published::of(policy, round, result, 1);
    let ranked = rank(policy, round).unwrap();
    for one in &counts.opportunities {
        let asks = |who: &str| {
            let applicant = round.applicants.iter().find(|a| a.reference == who).unwrap();
            applicant.choices.contains(&one.reference)
        };
        let holds = |who: &str| result.applicant(who).unwrap().offer.as_ref() == Some(&one.reference);
        let [bands, pathways] = counted(policy, round, &asks);
        told_well(&one.applicants.by_band, &bands);
        told_well(&one.applicants.by_pathway, &pathways);
        let [bands, pathways] = counted(policy, round, &holds);
        told_well(&one.offers.by_band, &bands);
        told_well(&one.offers.by_pathway, &pathways);
        // The cut-off of people without kept places is the one that each of them was told who missed a place.
        let opportunity = round.opportunities.iter().find(|o| o.reference == one.reference).unwrap();
        let order = &ranked.iter().find(|o| o.reference == one.reference).unwrap().order;
        for line in order {
            let applicant = round.applicants.iter().find(|a| a.reference == line.reference).unwrap();
            let pathways = standing(policy, applicant).pathways;
            let kept = policy.pathways.iter().enumerate().any(|(number, pathway)| {
                pathways >> number & 1 == 1 && opportunity.reserves.get(&pathway.id).is_some_and(|places| *places > 0)
            });
            let choice = result
                .applicant(&line.reference)
                .unwrap()
                .choices
                .iter()
                .find(|c| c.opportunity == one.reference)
                .unwrap();
            if !kept && choice.status == ChoiceStatus::NotOffered {
                let told = one
                    .cutoffs
                    .iter()
                    .find(|cut| cut.pathway.is_none())
                    .and_then(|cut| cut.last.clone());
                assert_eq!(told, choice.cutoff);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn what_is_told_is_true_and_nobody_can_be_counted((policy, round) in case(closed_policies(), 40, 5)) {
        let result = allocate(&policy, &round).unwrap();
        check(&policy, &round, &result);
    }
}
