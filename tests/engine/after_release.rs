//! Invariants of re-runs after events (12, 13, 25), and how single events work.

use super::rounds::{CRITERIA, all_policies, case, closed_policies, offers, worth};
use super::{reference::Reference, vectors};
use practise::allocation::events::{Event, Events, SCHEMA, What, holders, replay, struck_by_accept, struck_by_decline};
use practise::allocation::{allocate, reseat};
use practise::prioritisation::{Code, Level, Policy, RoundInput};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::{BTreeMap, BTreeSet};

type Struck = BTreeSet<(String, String)>;

fn decline(round: &RoundInput, applicant: &str, offer: &str) -> Vec<(String, String)> {
    let choices = &round.applicants.iter().find(|a| a.reference == applicant).unwrap().choices;
    struck_by_decline(choices, offer)
        .into_iter()
        .map(|o| (applicant.to_owned(), o))
        .collect()
}

/// A plain run of what is left of everybody's lists.
fn plain(policy: &Policy, round: &RoundInput, struck: &Struck) -> BTreeMap<String, Option<String>> {
    let mut left = round.clone();
    for applicant in &mut left.applicants {
        let name = applicant.reference.clone();
        applicant.choices.retain(|o| !struck.contains(&(name.clone(), o.clone())));
    }
    offers(&allocate(policy, &left).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn i12_order_and_batching_of_declines_do_not_matter((policy, round) in case(all_policies(), 12, 3), who in proptest::collection::vec(any::<Index>(), 1..4)) {
        let first = holders(&allocate(&policy, &round).unwrap());
        prop_assume!(!first.is_empty());
        let who: BTreeSet<usize> = who.iter().map(|i| i.index(first.len())).collect();
        let declined: Vec<(&String, &String)> = who.iter().map(|i| first.iter().nth(*i).unwrap()).collect();
        let all: Struck = declined.iter().flat_map(|(a, o)| decline(&round, a, o)).collect();
        let none = BTreeMap::new();
        let at_once = offers(&reseat(&policy, &round, &first, &all, &none).unwrap());
        prop_assert_eq!(&at_once, &plain(&policy, &round, &all), "the same as a plain re-run");
        for turned in [false, true] {
            let (mut struck, mut now) = (Struck::new(), first.clone());
            let mut order = declined.clone();
            if turned {
                order.reverse();
            }
            for (a, o) in order {
                struck.extend(decline(&round, a, o));
                now = holders(&reseat(&policy, &round, &now, &struck, &none).unwrap());
            }
            let last: BTreeMap<String, String> = at_once.iter().filter_map(|(a, o)| Some((a.clone(), o.clone()?))).collect();
            prop_assert_eq!(&now, &last);
        }
    }

    /// The first on the list gets a place that is given up, when everybody who waits for it holds nothing.
    #[test]
    fn i13_the_next_on_the_list_gets_the_place((policy, mut round) in case(closed_policies(), 12, 3), who in any::<Index>()) {
        round.opportunities.iter_mut().for_each(|o| o.reserves.clear());
        let before = allocate(&policy, &round).unwrap();
        let held = holders(&before);
        prop_assume!(!held.is_empty());
        let (name, offer) = held.iter().nth(who.index(held.len())).unwrap();
        let waiting = &before.opportunity(offer).unwrap().waiting;
        prop_assume!(waiting.iter().all(|a| !held.contains_key(a)));
        let all = &round.applicants.iter().find(|a| a.reference == *name).unwrap().choices;
        let struck = all.iter().map(|o| (name.clone(), o.clone())).collect();
        let after = holders(&reseat(&policy, &round, &held, &struck, &BTreeMap::new()).unwrap());
        let mut expected = held.clone();
        expected.remove(name);
        if let Some(next) = waiting.first() {
            expected.insert(next.clone(), offer.clone());
        }
        prop_assert_eq!(after, expected);
    }

    /// Whatever happens to one person, no other holder is worse off, also through several events.
    #[test]
    fn i25_only_the_person_concerned_can_lose((policy, round) in case(all_policies(), 12, 3), events in proptest::collection::vec((any::<Index>(), 0..4usize, 0..7usize), 1..5)) {
        prop_assume!(!round.applicants.is_empty());
        let mut round = round;
        let mut places: BTreeMap<String, u32> = BTreeMap::new();
        let mut struck = Struck::new();
        let mut now = allocate(&policy, &round).unwrap();
        for (who, what, criterion) in events {
            let index = who.index(round.applicants.len());
            let name = round.applicants[index].reference.clone();
            let mut held = holders(&now);
            let before = held.clone();
            match what {
                0 => {
                    if let Some(level) = round.applicants[index].claims.get_mut(CRITERIA[criterion]) {
                        *level = Level::Rejected;
                        held.remove(&name);
                    }
                }
                1 => if let Some(offer) = held.get(&name) {
                    struck.extend(decline(&round, &name, offer));
                },
                2 => if let Some(offer) = held.get(&name) {
                    struck.insert((name.clone(), offer.clone()));
                },
                _ => {
                    let o = &round.opportunities[criterion % round.opportunities.len()];
                    *places.entry(o.reference.clone()).or_insert(o.places) += 1;
                }
            }
            now = reseat(&policy, &round, &held, &struck, &places).unwrap();
            let after = offers(&now);
            for (a, offer) in before.iter().filter(|(a, _)| **a != name) {
                prop_assert!(worth(&round, a, after[a].as_ref()) <= worth(&round, a, Some(offer)), "{} lost {}", a, offer);
            }
        }
    }

    /// The seated re-run of the fast engine is the one of the definitions.
    #[test]
    fn a_seated_re_run_equals_the_reference((policy, round) in case(closed_policies(), 12, 3), who in any::<Index>(), criterion in 0..7usize) {
        prop_assume!(!round.applicants.is_empty());
        let mut held = holders(&allocate(&policy, &round).unwrap());
        let mut round = round;
        let index = who.index(round.applicants.len());
        let name = round.applicants[index].reference.clone();
        held.remove(&name);
        round.applicants[index].claims.remove(CRITERIA[criterion]);
        let mut reference = Reference::new(&policy, &round);
        reference.seated = held.iter().map(|(a, o)| (a.clone(), (o.clone(), false))).collect();
        let expected: BTreeMap<_, _> = reference.allocate().into_iter().map(|(a, d)| (a, d.map(|d| d.0))).collect();
        let found = reseat(&policy, &round, &held, &Struck::new(), &BTreeMap::new()).unwrap();
        prop_assert_eq!(offers(&found), expected);
    }
}

fn events(batches: Vec<Vec<What>>) -> Events {
    let mut number = 0;
    let mut event = |what| {
        number += 1;
        Event {
            id: format!("e{number}"),
            what,
        }
    };
    let batches = batches.into_iter().map(|b| b.into_iter().map(&mut event).collect()).collect();
    Events {
        schema: SCHEMA.to_owned(),
        batches,
    }
}

fn on_ward(applicant: &str) -> (String, String) {
    (applicant.to_owned(), "ward".to_owned())
}

fn codes(events: &Events) -> Vec<Code> {
    replay(&vectors::policy(), &vectors::round(), events)
        .unwrap_err()
        .into_iter()
        .map(|e| e.code)
        .collect()
}

#[test]
fn a_decline_in_an_events_file_gives_the_published_outcome() {
    let (applicant, opportunity) = on_ward("A05");
    let declined = events(vec![vec![What::Decline { applicant, opportunity }]]);
    let result = replay(&vectors::policy(), &vectors::round(), &declined).unwrap();
    assert_eq!(result.applicant("A02").unwrap().offer.as_deref(), Some("ward"));
    assert_eq!(result.applicant("A05").unwrap().offer, None);
    let mut twice = declined.clone();
    twice.batches.push(declined.batches[0].clone());
    assert_eq!(
        replay(&vectors::policy(), &vectors::round(), &twice).unwrap(),
        result,
        "the same event again has no effect"
    );
}

#[test]
fn accepting_without_keeping_better_choices_leaves_one_choice() {
    let choices = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(struck_by_accept(&choices, "b", true), ["c"]);
    assert_eq!(struck_by_accept(&choices, "b", false), ["a", "c"]);
    assert_eq!(struck_by_decline(&choices, "b"), ["b", "c"]);
}

#[test]
fn fewer_places_release_those_the_rule_does_not_keep() {
    let fewer = events(vec![vec![What::ReducePlaces {
        opportunity: "ward".to_owned(),
        places: 1,
    }]]);
    let result = replay(&vectors::policy(), &vectors::round(), &fewer).unwrap();
    assert_eq!(
        result.opportunity("ward").unwrap().offered,
        ["A03", "A05"],
        "the returner's place is kept, A01 is released"
    );
    assert_eq!(result.applicant("A01").unwrap().offer, None, "and those who hold the lab keep it");
}

#[test]
fn every_wrong_event_has_its_code() {
    let held = |what: fn(String, String) -> What, a: &str| {
        let (a, o) = on_ward(a);
        vec![vec![what(a, o)]]
    };
    let decline = |applicant, opportunity| What::Decline { applicant, opportunity };
    assert_eq!(codes(&events(held(decline, "A02"))), [Code::E01]);
    let removed = |applicant, opportunity| What::Remove {
        applicant,
        opportunity,
        reason: "a whim".to_owned(),
        by: "J".to_owned(),
    };
    assert_eq!(codes(&events(held(removed, "A02"))), [Code::E03]);
    let late = vec![vec![
        What::Archive {},
        What::Withdraw {
            applicant: "A02".to_owned(),
        },
    ]];
    assert_eq!(codes(&events(late)), [Code::E02]);
    let mut twice = events(vec![vec![
        What::Archive {},
        What::Withdraw {
            applicant: "A02".to_owned(),
        },
    ]]);
    twice.batches[0][1].id = "e1".to_owned();
    assert_eq!(codes(&twice), [Code::E04]);
    let two = vec![vec![
        decline("A02".to_owned(), "ward".to_owned()),
        decline("nobody".to_owned(), "ward".to_owned()),
    ]];
    assert_eq!(codes(&events(two)).len(), 3, "all problems of a batch are listed");
    let many = vec![vec![What::ReducePlaces {
        opportunity: "ward".to_owned(),
        places: 3,
    }]];
    assert_eq!(codes(&events(many)), [Code::P06]);
}
