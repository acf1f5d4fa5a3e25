//! Bad policies and rounds: every problem at once, with its code and place (16, and section 10).

use super::rounds::{all_policies, case};
use super::vectors;
use practise::prioritisation::{Code, InputError, Policy, RoundInput};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn default_text() -> String {
    Policy::shipped_files()[0].1.to_owned()
}

fn policy_problems(text: &str) -> Vec<(Code, String)> {
    Policy::parse("p.toml", text.as_bytes())
        .unwrap_err()
        .into_iter()
        .map(|e| (e.code, e.place))
        .collect()
}

fn round_problems(edit: impl Fn(&mut Value)) -> Vec<(Code, String)> {
    let mut value = serde_json::to_value(vectors::round()).unwrap();
    edit(&mut value);
    let errors: Vec<InputError> = RoundInput::parse("r.json", value.to_string().as_bytes(), &vectors::policy()).unwrap_err();
    errors.into_iter().map(|e| (e.code, e.place)).collect()
}

fn at(code: Code, place: &str) -> (Code, String) {
    (code, place.to_owned())
}

#[test]
fn each_kind_of_wrong_policy_has_its_code_line_and_key() {
    let cases = [
        ("practise-policy/1", "practise-policy/2", Code::P01, "line 1, schema"),
        ("max_choices = 5", "max_choices = \"five\"", Code::P01, "line 4, max_choices"),
        ("max_choices = 5", "max_choices = 5\nweights = 3", Code::P02, "line 5, weights"),
        (
            "id = \"pupil_premium\"",
            "id = \"free_school_meals\"",
            Code::P03,
            "line 21, criterion.id",
        ),
        ("id = \"open\"", "id = \"priority\"", Code::P03, "line 56, band.id"),
        (
            "pathway = \"return_to_work\"",
            "pathway = \"nowhere\"",
            Code::P04,
            "line 47, criterion.pathway",
        ),
        ("\nmin_groups = 0", "\nmin_groups = 1", Code::P05, "line 57, band.min_groups"),
        (
            "max_total_percent = 50",
            "max_total_percent = 101",
            Code::P01,
            "line 63, reserve.max_total_percent",
        ),
        ("group = \"neet\"", "group = \"age_group\"", Code::P07, "line 33, criterion.group"),
        ("rule = \"after_band\"", "rule = \"before_band\"", Code::P01, "line 60, local.rule"),
    ];
    for (from, to, code, place) in cases {
        let text = default_text();
        assert!(text.contains(from), "{from}");
        let found = policy_problems(&text.replacen(from, to, 1));
        assert!(found.contains(&at(code, place)), "{from} -> {to}: {found:?}");
    }
}

#[test]
fn too_many_bands_or_pathways_are_refused() {
    let bands: String = (1..=65)
        .rev()
        .map(|n| format!("[[band]]\nid = \"b{n}\"\nmin_groups = {n}\n"))
        .collect();
    let text = default_text().replacen("[[band]]\nid = \"priority\"\nmin_groups = 1\n", &bands, 1);
    assert_eq!(policy_problems(&text)[0].0, Code::P08);
    let pathways: String = (0..6).map(|n| format!("[pathway.p{n}]\nneeds = []\n")).collect();
    let text = default_text().replacen("[pathway.young_people]", &format!("{pathways}[pathway.young_people]"), 1);
    assert_eq!(policy_problems(&text)[0].0, Code::P08);
}

#[test]
fn every_problem_of_a_policy_is_listed_at_once() {
    let text = default_text()
        .replace("max_choices = 5", "choices = 5")
        .replace("min_groups = 1", "min_groups = 0");
    let found = policy_problems(&text);
    assert_eq!(
        found,
        [
            at(Code::P02, "line 4, choices"),
            at(Code::P01, "line 1, max_choices"),
            at(Code::P05, "line 57, band.min_groups")
        ]
    );
    let not_toml = policy_problems("schema = \"practise-policy/1");
    assert_eq!(not_toml[0], at(Code::P01, "line 1, (syntax)"));
    assert!(not_toml.len() > 5, "and what is missing is still listed: {not_toml:?}");
    assert_eq!(policy_problems("schema = \"\u{fffd}\"").len(), 9);
    assert_eq!(Policy::parse("p", b"\xff").unwrap_err()[0].code, Code::P01);
}

#[test]
fn each_kind_of_wrong_round_has_its_code_and_pointer() {
    type Edit = fn(&mut Value);
    let cases: [(Edit, Code, &str); 22] = [
        (|r| r["round_id"] = json!("a b"), Code::I01, "/round_id"),
        (|r| r["applicants"][2]["ref"] = json!("a.b"), Code::I01, "/applicants/2/ref"),
        (|r| r["applicants"][2]["ref"] = json!("A01"), Code::I02, "/applicants/2/ref"),
        (|r| r["opportunities"][1]["ref"] = json!("ward"), Code::I02, "/opportunities/1/ref"),
        (
            |r| r["applicants"][0]["choices"][1] = json!("moon"),
            Code::I03,
            "/applicants/0/choices/1",
        ),
        (
            |r| r["applicants"][0]["choices"][1] = json!("ward"),
            Code::I03,
            "/applicants/0/choices/1",
        ),
        (
            |r| r["applicants"][0]["choices"] = json!(["ward", "lab", "a", "b", "c", "d"]),
            Code::I04,
            "/applicants/0/choices",
        ),
        (
            |r| r["applicants"][1]["claims"]["points"] = json!("declared"),
            Code::I05,
            "/applicants/1/claims/points",
        ),
        (
            |r| r["applicants"][1]["claims"]["neet"] = json!("maybe"),
            Code::I05,
            "/applicants/1/claims/neet",
        ),
        (
            |r| r["applicants"][1]["statements"][0] = json!("keen"),
            Code::I05,
            "/applicants/1/statements/0",
        ),
        (|r| r["applicants"][1]["age"] = json!(17), Code::I06, "/applicants/1/age"),
        (
            |r| drop(r["applicants"][1].as_object_mut().unwrap().remove("area")),
            Code::I06,
            "/applicants/1/area",
        ),
        (|r| r["opportunities"] = json!({}), Code::I06, "/opportunities"),
        (
            |r| r["opportunities"][0]["places"] = json!(65_536),
            Code::I07,
            "/opportunities/0/places",
        ),
        (
            |r| r["opportunities"][0]["places"] = json!(-1),
            Code::I07,
            "/opportunities/0/places",
        ),
        (
            |r| r["opportunities"][0]["reserves"]["return_to_practice"] = json!(2),
            Code::P06,
            "/opportunities/0/reserves",
        ),
        (
            |r| r["opportunities"][0]["reserves"]["moon"] = json!(0),
            Code::P04,
            "/opportunities/0/reserves/moon",
        ),
        (|r| r["contributions"] = json!([r["contributions"][0]]), Code::D01, "/contributions"),
        (
            |r| r["contributions"][1]["name"] = json!("portal"),
            Code::D01,
            "/contributions/1/name",
        ),
        (
            |r| r["contributions"][1]["value"] = json!("FF"),
            Code::D02,
            "/contributions/1/value",
        ),
        (
            |r| r["contributions"][1]["kind"] = json!("beacon"),
            Code::D04,
            "/contributions/1/kind",
        ),
        (
            |r| r["contributions"][1]["kind"] = json!("coin"),
            Code::I06,
            "/contributions/1/kind",
        ),
    ];
    for (edit, code, place) in cases {
        let found = round_problems(edit);
        assert!(found.contains(&at(code, place)), "{code} {place}: {found:?}");
    }
}

#[test]
fn every_problem_of_a_round_is_listed_at_once_and_repeated_keys_are_problems() {
    let found = round_problems(|r| {
        r["extra"] = json!(1);
        r["applicants"][0]["choices"][0] = json!("moon");
        r["opportunities"][0]["places"] = json!(1);
    });
    assert_eq!(
        found,
        [
            at(Code::I06, "/extra"),
            at(Code::P06, "/opportunities/0/reserves"),
            at(Code::I03, "/applicants/0/choices/0")
        ]
    );
    let text = serde_json::to_string(&vectors::round()).unwrap();
    let twice = text.replacen("\"neet\":\"declared\"", "\"neet\":\"declared\",\"neet\":\"rejected\"", 1);
    let errors = RoundInput::parse("r", twice.as_bytes(), &vectors::policy()).unwrap_err();
    assert_eq!(
        (errors.len(), errors[0].code, errors[0].place.as_str()),
        (1, Code::I05, "/applicants/8/claims/neet")
    );
    let errors = RoundInput::parse("r", b"{", &vectors::policy()).unwrap_err();
    assert_eq!((errors[0].code, errors[0].place.as_str()), (Code::I06, "line 1"));
}

/// Every published code is one that a test of this folder expects.
#[test]
fn every_code_is_provoked_by_a_test() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine");
    let tests: String = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let codes = [("P", 8), ("I", 7), ("D", 7), ("E", 4)];
    for (letter, last) in codes {
        for number in 1..=last {
            let code = format!("Code::{letter}0{number}");
            assert!(tests.contains(&code), "{code} is not provoked");
        }
    }
}

#[test]
fn no_applicants_no_places_and_empty_lists_are_no_problem() {
    let mut round = vectors::round();
    round.applicants[0].choices.clear();
    round
        .opportunities
        .iter_mut()
        .for_each(|o| (o.places, o.reserves) = (0, std::collections::BTreeMap::new()));
    assert!(
        practise::allocation::allocate(&vectors::policy(), &round)
            .unwrap()
            .applicants
            .iter()
            .all(|a| a.offer.is_none())
    );
    round.applicants.clear();
    assert_eq!(
        practise::allocation::allocate(&vectors::policy(), &round).unwrap().applicants.len(),
        0
    );
}

/// Every contribution, opportunity and applicant of a round's JSON. Claims and reserves have keys of the policy's.
fn objects(value: &mut Value) -> Vec<&mut serde_json::Map<String, Value>> {
    let lists = value.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut);
    lists.flatten().filter_map(Value::as_object_mut).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn i16_a_round_with_any_extra_field_is_refused((policy, round) in case(all_policies(), 6, 3), which in any::<Index>(), name in "[a-z_]{1,12}") {
        let mut value = serde_json::to_value(&round).unwrap();
        prop_assert!(RoundInput::parse("r", value.to_string().as_bytes(), &policy).is_ok());
        let mut all = objects(&mut value);
        let index = which.index(all.len());
        prop_assume!(!all[index].contains_key(&name));
        all[index].insert(name.clone(), json!("x"));
        let errors = RoundInput::parse("r", value.to_string().as_bytes(), &policy).unwrap_err();
        prop_assert_eq!(errors.len(), 1);
        prop_assert_eq!(errors[0].code, Code::I06);
        let place = format!("/{name}");
        prop_assert!(errors[0].place.ends_with(&place));
        prop_assert!(serde_json::from_value::<RoundInput>(value).is_err());
    }

    #[test]
    fn a_round_survives_its_canonical_json((policy, round) in case(all_policies(), 6, 3)) {
        let text = round.canonical_json().unwrap();
        let read = RoundInput::parse("r", text.as_bytes(), &policy).unwrap();
        prop_assert_eq!(read.canonical_json().unwrap(), text);
    }

    #[test]
    fn no_bytes_make_the_readers_fail_in_any_other_way(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Policy::parse("p", &bytes).is_err());
        prop_assert!(RoundInput::parse("r", &bytes, &vectors::policy()).is_err());
    }
}
