//! The fast engine gives what the slow reference gives.

use super::reference::Reference;
use super::rounds::{all_policies, case, offers};
use practise::allocation::allocate;
use practise::allocation::choice_rule::{KINDS, Reserves, Threshold, choose, thresholds};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn on_random_rounds((policy, round) in case(all_policies(), 12, 4)) {
        let expected = Reference::new(&policy, &round).allocate();
        let expected = expected.into_iter().map(|(a, desk)| (a, desk.map(|d| d.0))).collect();
        prop_assert_eq!(offers(&allocate(&policy, &round).unwrap()), expected);
    }

    /// The counting rule against matchings: an opportunity's thresholds say whom 7.8 would keep.
    #[test]
    fn the_threshold_of_each_kind_is_where_the_choice_rule_turns(
        seats in [0..3u32, 0..3u32, 0..3u32],
        kinds in proptest::collection::vec(0..KINDS, 0..9),
        spare in 0..3usize,
    ) {
        let reserves = Reserves::new(seats.into_iter().enumerate());
        let kept: usize = seats.iter().map(|n| *n as usize).sum();
        let places = kept.max(kinds.len()) + spare;
        let bits = |kind: usize| (0..3).filter(|slot| kind >> slot & 1 == 1).fold(0, |all, slot| all | 1u8 << slot);
        let kinds: Vec<usize> = kinds.into_iter().map(|k| reserves.kind(bits(k))).collect();
        let places = if spare == 0 { kinds.len() } else { places };
        prop_assume!(kept <= places);
        let found = thresholds(reserves, places, &kinds);
        for kind in (0..KINDS).map(|k| reserves.kind(bits(k))) {
            for at in 0..=kinds.len() {
                let mut with = kinds.clone();
                with.insert(at, kind);
                let expected = choose(reserves, places, &with)[at];
                let says = match found[kind] {
                    Threshold::Open => true,
                    Threshold::Closed => false,
                    Threshold::Holder(last) => at <= last,
                };
                prop_assert_eq!(says, expected, "kind {} at {}", kind, at);
            }
        }
    }
}
