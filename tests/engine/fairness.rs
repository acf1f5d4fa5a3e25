//! Invariants of fairness: no cause for complaint, nothing gained by a false list, better standing never hurts (6 to 11, 14).

use super::reference::{Desk, Reference, most_seats};
use super::rounds::{CRITERIA, STATEMENTS, all_policies, case, closed_policies, offers, worth};
use practise::allocation::allocate;
use practise::prioritisation::{Level, Policy, RoundInput};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One applicant of a round and another wish or standing for them.
fn change(levels: usize) -> impl Strategy<Value = (proptest::sample::Index, Vec<Option<Level>>, bool, bool)> {
    let level = prop_oneof![3 => Just(None), 1 => Just(Some(Level::Declared)), 1 => Just(Some(Level::Confirmed))];
    (
        any::<proptest::sample::Index>(),
        proptest::collection::vec(level, levels),
        any::<bool>(),
        any::<bool>(),
    )
}

fn held(outcome: &BTreeMap<String, Option<Desk>>, desk: &Desk) -> BTreeSet<String> {
    outcome
        .iter()
        .filter(|(_, d)| d.as_ref() == Some(desk))
        .map(|(a, _)| a.clone())
        .collect()
}

/// Whether an outcome gives nobody cause for complaint: every desk keeps whom it holds, and nobody it would rather keep.
fn stable(reference: &Reference<'_>, lists: &BTreeMap<String, Vec<Desk>>, outcome: &BTreeMap<String, Option<Desk>>) -> bool {
    let desks: BTreeSet<&Desk> = lists.values().flatten().collect();
    let keeps = desks.into_iter().all(|desk| {
        let held = held(outcome, desk);
        reference.choose(desk, &held) == held
    });
    keeps
        && lists.iter().all(|(a, list)| {
            let better = list.iter().take_while(|desk| outcome[a].as_ref() != Some(*desk));
            better.into_iter().all(|desk| {
                let mut with = held(outcome, desk);
                with.insert(a.clone());
                !reference.choose(desk, &with).contains(a)
            })
        })
}

fn lists(reference: &Reference<'_>, round: &RoundInput) -> BTreeMap<String, Vec<Desk>> {
    round.applicants.iter().map(|a| (a.reference.clone(), reference.desks(a))).collect()
}

/// Every way to give each person one desk of their list or none.
fn all_outcomes(lists: &BTreeMap<String, Vec<Desk>>) -> Vec<BTreeMap<String, Option<Desk>>> {
    lists.iter().fold(vec![BTreeMap::new()], |outcomes, (a, list)| {
        let options: Vec<Option<Desk>> = list.iter().cloned().map(Some).chain([None]).collect();
        outcomes
            .iter()
            .flat_map(|o| {
                options.iter().map(|d| {
                    let mut next = o.clone();
                    next.insert(a.clone(), d.clone());
                    next
                })
            })
            .collect()
    })
}

/// The desks behind an engine's result: an open part's holders are the first in the draw.
fn desks(reference: &Reference<'_>, policy: &Policy, round: &RoundInput) -> BTreeMap<String, Option<Desk>> {
    let result = allocate(policy, round).unwrap();
    result
        .applicants
        .iter()
        .map(|a| {
            let desk = a.offer.as_ref().map(|o| {
                let offered = &result.opportunity(o).unwrap().offered;
                let open = offered
                    .iter()
                    .take(reference.capacity(&(o.clone(), true)))
                    .any(|r| *r == a.reference);
                (o.clone(), open)
            });
            (a.reference.clone(), desk)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(70))]

    #[test]
    fn i06_nobody_has_justified_envy((policy, round) in case(all_policies(), 9, 3)) {
        let reference = Reference::new(&policy, &round);
        prop_assert!(stable(&reference, &lists(&reference, &round), &desks(&reference, &policy, &round)));
    }

    #[test]
    fn i07_reserves_are_used_as_far_as_those_who_want_them_could((policy, round) in case(closed_policies(), 12, 3)) {
        let reference = Reference::new(&policy, &round);
        for opportunity in allocate(&policy, &round).unwrap().opportunities {
            let desk = (opportunity.reference.clone(), false);
            let people = |refs: &[String]| refs.iter().map(|a| reference.pathways(a)).collect::<Vec<_>>();
            let all: Vec<String> = opportunity.offered.iter().chain(&opportunity.waiting).cloned().collect();
            let seats = reference.reserved_seats(&desk);
            let used: u32 = opportunity.reserves_used.values().sum();
            prop_assert_eq!(used as usize, most_seats(&seats, &people(&all)));
            prop_assert_eq!(used as usize, most_seats(&seats, &people(&opportunity.offered)));
        }
    }

    #[test]
    fn i08_a_better_standing_never_gives_a_worse_result((policy, round) in case(all_policies(), 9, 3), better in change(7)) {
        prop_assume!(!round.applicants.is_empty());
        let (who, levels, statements, local) = better;
        let index = who.index(round.applicants.len());
        let mut raised = round.clone();
        let applicant = &mut raised.applicants[index];
        for (criterion, level) in CRITERIA.iter().zip(levels) {
            let now = applicant.claims.get(*criterion).copied();
            if let Some(level) = level.max(now) {
                applicant.claims.insert((*criterion).to_owned(), level);
            }
        }
        if statements {
            applicant.statements = STATEMENTS.map(str::to_owned).to_vec();
        }
        if local {
            "N1".clone_into(&mut applicant.area);
        }
        let name = applicant.reference.clone();
        let (before, after) = (offers(&allocate(&policy, &round).unwrap()), offers(&allocate(&policy, &raised).unwrap()));
        prop_assert!(worth(&round, &name, after[&name].as_ref()) <= worth(&round, &name, before[&name].as_ref()));
    }

    #[test]
    fn i09_no_other_list_helps_its_owner((policy, round) in case(all_policies(), 8, 3), who in any::<proptest::sample::Index>()) {
        prop_assume!(!round.applicants.is_empty());
        let index = who.index(round.applicants.len());
        let name = round.applicants[index].reference.clone();
        let truthful = worth(&round, &name, offers(&allocate(&policy, &round).unwrap())[&name].as_ref());
        for list in shorter_and_permuted(&round.applicants[index].choices) {
            let mut other = round.clone();
            other.applicants[index].choices = list;
            let result = offers(&allocate(&policy, &other).unwrap());
            prop_assert!(truthful <= worth(&round, &name, result[&name].as_ref()));
        }
    }

    /// Without open places: their number follows the number of places, so one more place changes how many are drawn.
    #[test]
    fn i10_one_more_place_harms_nobody((policy, round) in case(closed_policies(), 10, 3), which in any::<proptest::sample::Index>()) {
        let before = offers(&allocate(&policy, &round).unwrap());
        let mut more = round.clone();
        let index = which.index(more.opportunities.len());
        more.opportunities[index].places += 1;
        for (name, offer) in offers(&allocate(&policy, &more).unwrap()) {
            prop_assert!(worth(&round, &name, offer.as_ref()) <= worth(&round, &name, before[&name].as_ref()));
        }
    }

    #[test]
    fn i11_withdrawing_or_declining_harms_nobody_else((policy, round) in case(all_policies(), 10, 3), who in any::<proptest::sample::Index>(), keep in 0..3usize) {
        prop_assume!(!round.applicants.is_empty());
        let before = offers(&allocate(&policy, &round).unwrap());
        let mut fewer = round.clone();
        let index = who.index(fewer.applicants.len());
        fewer.applicants[index].choices.truncate(keep);
        for (i, (name, offer)) in offers(&allocate(&policy, &fewer).unwrap()).into_iter().enumerate() {
            if fewer.applicants[index].reference != name {
                prop_assert!(worth(&round, &name, offer.as_ref()) <= worth(&round, &name, before[&name].as_ref()), "{}", i);
            }
        }
    }

    #[test]
    fn i14_the_outcome_is_the_best_of_all_stable_ones((policy, round) in case(all_policies(), 4, 2)) {
        let reference = Reference::new(&policy, &round);
        let lists = lists(&reference, &round);
        let ours = desks(&reference, &policy, &round);
        let value = |a: &str, desk: &Option<Desk>| desk.as_ref().and_then(|d| lists[a].iter().position(|l| l == d)).unwrap_or(usize::MAX);
        for other in all_outcomes(&lists).into_iter().filter(|o| stable(&reference, &lists, o)) {
            for (a, desk) in &other {
                prop_assert!(value(a, &ours[a]) <= value(a, desk), "{} would be better off", a);
            }
        }
    }
}

/// Every list that can be made of these choices.
fn shorter_and_permuted(choices: &[String]) -> Vec<Vec<String>> {
    let mut lists = vec![Vec::new()];
    let mut from = 0;
    while from < lists.len() {
        for choice in choices {
            if !lists[from].contains(choice) {
                let mut longer = lists[from].clone();
                longer.push(choice.clone());
                lists.push(longer);
            }
        }
        from += 1;
    }
    lists
}
