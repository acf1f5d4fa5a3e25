//! Invariants of the whole: determinism, order, capacity, scale, and what plain cases must look like (1 to 5, 15, 19, 20, 23, 24).

use super::rounds::{CRITERIA, all_policies, case, closed_policies, offers, policy_with};
use practise::allocation::allocate;
use practise::prioritisation::{Level, RoundInput, rank};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn json(policy: &practise::prioritisation::Policy, round: &RoundInput) -> String {
    allocate(policy, round).unwrap().to_json().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn i01_the_same_inputs_give_the_same_bytes((policy, round) in case(all_policies(), 10, 4)) {
        prop_assert_eq!(json(&policy, &round), json(&policy, &round));
    }

    #[test]
    fn i02_permuting_applicants_opportunities_or_claims_changes_nothing(
        ((policy, round), shuffled) in case(all_policies(), 10, 4).prop_flat_map(|(policy, round)| {
            let opportunities = Just(round.opportunities.clone()).prop_shuffle();
            let applicants = Just(round.applicants.clone()).prop_shuffle();
            ((Just(policy), Just(round)), (opportunities, applicants))
        })
    ) {
        let (opportunities, applicants) = shuffled;
        let other = RoundInput { opportunities, applicants, ..round.clone() };
        prop_assert_eq!(json(&policy, &round), json(&policy, &other));
        prop_assert_eq!(round.sha256_hex().unwrap(), other.sha256_hex().unwrap());
        // The order of claims is the order of keys in the JSON text.
        let mut text = serde_json::to_value(&round).unwrap();
        for applicant in text["applicants"].as_array_mut().unwrap() {
            let claims = applicant["claims"].as_object().unwrap();
            let turned: Vec<String> = claims.iter().rev().map(|(k, v)| format!("\"{k}\":{v}")).collect();
            applicant["claims"] = serde_json::from_str(&format!("{{{}}}", turned.join(","))).unwrap();
        }
        let parsed = RoundInput::parse("r", text.to_string().as_bytes(), &policy).unwrap();
        prop_assert_eq!(json(&policy, &round), json(&policy, &parsed));
    }

    #[test]
    fn i03_i04_i05_places_go_to_people_who_want_them_while_there_are_any((policy, round) in case(all_policies(), 12, 4)) {
        let result = allocate(&policy, &round).unwrap();
        for opportunity in &result.opportunities {
            prop_assert!(opportunity.offered.len() <= opportunity.places as usize, "3 capacity");
            prop_assert!(opportunity.waiting.is_empty() || opportunity.offered.len() == opportunity.places as usize, "5 no waste");
            for reference in &opportunity.offered {
                let applicant = round.applicants.iter().find(|a| a.reference == *reference).unwrap();
                prop_assert!(applicant.choices.contains(&opportunity.reference), "4 only what is listed");
            }
        }
    }

    #[test]
    fn i15_two_criteria_of_one_group_are_one_of_them((policy, mut round) in case(all_policies(), 10, 3)) {
        // A policy's first two criteria are of one group; give everybody with either of them only the first, then both.
        for applicant in &mut round.applicants {
            if applicant.claims.remove(CRITERIA[1]).is_some() {
                applicant.claims.insert(CRITERIA[0].to_owned(), Level::Confirmed);
            }
        }
        let one = offers(&allocate(&policy, &round).unwrap());
        for applicant in &mut round.applicants {
            if applicant.claims.get(CRITERIA[0]) == Some(&Level::Confirmed) {
                applicant.claims.insert(CRITERIA[1].to_owned(), Level::Confirmed);
            }
        }
        prop_assert_eq!(one, offers(&allocate(&policy, &round).unwrap()));
    }

    #[test]
    fn i19_an_unconnected_part_may_be_solved_alone((policy, mut round) in case(all_policies(), 12, 4), split in 0..12usize) {
        // People before `split` may only choose the first opportunities, the others only the rest.
        let first = |o: &String| o == "o0" || o == "o1";
        for (i, applicant) in round.applicants.iter_mut().enumerate() {
            applicant.choices.retain(|o| first(o) == (i < split));
        }
        let whole = offers(&allocate(&policy, &round).unwrap());
        let mut part = round.clone();
        part.opportunities.retain(|o| first(&o.reference));
        for applicant in part.applicants.iter_mut().skip(split) {
            applicant.choices.clear();
        }
        let alone = offers(&allocate(&policy, &part).unwrap());
        for applicant in round.applicants.iter().take(split) {
            prop_assert_eq!(&whole[&applicant.reference], &alone[&applicant.reference]);
        }
    }

    #[test]
    fn i20_one_opportunity_without_reserves_is_the_sorted_list_cut_at_its_places((policy, mut round) in case(closed_policies(), 12, 1)) {
        round.opportunities[0].reserves.clear();
        let order: Vec<String> = rank(&policy, &round).unwrap()[0].order.iter().map(|a| a.reference.clone()).collect();
        let result = allocate(&policy, &round).unwrap();
        let cut = (round.opportunities[0].places as usize).min(order.len());
        prop_assert_eq!(&result.opportunities[0].offered, &order[..cut]);
        prop_assert_eq!(&result.opportunities[0].waiting, &order[cut..]);
    }

    #[test]
    fn i20_reserves_of_zero_are_no_reserves((policy, mut round) in case(all_policies(), 12, 4)) {
        round.opportunities.iter_mut().for_each(|o| o.reserves.values_mut().for_each(|n| *n = 0));
        let zero = allocate(&policy, &round).unwrap();
        round.opportunities.iter_mut().for_each(|o| o.reserves.clear());
        prop_assert_eq!(zero, allocate(&policy, &round).unwrap());
    }

    #[test]
    fn i23_all_places_open_is_a_pure_lottery(mut round in super::rounds::round(12, 4, 100)) {
        let policy = policy_with("[[band]]\nid = \"first\"\nmin_groups = 1\n[[band]]\nid = \"all\"\nmin_groups = 0\n", "confirm_to_count", "after_band", 100);
        round.opportunities.iter_mut().for_each(|o| o.reserves.clear());
        let result = allocate(&policy, &round).unwrap();
        // One after another in the order of the draw, everybody takes their best remaining choice.
        let mut left: BTreeMap<&str, u32> = round.opportunities.iter().map(|o| (o.reference.as_str(), o.places)).collect();
        let mut drawn: Vec<_> = result.applicants.iter().collect();
        drawn.sort_by_key(|a| a.position);
        for applicant in drawn {
            let choices = &round.applicants.iter().find(|a| a.reference == applicant.reference).unwrap().choices;
            let best = choices.iter().find(|o| left[o.as_str()] > 0);
            if let Some(best) = best {
                *left.get_mut(best.as_str()).unwrap() -= 1;
            }
            prop_assert_eq!(&applicant.offer, &best.cloned());
        }
    }

    /// One choice each, so that an opportunity's outcome depends on nothing but its own rule.
    #[test]
    fn i24_a_reserve_that_does_not_bind_changes_nothing((policy, mut round) in case(closed_policies(), 12, 3), pathway in 0..3usize) {
        let name = policy.pathways[pathway].id.clone();
        round.applicants.iter_mut().for_each(|a| a.choices.truncate(1));
        round.opportunities.iter_mut().for_each(|o| o.reserves.clear());
        let without = allocate(&policy, &round).unwrap();
        let reference = super::reference::Reference::new(&policy, &round);
        let of_pathway: Vec<u32> = without
            .opportunities
            .iter()
            .map(|o| u32::try_from(o.offered.iter().filter(|a| reference.pathways(a).contains(&name)).count()).unwrap())
            .collect();
        let mut with = round.clone();
        for (opportunity, count) in with.opportunities.iter_mut().zip(of_pathway) {
            opportunity.reserves.insert(name.clone(), count);
        }
        prop_assert_eq!(offers(&without), offers(&allocate(&policy, &with).unwrap()));
    }
}
