//! The published worked example and draw vectors, byte for byte.

use hmac::Mac;
use practise::allocation::{allocate, reseat, result::RoundResult};
use practise::prioritisation::{Level, Policy, RoundInput, lottery};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

const POLICY: &[u8] = include_bytes!("vectors/policy-default.toml");
const ROUND: &[u8] = include_bytes!("vectors/example-round.json");
const EXPECTED: &str = include_str!("vectors/worked-example-expected.json");
const DRAW: &str = include_str!("vectors/lottery-vectors.json");

pub fn policy() -> Policy {
    Policy::parse("policy-default.toml", POLICY).unwrap()
}

pub fn round() -> RoundInput {
    RoundInput::parse("example-round.json", ROUND, &policy()).unwrap()
}

fn expected() -> Value {
    serde_json::from_str(EXPECTED).unwrap()
}

fn offers(result: &RoundResult) -> Value {
    result
        .applicants
        .iter()
        .map(|a| (a.reference.clone(), Value::from(a.offer.clone())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn the_shipped_default_policy_is_the_published_one() {
    let shipped = Policy::shipped_files()[0];
    assert_eq!((shipped.0, shipped.1.as_bytes()), ("practise-default.toml", POLICY));
    let built_in = Policy::built_in().unwrap();
    assert_eq!(built_in[0].sha256_hex(), expected()["policy_sha256"]);
    assert_eq!((built_in[1].id.as_str(), built_in[1].open_percent), ("practise-open-20", 20));
}

#[test]
fn the_worked_example_gives_every_published_value() {
    let expected = expected();
    let result = serde_json::to_value(allocate(&policy(), &round()).unwrap()).unwrap();
    for key in ["policy_sha256", "list_sha256", "seed", "commitments"] {
        assert_eq!(result[key], expected[key], "{key}");
    }
    for applicant in result["applicants"].as_array().unwrap() {
        let name = applicant["ref"].as_str().unwrap();
        assert_eq!(applicant["lottery"], expected["lottery"][name], "{name}");
        assert_eq!(applicant["band"], expected["band"][name], "{name}");
        assert_eq!(applicant["offer"], expected["outcome"][name], "{name}");
        let claims = applicant["claims"].as_array().unwrap().iter();
        let notes: Vec<Value> = claims
            .filter(|c| c["status"] != "counted")
            .map(|c| Value::from(vec![c["criterion"].clone(), c["status"].clone()]))
            .collect();
        assert_eq!(Value::from(notes), expected["notes"][name], "{name}");
    }
}

#[test]
fn the_worked_example_has_the_orders_and_waiting_lists_of_the_page() {
    let ranked = practise::prioritisation::rank(&policy(), &round()).unwrap();
    let order = |o: usize| ranked[o].order.iter().map(|a| a.reference.as_str()).collect::<Vec<_>>().join(" ");
    assert_eq!(
        (ranked[0].reference.as_str(), order(0)),
        ("lab", "A01 A04 A10 A02 A05 A06 A08 A07".to_owned())
    );
    assert_eq!(
        (ranked[1].reference.as_str(), order(1)),
        ("ward", "A03 A01 A02 A05 A04 A06 A08 A07 A09".to_owned())
    );
    let result = allocate(&policy(), &round()).unwrap();
    let positions: Vec<u32> = result.applicants.iter().map(|a| a.position).collect();
    assert_eq!(positions, [3, 7, 1, 5, 8, 9, 4, 2, 10, 6]);
    let ward = result.opportunity("ward").unwrap();
    assert_eq!(ward.offered, ["A03", "A01", "A05"]);
    assert_eq!(ward.waiting, ["A02", "A06", "A08", "A07", "A09"]);
    assert_eq!(ward.reserves_used, BTreeMap::from([("return_to_practice".to_owned(), 1)]));
    let waits = &result.applicant("A02").unwrap().choices;
    assert_eq!(waits.iter().map(|c| c.waiting_position).collect::<Vec<_>>(), [Some(1), Some(1)]);
    let cutoff = waits[0].cutoff.as_ref().unwrap();
    assert_eq!((cutoff.band.as_str(), cutoff.local, cutoff.position), ("priority", true, 3));
}

#[test]
fn the_worked_example_changes_as_published() {
    let (policy, expected) = (policy(), expected());
    let plain = allocate(&policy, &round()).unwrap();
    let holders: BTreeMap<_, _> = plain
        .applicants
        .iter()
        .filter_map(|a| Some((a.reference.clone(), a.offer.clone()?)))
        .collect();
    let pair = |a: &str, o: &str| (a.to_owned(), o.to_owned());
    let declined = BTreeSet::from([pair("A05", "ward"), pair("A05", "lab")]);
    let after = reseat(&policy, &round(), &holders, &declined, &BTreeMap::new()).unwrap();
    assert_eq!(offers(&after), expected["after_A05_declines_ward"]);
    let more = BTreeMap::from([("ward".to_owned(), 4)]);
    let after = reseat(&policy, &round(), &holders, &BTreeSet::new(), &more).unwrap();
    assert_eq!(offers(&after), expected["after_ward_has_4_places"]);
    let mut without = round();
    without.opportunities[0].reserves.clear();
    assert_eq!(offers(&allocate(&policy, &without).unwrap()), expected["without_the_reserve"]);
    let mut accepted = round();
    accepted.applicants[7]
        .claims
        .insert("free_school_meals".to_owned(), Level::Confirmed);
    assert_eq!(
        offers(&allocate(&policy, &accepted).unwrap()),
        expected["if_A08_evidence_were_accepted"]
    );
}

/// Every byte of the worked example's result: a change of them is another version of `practise/1`.
#[test]
fn the_worked_example_has_the_same_bytes_for_good() {
    let result = allocate(&policy(), &round()).unwrap();
    assert_eq!(
        result.output_sha256,
        "0af12cc503fe92556453d66a48a227c1296b9210c4d699d48d00e6da351e310f"
    );
}

#[test]
fn the_output_hash_covers_the_text_before_it() {
    let json = allocate(&policy(), &round()).unwrap().to_json().unwrap();
    let (text, hash) = json.split_once(",\"output_sha256\":\"").unwrap();
    assert_eq!(hash.trim_end_matches("\"}"), hex::encode(Sha256::digest(format!("{text}}}"))));
}

#[test]
fn a_lottery_number_is_the_hmac_of_the_published_vectors() {
    let vectors: Value = serde_json::from_str(DRAW).unwrap();
    let rfc = &vectors["rfc4231_case2"];
    let mut mac = hmac::Hmac::<Sha256>::new_from_slice(rfc["key_ascii"].as_str().unwrap().as_bytes()).unwrap();
    mac.update(rfc["data_ascii"].as_str().unwrap().as_bytes());
    assert_eq!(hex::encode(mac.finalize().into_bytes()), rfc["hmac_sha256"]);
    let seed: [u8; 32] = hex::decode(expected()["seed"].as_str().unwrap()).unwrap().try_into().unwrap();
    let number = lottery::Lottery::new(&seed).number("A01");
    assert_eq!(lottery::shown(&number), "0E09376F");
    let mut mac = hmac::Hmac::<Sha256>::new_from_slice(&seed).unwrap();
    mac.update(b"practise/1/lottery\nA01");
    assert_eq!(number[..], mac.finalize().into_bytes()[..]);
}
