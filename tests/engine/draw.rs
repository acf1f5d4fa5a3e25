//! The draw: what it depends on, and that it is even (17, 18).

use super::vectors;
use practise::prioritisation::lottery::{Draw, Lottery, commitment, is_value};
use practise::prioritisation::{Policy, RoundInput};
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
