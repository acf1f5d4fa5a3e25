//! The draw: what it depends on, and that it is even (17, 18).

use super::vectors;
use hmac::{Hmac, Mac};
use practise::prioritisation::lottery::{Draw, Lottery, commitment, is_value};
use practise::prioritisation::order::{draw_order, scatter};
use practise::prioritisation::{Policy, RoundInput};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn draw(policy: &Policy, round: &RoundInput) -> Draw {
    Draw::of(
        &round.round_id,
        policy,
        &round.contributions,
        round.applicants.iter().map(|a| &a.reference),
    )
}

#[test]
fn i17_a_number_depends_on_the_seed_and_the_reference_only() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let seed = draw(&policy, &round).seed;
    let before: Vec<_> = round.applicants.iter().map(|a| Lottery::new(&seed).number(&a.reference)).collect();
    let after: Vec<_> = round.applicants[1..]
        .iter()
        .map(|a| Lottery::new(&seed).number(&a.reference))
        .collect();
    assert_eq!(before[1..], after);
}

#[test]
fn i17_any_change_of_list_policy_round_or_contribution_changes_the_seed() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let mut seeds = vec![draw(&policy, &round).seed, draw(&Policy::built_in().unwrap()[1], &round).seed];
    let mut change = |edit: fn(&mut RoundInput)| {
        let mut other = round.clone();
        edit(&mut other);
        seeds.push(draw(&policy, &other).seed);
    };
    change(|r| drop(r.applicants.pop()));
    change(|r| r.applicants[0].reference.push('x'));
    change(|r| r.round_id.push('x'));
    change(|r| r.contributions[1].value.replace_range(0..1, "3"));
    change(|r| r.contributions.swap(0, 1));
    change(|r| drop(r.contributions.pop()));
    seeds.sort_unstable();
    let different = seeds.windows(2).all(|pair| pair[0] != pair[1]);
    assert!(different, "{seeds:?}");
}

#[test]
fn i18_each_of_ten_is_first_about_equally_often_and_positions_are_unrelated() {
    const SEEDS: u64 = 10_000;
    let names: Vec<String> = (0..10).map(|i| format!("a{i}")).collect();
    let mut first = [0f64; 10];
    let mut positions = Vec::new();
    for n in 0..SEEDS {
        let lottery = Lottery::new(&Sha256::digest(n.to_be_bytes()).into());
        let numbers: Vec<_> = names.iter().map(|a| lottery.number(a)).collect();
        let best = (0..10).min_by_key(|i| numbers[*i]).unwrap();
        first[best] += 1.0;
        positions.push(f64::from(
            u8::try_from(numbers.iter().filter(|other| **other < numbers[0]).count()).unwrap(),
        ));
    }
    let chi_square: f64 = first.iter().map(|count| (count - 1000.0).powi(2) / 1000.0).sum();
    assert!(chi_square < 27.9, "9 degrees of freedom, 1 in 1,000: {chi_square}");
    // The first person's successive positions: mean 4.5, variance 8.25, no correlation.
    let pairs = positions.windows(2).map(|pair| (pair[0] - 4.5) * (pair[1] - 4.5));
    let correlation = pairs.sum::<f64>() / 8.25 / 9_999.0;
    assert!(correlation.abs() < 0.033, "3.3 standard errors of 1 in 100: {correlation}");
}

#[test]
fn a_value_is_64_lower_case_hexadecimal_digits_and_its_commitment_hides_it() {
    assert!(is_value(&"0a".repeat(32)));
    assert!(!is_value(&"0A".repeat(32)) && !is_value(&"0a".repeat(31)) && !is_value(&"0g".repeat(32)));
    assert_ne!(commitment("r", &"00".repeat(32)), commitment("s", &"00".repeat(32)));
}

/// The definition, with nothing kept from one reference to the next.
fn by_definition(seed: &[u8], reference: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(seed).unwrap();
    mac.update(format!("practise/1/lottery\n{reference}").as_bytes());
    mac.finalize().into_bytes().to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Of every length, also where one block of the hash is full and where it is not.
    #[test]
    fn i17_a_number_is_the_hmac_of_the_definition(seed in any::<[u8; 32]>(), references in proptest::collection::vec("[A-Za-z0-9_-]{1,120}", 0..20)) {
        let numbers = Lottery::new(&seed).numbers(&references);
        prop_assert_eq!(numbers.len(), references.len());
        for (number, reference) in numbers.iter().zip(&references) {
            prop_assert_eq!(number.to_vec(), by_definition(&seed, reference));
        }
    }

    #[test]
    fn the_order_of_the_draw_is_the_order_of_the_numbers(mut numbers in proptest::collection::vec(any::<[u8; 32]>(), 0..200), equal in 0..9usize) {
        // Some begin alike, and some are the same: those keep the order they came in.
        for i in 0..equal.min(numbers.len()) {
            let other = numbers[numbers.len() / 2];
            let alike = [5, 8, 32][i % 3];
            numbers[i][..alike].copy_from_slice(&other[..alike]);
        }
        let mut expected: Vec<u32> = (0u32..).take(numbers.len()).collect();
        expected.sort_by_key(|i| numbers[*i as usize]);
        prop_assert_eq!(draw_order(&numbers), expected);
    }
}

#[test]
fn two_threads_give_the_numbers_of_one() {
    let references: Vec<String> = (0..9_001).map(|i| format!("a{i}")).collect();
    let lottery = Lottery::new(&[7; 32]);
    let one: Vec<_> = references.iter().map(|r| lottery.number(r)).collect();
    assert_eq!(lottery.numbers(&references), one);
}

#[test]
fn very_many_values_are_put_into_buckets_as_few_are() {
    const ITEMS: u32 = 2_200_000;
    let bucket = |i: u32| (i.wrapping_mul(2_654_435_761) >> 22) as usize;
    let found = scatter(1_024, (0..ITEMS).map(bucket), (0..ITEMS).map(|i| (bucket(i), i)));
    let ordered = |pair: &[u32]| (bucket(pair[0]), pair[0]) < (bucket(pair[1]), pair[1]);
    assert!(
        found.values.windows(2).all(ordered),
        "by bucket, and in each in the order they came"
    );
    assert_eq!(found.values.len(), ITEMS as usize);
    for (b, range) in found.starts.windows(2).enumerate() {
        let (first, end) = (range[0] as usize, range[1] as usize);
        assert!(found.values[first..end].iter().all(|i| bucket(*i) == b));
    }
}
