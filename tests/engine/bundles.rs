//! A round's bundle: what is right is accepted, and everything that is not has its code (D01 to D07) or names its place.

use super::rounds::case;
use super::vectors;
use practise::allocation::bundle::{Bundle, Drawn, Files, Promise, RUNS, Record, Run, SCHEMA, Supervised, Ticket, result_name};
use practise::allocation::events::{holders, struck_by_decline};
use practise::allocation::{Published, RoundResult, allocate, reseat};
use practise::prioritisation::{Code, Policy, RoundInput, lottery};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

fn moment(day: u32) -> String {
    format!("2026-11-{day:02}T09:30:00.000000Z")
}

/// The supervisor's bundle of a round and its runs, as an honest portal exports it.
fn bundle(policy_text: &str, policy: &Policy, round: &RoundInput, results: &[RoundResult]) -> Bundle {
    let first = &results[0];
    let promise = |c: &practise::prioritisation::Contribution| Promise {
        name: c.name.clone(),
        kind: c.kind,
        commitment: hex::encode(lottery::commitment(&round.round_id, &c.value)),
        committed_at: moment(1),
        value: c.value.clone(),
        revealed_at: moment(20),
    };
    let text = round.canonical_json().unwrap();
    let input = hex::encode(Sha256::digest(&text));
    let mut previous = "0".repeat(64);
    let run = |(result, number): (&RoundResult, u32)| Run {
        number,
        cause: if number == 1 { "closed" } else { "declined" }.to_owned(),
        engine: result.engine.clone(),
        policy_sha256: policy.sha256_hex(),
        list_sha256: first.list_sha256.clone(),
        seed: first.seed.clone(),
        input_sha256: input.clone(),
        output_sha256: result.output_sha256.clone(),
        previous_sha256: std::mem::replace(&mut previous, result.output_sha256.clone()),
        made_at: moment(20 + number),
    };
    let mut lottery: Vec<Ticket> = first
        .applicants
        .iter()
        .map(|a| Ticket {
            position: a.position,
            reference: a.reference.clone(),
            lottery: a.lottery.clone(),
        })
        .collect();
    lottery.sort_by_key(|ticket| ticket.position);
    Bundle {
        policy: policy_text.to_owned(),
        record: Record {
            schema: SCHEMA.to_owned(),
            round_id: round.round_id.clone(),
            policy_sha256: policy.sha256_hex(),
            closed_at: moment(20),
            contributions: round.contributions.iter().map(promise).collect(),
            draws: vec![Drawn {
                drawn_at: moment(21),
                list_sha256: first.list_sha256.clone(),
                seed: first.seed.clone(),
            }],
        },
        references: first.applicants.iter().map(|a| a.reference.clone()).collect(),
        lottery,
        counts: Some(Published::of(policy, round, first, 1)),
        supervised: Some(Supervised {
            round: text,
            runs: results.iter().zip(1u32..).map(run).collect(),
            results: results.iter().map(|r| r.to_json().unwrap()).collect(),
        }),
    }
}

/// The worked example with A05's decline, as a bundle.
pub fn example() -> Bundle {
    let (policy, round) = (vectors::policy(), vectors::round());
    let first = allocate(&policy, &round).unwrap();
    let struck = ["ward", "lab"].map(|o| ("A05".to_owned(), o.to_owned())).into();
    let second = reseat(&policy, &round, &holders(&first), &struck, &BTreeMap::new()).unwrap();
    bundle(Policy::shipped_files()[0].1, &policy, &round, &[first, second])
}

/// Code and place, with the file, of everything wrong.
fn faults(bundle: &Bundle) -> Vec<(Option<Code>, String)> {
    let faults = bundle.check().unwrap().into_iter();
    faults
        .map(|f| (f.finding.code, format!("{} {}", f.file, f.finding.place)))
        .collect()
}

#[test]
fn an_honest_bundle_is_accepted_and_survives_its_files() {
    let whole = example();
    assert_eq!(faults(&whole), []);
    let files = whole.to_files().unwrap();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "counts.json",
        "lottery.csv",
        "policy.toml",
        "record.json",
        "references.txt",
        "result-001.json",
        "result-002.json",
        "round.json",
        "runs.json",
    ];
    assert_eq!(names, expected);
    assert_eq!(Bundle::from_files(&files).unwrap(), whole);
    let public = Bundle { supervised: None, ..whole };
    let files = public.to_files().unwrap();
    assert_eq!(Bundle::from_files(&files).unwrap(), public);
    assert_eq!((files.len(), faults(&public)), (5, vec![]));
    let all: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    for secret in ["declared", "confirmed", "sha256\": \"d"] {
        let in_policy = String::from_utf8_lossy(&files["policy.toml"]).contains(secret);
        assert!(in_policy || !all.contains(secret), "{secret} is in the public bundle");
    }
}

#[test]
fn counts_that_are_not_those_of_the_run_are_found() {
    let mut wrong = example();
    wrong.counts.as_mut().unwrap().opportunities[0].places += 1;
    assert_eq!(faults(&wrong), [(None, "counts.json /opportunities/0/places".to_owned())]);
    let mut later = example();
    later.counts.as_mut().unwrap().run = 3;
    assert_eq!(faults(&later), [(None, "counts.json /run".to_owned())]);
    let older = Bundle { counts: None, ..example() };
    assert_eq!(faults(&older), []);
    let mut files = example().to_files().unwrap();
    let text = String::from_utf8(files["counts.json"].clone()).unwrap();
    files.insert("counts.json".to_owned(), text.replace("practise-counts/1", "other/1").into_bytes());
    let found = Bundle::from_files(&files).unwrap_err();
    assert_eq!(found[0].to_string().matches("/schema").count(), 1, "{found:?}");
}

#[test]
fn every_wrong_draw_has_its_code() {
    type Edit = fn(&mut Bundle);
    let cases: [(Edit, Code, &str); 12] = [
        (|b| b.record.contributions.truncate(1), Code::D01, "record.json /contributions"),
        (
            |b| b.record.contributions[1].name = "portal".to_owned(),
            Code::D01,
            "record.json /contributions/1/name",
        ),
        (
            |b| b.record.contributions[0].value.replace_range(0..1, "2"),
            Code::D02,
            "record.json /contributions/0/value",
        ),
        (
            |b| b.record.contributions[0].value = "11".to_owned(),
            Code::D02,
            "record.json /contributions/0/value",
        ),
        (
            |b| b.record.contributions[1].committed_at = moment(21),
            Code::D03,
            "record.json /contributions/1/committed_at",
        ),
        (
            |b| b.record.contributions[1].kind = practise::prioritisation::Kind::Beacon,
            Code::D04,
            "record.json /contributions/1/kind",
        ),
        (
            |b| b.policy = Policy::shipped_files()[1].1.to_owned(),
            Code::D05,
            "record.json /policy_sha256",
        ),
        (|b| drop(b.references.pop()), Code::D05, "record.json /draws/0/list_sha256"),
        (
            |b| b.record.contributions[1].revealed_at = moment(19),
            Code::D06,
            "record.json /contributions/1/revealed_at",
        ),
        (
            |b| b.record.draws[0].drawn_at = moment(19),
            Code::D06,
            "record.json /draws/0/drawn_at",
        ),
        (
            |b| b.record.draws.push(b.record.draws[0].clone()),
            Code::D07,
            "record.json /draws/1",
        ),
        (
            |b| b.supervised.as_mut().unwrap().runs[1].seed = "0".repeat(64),
            Code::D07,
            "runs.json /runs/1/seed",
        ),
    ];
    for (edit, code, place) in cases {
        let mut wrong = example();
        if code != Code::D07 {
            wrong.supervised = None;
        }
        edit(&mut wrong);
        let found = faults(&wrong);
        assert!(found.contains(&(Some(code), place.to_owned())), "{code} {place}: {found:?}");
    }
}

#[test]
fn another_number_seed_round_or_chain_is_named() {
    type Edit = fn(&mut Bundle);
    fn supervised(bundle: &mut Bundle) -> &mut Supervised {
        bundle.supervised.as_mut().unwrap()
    }
    let cases: [(Edit, &str); 10] = [
        (|b| b.lottery.swap(0, 1), "lottery.csv line 2"),
        (|b| b.lottery[3].lottery.replace_range(0..1, "x"), "lottery.csv line 5"),
        (|b| drop(b.lottery.pop()), "lottery.csv (file)"),
        (|b| b.record.draws[0].seed.replace_range(0..1, "f"), "record.json /draws/0/seed"),
        (|b| b.record.draws.clear(), "record.json /draws"),
        (
            |b| supervised(b).round = supervised(b).round.replace("\"declared\"", "\"confirmed\""),
            "runs.json /runs/0/input_sha256",
        ),
        (
            |b| supervised(b).round = supervised(b).round.replace("2026-11-north", "2026-11-south"),
            "round.json /round_id",
        ),
        (
            |b| supervised(b).runs[1].previous_sha256 = "0".repeat(64),
            "runs.json /runs/1/previous_sha256",
        ),
        (|b| supervised(b).runs[1].number = 3, "runs.json /runs/1/number"),
        (|b| drop(supervised(b).results.pop()), "runs.json /runs"),
    ];
    for (edit, place) in cases {
        let mut wrong = example();
        edit(&mut wrong);
        let found = faults(&wrong);
        assert!(found.iter().any(|(_, found)| found == place), "{place}: {found:?}");
    }
}

/// `result` with the offer of one applicant taken away and given to another, hashed again as a forger would.
fn given(result: &RoundResult, from: &str, to: &str) -> RoundResult {
    let text = result.to_json().unwrap();
    let mut forged: RoundResult = serde_json::from_str(&text).unwrap();
    let at = |name: &str| result.applicants.iter().position(|a| a.reference == name).unwrap();
    let offer = forged.applicants[at(from)].offer.take();
    forged.applicants[at(to)].offer = offer;
    forged.output_sha256 = forged.digest();
    forged
}

#[test]
fn a_re_run_that_takes_a_place_from_its_holder_is_refused() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let first = allocate(&policy, &round).unwrap();
    let again = reseat(&policy, &round, &holders(&first), &BTreeSet::new(), &BTreeMap::new()).unwrap();
    assert_eq!(
        faults(&bundle(
            Policy::shipped_files()[0].1,
            &policy,
            &round,
            &[first.clone(), again.clone()]
        )),
        []
    );
    let mut lost = given(&again, "A01", "A02");
    // A01's place at the ward is A02's now, and the forger says so everywhere that a reader would look first.
    for choice in &mut lost.applicants[0].choices {
        choice.status = practise::allocation::result::ChoiceStatus::NotOffered;
    }
    lost.output_sha256 = lost.digest();
    let found = bundle(Policy::shipped_files()[0].1, &policy, &round, &[first, lost])
        .check()
        .unwrap();
    let words: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        words.contains(&"result-002.json: /applicants: \"A01\" held \"ward\" and lost it to somebody else".to_owned()),
        "{words:?}"
    );
}

#[test]
fn files_that_cannot_be_read_are_bad_input() {
    let files = example().to_files().unwrap();
    let problems = |edit: &dyn Fn(&mut Files)| {
        let mut wrong = files.clone();
        edit(&mut wrong);
        let problems = Bundle::from_files(&wrong).unwrap_err();
        problems
            .into_iter()
            .map(|p| format!("{} {} {}", p.file, p.place, p.code))
            .collect::<Vec<_>>()
    };
    assert_eq!(problems(&|f| drop(f.remove("record.json"))), ["record.json (file) I06"]);
    assert_eq!(
        problems(&|f| drop(f.insert("record.json".to_owned(), vec![]))),
        ["record.json line 1 I06"]
    );
    assert_eq!(problems(&|f| drop(f.remove(&result_name(1)))), ["result-002.json (file) I06"]);
    let list = b"A01\nA 2\nA01\n".to_vec();
    assert_eq!(
        problems(&|f| drop(f.insert("references.txt".to_owned(), list.clone()))),
        ["references.txt line 2 I01", "references.txt line 3 I02"]
    );
    let replaced = |name: &str, from: &str, to: &str| {
        let text = String::from_utf8(files[name].clone()).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        problems(&|f| drop(f.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes())))
    };
    assert_eq!(
        replaced("record.json", "2026-11-20T09", "2026-11-20 9"),
        ["record.json (moments) I06"]
    );
    assert_eq!(
        replaced("record.json", "practise-record/1", "practise-record/2"),
        ["record.json /schema I06"]
    );
    assert_eq!(replaced(RUNS, "practise-runs/1", "practise-runs/2"), ["runs.json /schema I06"]);
    assert_eq!(replaced("lottery.csv", "\n1,", "\none,"), ["lottery.csv line 2 I06"]);
    let mut unreadable = example();
    unreadable.supervised.as_mut().unwrap().round = "{}".to_owned();
    assert_eq!(unreadable.check().unwrap_err()[0].file, "round.json");
    unreadable.policy.clear();
    assert_eq!(unreadable.check().unwrap_err()[0].code, Code::P01);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn random_rounds_with_a_decline_are_accepted(
        (policy, mut round) in case((0..2usize).prop_map(|i| Policy::built_in().unwrap().remove(i)), 9, 3),
        who in any::<prop::sample::Index>(),
    ) {
        round.opportunities.iter_mut().for_each(|o| o.reserves.clear());
        let first = allocate(&policy, &round).unwrap();
        let held = holders(&first);
        let mut results = vec![first];
        if !held.is_empty() {
            let (name, offer) = held.iter().nth(who.index(held.len())).unwrap();
            let choices = &round.applicants.iter().find(|a| a.reference == *name).unwrap().choices;
            let struck: BTreeSet<_> = struck_by_decline(choices, offer).into_iter().map(|o| (name.clone(), o)).collect();
            results.push(reseat(&policy, &round, &held, &struck, &BTreeMap::new()).unwrap());
        }
        let text = Policy::shipped_files()[usize::from(policy.open_percent > 0)].1;
        let whole = bundle(text, &policy, &round, &results);
        prop_assert_eq!(faults(&whole), []);
        prop_assert_eq!(Bundle::from_files(&whole.to_files().unwrap()).unwrap(), whole);
    }
}
