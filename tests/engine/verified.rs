//! The verifier accepts what the engine gives and rejects every swap (21).

use super::rounds::{all_policies, case};
use super::vectors;
use practise::allocation::{RoundResult, allocate, verify};
use proptest::prelude::*;

/// `result` with the offers of two applicants exchanged, hashed again as a forger would.
fn swapped(result: &RoundResult, a: usize, b: usize) -> RoundResult {
    let mut forged = result.clone();
    let (x, y) = (forged.applicants[a].clone(), forged.applicants[b].clone());
    for (to, from) in [(a, &y), (b, &x)] {
        let applicant = &mut forged.applicants[to];
        applicant.offer.clone_from(&from.offer);
        let place = applicant.choices.iter().position(|c| Some(&c.opportunity) == from.offer.as_ref());
        applicant.choice = place.map(|i| u32::try_from(i).unwrap() + 1);
    }
    for opportunity in &mut forged.opportunities {
        for reference in &mut opportunity.offered {
            if *reference == x.reference {
                reference.clone_from(&y.reference);
            } else if *reference == y.reference {
                reference.clone_from(&x.reference);
            }
        }
    }
    forged.output_sha256 = forged.digest();
    forged
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn i21_engine_outputs_are_accepted_and_swaps_are_not((policy, round) in case(all_policies(), 9, 3)) {
        let result = allocate(&policy, &round).unwrap();
        prop_assert_eq!(verify(&policy, &round, &result).unwrap(), vec![]);
        for a in 0..result.applicants.len() {
            for b in 0..a {
                if result.applicants[a].offer != result.applicants[b].offer {
                    let forged = swapped(&result, a, b);
                    prop_assert!(!verify(&policy, &round, &forged).unwrap().is_empty(), "swap of {} and {}", a, b);
                }
            }
        }
    }
}

#[test]
fn a_stable_result_that_is_not_the_best_one_is_rejected() {
    // Each of two people prefers the opportunity at which the other comes first: both outcomes leave no complaint.
    let policy = vectors::policy();
    let mut round = vectors::round();
    round.opportunities.iter_mut().for_each(|o| (o.places, o.areas) = (1, vec![]));
    round.opportunities.iter_mut().for_each(|o| o.reserves.clear());
    round.opportunities[0].areas = vec!["N1".to_owned()];
    round.opportunities[1].areas = vec!["N2".to_owned()];
    round.applicants.truncate(2);
    round.applicants[0].choices = ["lab", "ward"].map(str::to_owned).to_vec();
    round.applicants[1].choices = ["ward", "lab"].map(str::to_owned).to_vec();
    let result = allocate(&policy, &round).unwrap();
    assert_eq!(result.applicants.iter().map(|a| a.choice).collect::<Vec<_>>(), [Some(1), Some(1)]);
    let findings = verify(&policy, &round, &swapped(&result, 0, 1)).unwrap();
    assert!(findings[0].message.contains("would all gain by exchanging"), "{findings:?}");
}

#[test]
fn every_changed_value_is_named() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let mut result = allocate(&policy, &round).unwrap();
    result.applicants[1].position = 2;
    result.opportunities[1].waiting.swap(0, 1);
    let places: Vec<String> = verify(&policy, &round, &result).unwrap().into_iter().map(|f| f.place).collect();
    assert_eq!(
        places,
        ["/applicants/1/position", "/opportunities/1/waiting/0", "/opportunities/1/waiting/1"]
    );
}
