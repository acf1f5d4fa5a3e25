//! What comes from outside: each body of `bodies.rs` on the seeds of its fuzz target, on seeds with mistakes, and on noise. `make fuzz`
//! hands the same bodies to libFuzzer for longer.

mod bodies;

use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::source::root;

/// A fuzz target and its body.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 9] = [
    ("tokens", bodies::tokens),
    ("forms", bodies::forms),
    ("dates", bodies::dates),
    ("postcodes", bodies::postcodes),
    ("mails", bodies::mails),
    ("searches", bodies::searches),
    ("schools", bodies::schools),
    ("organisations", bodies::organisations),
    ("addresses", bodies::addresses),
];

/// The files of a folder below `fuzz/seeds`, in the order of their names.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Where a byte is changed, to which, and whether one is put in there or taken out.
type Mistake = (Index, u8, u8);

fn with(seed: &[u8], mistakes: &[Mistake]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for (at, byte, what) in mistakes {
        let at = at.index(bytes.len() + 1);
        match what {
            0 => bytes.insert(at, *byte),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            _ if at < bytes.len() => bytes[at] = *byte,
            _ => {}
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_bytes_are_read_or_refused(noise in vec(any::<u8>(), 0..200), mistakes in vec((any::<Index>(), any::<u8>(), 0..3u8), 0..4)) {
        for (target, body) in TARGETS {
            body(&noise);
            for seed in seeds(target) {
                body(&with(&seed, &mistakes));
            }
        }
    }
}

#[test]
fn every_fuzz_target_has_its_file_its_seeds_and_its_body_in_the_tests() {
    let names = |folder: &str| {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let targets = names("fuzz/fuzz_targets");
    assert_eq!(targets, names("fuzz/seeds"));
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for target in &targets {
        assert!(manifest.contains(&format!("name = \"{target}\"\npath = \"fuzz_targets/{target}.rs\"")));
        let engine = ["allocation", "draw", "events", "market", "policy", "round"].contains(&target.as_str());
        assert!(engine || TARGETS.iter().any(|(known, _)| known == target), "{target} has no test");
        assert!(
            seeds(target).iter().map(Vec::len).sum::<usize>() < 10_000,
            "{target}: a few thousand bytes are enough"
        );
    }
}
