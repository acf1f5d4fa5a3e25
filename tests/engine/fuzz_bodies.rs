//! What a fuzzer feeds with bytes of its own: every reader, and the whole allocation against the slow reference. The same bodies run
//! in `fuzzed.rs` on random bytes and on valid inputs with mistakes; `fuzz/` hands them to libFuzzer.
//!
//! A body fails by panicking. Bytes that are refused are fine, with at least one problem that names its place.

use super::reference::Reference;
use practise::allocation::bundle::{Bundle, Files};
use practise::allocation::events::{Events, holders, replay};
use practise::allocation::{allocate, allocate_market, verify};
use practise::prioritisation::input::read_list;
use practise::prioritisation::{Applicant, Contribution, InputError, Kind, Level, Opportunity, Policy, RoundInput};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub const ROUND: &[u8] = include_bytes!("vectors/example-round.json");
pub const MARKET: &str = r#"{"schema":"practise-market/1","opportunities":[{"ref":"x","places":2,"reserves":{"p":1},"priority":["c","b","a"]},
    {"ref":"y","places":1,"reserves":{},"priority":["a","b"]}],"applicants":[{"ref":"a","choices":["x","y"],"pathways":["p"]},
    {"ref":"b","choices":["y","x"],"pathways":[]},{"ref":"c","choices":["x"],"pathways":[]}]}"#;
pub const EVENTS: &str = r#"{"schema":"practise-events/1","batches":[[{"id":"1","what":{"decline":{"applicant":"A05","opportunity":"ward"}}},
    {"id":"2","what":{"accept":{"applicant":"A01","opportunity":"ward","keep_better":true}}}],
    [{"id":"3","what":{"withdraw":{"applicant":"A02"}}},{"id":"4","what":{"add_places":{"opportunity":"lab","places":1}}},
    {"id":"5","what":{"reject_evidence":{"applicant":"A03","criterion":"neet","reason":"not_provided","by":"J"}}}],
    [{"id":"6","what":{"reduce_places":{"opportunity":"lab","places":2}}},{"id":"7","what":{"archive":{}}}]]}"#;
pub const LIST: &str = "A10\nA01\nA02\nA03\n";

fn default_policy() -> Policy {
    Policy::built_in().unwrap().remove(0)
}

fn refused(problems: &[InputError]) {
    assert!(!problems.is_empty() && problems.iter().all(|p| !p.place.is_empty() && !p.message.is_empty()));
}

/// Any bytes as a policy.
pub fn policy(bytes: &[u8]) {
    match Policy::parse("fuzz", bytes) {
        Ok(policy) => {
            assert_eq!(policy.sha256(), <[u8; 32]>::from(Sha256::digest(bytes)));
            assert_eq!(policy.bands.last().map(|band| band.min_groups), Some(0));
            assert!(policy.criteria.iter().all(|c| c.pathway < policy.pathways.len()));
        }
        Err(problems) => refused(&problems),
    }
}

/// Any bytes as a round: one that is taken has one canonical text, and places can be given.
pub fn round(bytes: &[u8]) {
    let policy = default_policy();
    match RoundInput::parse("fuzz", bytes, &policy) {
        Ok(round) => {
            let text = round.canonical_json().unwrap();
            let again = RoundInput::parse("again", text.as_bytes(), &policy).unwrap();
            assert_eq!(again.canonical_json().unwrap(), text);
            let result = allocate(&policy, &round).unwrap();
            assert_eq!(result, allocate(&policy, &again).unwrap());
        }
        Err(problems) => refused(&problems),
    }
}

/// Any bytes as somebody else's market: nobody gets more than the places or what they did not ask for.
pub fn market(bytes: &[u8]) {
    match allocate_market("fuzz", bytes) {
        Ok(offers) => {
            let market: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            for opportunity in market["opportunities"].as_array().unwrap() {
                let name = opportunity["ref"].as_str();
                let given = offers.offers.values().filter(|offer| offer.as_deref() == name).count();
                assert!(given as u64 <= opportunity["places"].as_u64().unwrap());
            }
            for applicant in market["applicants"].as_array().unwrap() {
                let offer = &offers.offers[applicant["ref"].as_str().unwrap()];
                let listed = |o: &String| applicant["choices"].as_array().unwrap().iter().any(|c| c == o.as_str());
                assert!(offer.as_ref().is_none_or(listed));
            }
        }
        Err(problems) => refused(&problems),
    }
}

/// Any bytes as events of the worked example.
pub fn events(bytes: &[u8]) {
    let Ok(events) = serde_json::from_slice::<Events>(bytes) else {
        return;
    };
    let policy = default_policy();
    let round = RoundInput::parse("round", ROUND, &policy).unwrap();
    match replay(&policy, &round, &events) {
        Ok(result) => {
            for opportunity in &result.opportunities {
                assert!(opportunity.offered.len() <= opportunity.places as usize);
            }
            assert_eq!(replay(&policy, &round, &events).unwrap(), result);
        }
        Err(problems) => refused(&problems),
    }
}

/// Any bytes as the list of a draw, and as each file of a bundle: the first byte says which.
pub fn draw(bytes: &[u8]) {
    match read_list("fuzz", bytes) {
        Ok(list) => assert_eq!(list.len(), String::from_utf8_lossy(bytes).lines().count()),
        Err(problems) => refused(&problems),
    }
    let (Some((which, rest)), files) = (bytes.split_first(), bundle()) else {
        return;
    };
    let name = files.keys().nth(usize::from(*which) % files.len()).unwrap().clone();
    let mut changed = files;
    changed.insert(name, rest.to_vec());
    match Bundle::from_files(&changed) {
        Ok(bundle) => {
            let written = bundle.to_files().unwrap();
            assert_eq!(Bundle::from_files(&written).unwrap().to_files().unwrap(), written);
            // Whatever is wrong is told; nothing else is asked of it here.
            match bundle.check() {
                Ok(faults) => drop(faults),
                Err(problems) => refused(&problems),
            }
        }
        Err(problems) => refused(&problems),
    }
}

/// The files of a public bundle, small and well laid out.
pub fn bundle() -> Files {
    let record = r#"{"schema":"practise-record/1","round_id":"r","policy_sha256":"","closed_at":"2026-11-20T09:30:00.000000Z",
        "contributions":[],"draws":[{"drawn_at":"2026-11-20T09:30:00.000000Z","list_sha256":"","seed":""}]}"#;
    let text = |text: &str| text.as_bytes().to_vec();
    Files::from([
        ("lottery.csv".to_owned(), text("position,ref,lottery\n1,A01,00\n")),
        ("policy.toml".to_owned(), text(Policy::shipped_files()[0].1)),
        ("record.json".to_owned(), text(record)),
        ("references.txt".to_owned(), text(LIST)),
    ])
}

/// Reads small numbers from bytes; after the last byte there are zeros.
struct Numbers<'a>(std::slice::Iter<'a, u8>);

impl Numbers<'_> {
    fn below(&mut self, most: u8) -> u8 {
        self.0.next().copied().unwrap_or(0) % most
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 1
    }
}

/// A policy and a round for it, from any bytes.
pub fn case(bytes: &[u8]) -> (Policy, RoundInput) {
    let mut from = Numbers(bytes.iter());
    let (text, _) = Policy::shipped_files()[0].1.split_once("[[band]]").unwrap();
    let evidence = if from.yes() { "confirm_to_count" } else { "confirm_before_start" };
    let least: &[u32] = [&[1, 0][..], &[2, 1, 0], &[0]][usize::from(from.below(3))];
    let bands: String = least
        .iter()
        .map(|m| format!("[[band]]\nid = \"from_{m}\"\nmin_groups = {m}\n"))
        .collect();
    let local = if from.yes() { "after_band" } else { "off" };
    let open = [0u32, 0, 20, 50, 100][usize::from(from.below(5))];
    let text = text.replace("confirm_before_start", evidence);
    let text = format!("{text}{bands}[local]\nrule = \"{local}\"\n[reserve]\nmax_total_percent = 100\n[open_places]\npercent = {open}\n");
    let policy = Policy::parse("fuzz", text.as_bytes()).unwrap();
    let opportunities: Vec<Opportunity> = (0..=from.below(4)).map(|i| opportunity(i, open, &policy, &mut from)).collect();
    let applicants = (0..from.below(11))
        .map(|i| applicant(i, &opportunities, &policy, &mut from))
        .collect();
    let contribution = |name: &str, n: u8| Contribution {
        name: name.to_owned(),
        kind: Kind::Commit,
        value: format!("{n:064x}"),
    };
    let round = RoundInput {
        round_id: "fuzz".to_owned(),
        contributions: vec![contribution("portal", from.below(255)), contribution("supervisor", 7)],
        opportunities,
        applicants,
    };
    (policy, round)
}

fn opportunity(i: u8, open: u32, policy: &Policy, from: &mut Numbers<'_>) -> Opportunity {
    let places = u32::from(from.below(6));
    let mut left = places - places * open / 100;
    let mut reserves = BTreeMap::new();
    for pathway in &policy.pathways {
        let kept = u32::from(from.below(4)).min(left);
        left -= kept;
        reserves.insert(pathway.id.clone(), kept);
    }
    let areas = if from.yes() { vec!["N1".to_owned()] } else { vec![] };
    Opportunity {
        reference: format!("o{i}"),
        places,
        reserves,
        areas,
    }
}

fn applicant(i: u8, opportunities: &[Opportunity], policy: &Policy, from: &mut Numbers<'_>) -> Applicant {
    let mut left: Vec<String> = opportunities.iter().map(|o| o.reference.clone()).collect();
    let count = usize::from(from.below(5)).min(left.len());
    let choices = (0..count)
        .map(|_| {
            let next = usize::from(from.below(4)) % left.len();
            left.remove(next)
        })
        .collect();
    let levels = [None, None, Some(Level::Declared), Some(Level::Confirmed), Some(Level::Rejected)];
    let claims = policy
        .criteria
        .iter()
        .filter_map(|c| Some((c.id.clone(), levels[usize::from(from.below(5))]?)));
    Applicant {
        reference: format!("a{i}"),
        choices,
        claims: claims.collect(),
        area: if from.yes() { "N1".to_owned() } else { String::new() },
        statements: ["applying_for_healthcare_programme", "interested_in_health"]
            .into_iter()
            .filter(|_| from.yes())
            .map(str::to_owned)
            .collect(),
    }
}

/// Any bytes as a round: the fast engine gives what the slow reference gives, and the verifier accepts it.
pub fn allocation(bytes: &[u8]) {
    let (policy, round) = case(bytes);
    let result = allocate(&policy, &round).unwrap();
    for (name, desk) in Reference::new(&policy, &round).allocate() {
        let offer = &result.applicant(&name).unwrap().offer;
        assert_eq!(*offer, desk.map(|desk| desk.0), "{name}");
    }
    assert_eq!(verify(&policy, &round, &result).unwrap(), []);
    assert!(holders(&result).len() <= round.applicants.len());
}
