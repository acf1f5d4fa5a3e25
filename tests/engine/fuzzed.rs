//! The bodies of the fuzz targets on random bytes, and on valid inputs with mistakes in them.

use super::fuzz_bodies;
use crate::outside::seeds;
use practise::prioritisation::Policy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// One mistake: where, how long a piece is taken, what becomes of it, and a byte that may come in.
type Mistake = (Index, usize, u8, u8);

fn mistakes() -> impl Strategy<Value = Vec<Mistake>> {
    vec((any::<Index>(), 1..9usize, 0..5u8, any::<u8>()), 0..4)
}

/// Bytes that often stand in such files, so that mistakes go further than the first bracket.
const TELLING: &[u8] = b"0123456789\",:[]{}=-\n";

fn with(valid: &[u8], mistakes: &[Mistake]) -> Vec<u8> {
    let mut bytes = valid.to_vec();
    for (at, length, what, byte) in mistakes {
        let from = at.index(bytes.len() + 1);
        let to = (from + length).min(bytes.len());
        match what {
            0 => drop(bytes.drain(from..to)),
            1 => bytes.insert(from, *byte),
            2 => bytes.insert(from, TELLING[usize::from(*byte) % TELLING.len()]),
            3 => {
                let piece = bytes[from..to].to_vec();
                bytes.splice(from..from, piece);
            }
            _ => {
                if let Some(one) = bytes.get_mut(from) {
                    *one = TELLING[usize::from(*byte) % TELLING.len()];
                }
            }
        }
    }
    bytes
}

fn noise() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn policies(mistakes in mistakes(), noise in noise()) {
        fuzz_bodies::policy(&noise);
        for (_, text) in Policy::shipped_files() {
            fuzz_bodies::policy(&with(text.as_bytes(), &mistakes));
        }
    }

    #[test]
    fn rounds(mistakes in mistakes(), noise in noise()) {
        fuzz_bodies::round(&noise);
        fuzz_bodies::round(&with(fuzz_bodies::ROUND, &mistakes));
    }

    #[test]
    fn markets(mistakes in mistakes(), noise in noise()) {
        fuzz_bodies::market(&noise);
        fuzz_bodies::market(&with(fuzz_bodies::MARKET.as_bytes(), &mistakes));
    }

    #[test]
    fn events(mistakes in mistakes(), noise in noise()) {
        fuzz_bodies::events(&noise);
        fuzz_bodies::events(&with(fuzz_bodies::EVENTS.as_bytes(), &mistakes));
    }

    #[test]
    fn draws(mistakes in mistakes(), noise in noise()) {
        fuzz_bodies::draw(&noise);
        fuzz_bodies::draw(&with(fuzz_bodies::LIST.as_bytes(), &mistakes));
        for (which, content) in (0u8..).zip(fuzz_bodies::bundle().into_values()) {
            fuzz_bodies::draw(&[&[which], with(&content, &mistakes).as_slice()].concat());
        }
    }

    #[test]
    fn allocations(noise in noise()) {
        fuzz_bodies::allocation(&noise);
    }
}

#[test]
fn the_seeds_of_the_fuzz_targets() {
    let targets: [(&str, fn(&[u8])); 6] = [
        ("allocation", fuzz_bodies::allocation),
        ("draw", fuzz_bodies::draw),
        ("events", fuzz_bodies::events),
        ("market", fuzz_bodies::market),
        ("policy", fuzz_bodies::policy),
        ("round", fuzz_bodies::round),
    ];
    for (target, body) in targets {
        for seed in seeds(target) {
            body(&seed);
        }
    }
    let [seed] = seeds("round").try_into().unwrap();
    let policy = Policy::built_in().unwrap().remove(0);
    practise::prioritisation::RoundInput::parse("seed", &seed, &policy).unwrap();
    let [seed] = seeds("policy").try_into().unwrap();
    Policy::parse("seed", &seed).unwrap();
}

#[test]
fn the_valid_inputs_are_valid() {
    let policy = Policy::built_in().unwrap().remove(0);
    let events = serde_json::from_str(fuzz_bodies::EVENTS).unwrap();
    let round = practise::prioritisation::RoundInput::parse("r", fuzz_bodies::ROUND, &policy).unwrap();
    practise::allocation::events::replay(&policy, &round, &events).unwrap();
    practise::allocation::allocate_market("m", fuzz_bodies::MARKET.as_bytes()).unwrap();
    practise::allocation::bundle::Bundle::from_files(&fuzz_bodies::bundle()).unwrap();
}
