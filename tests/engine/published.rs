//! Published instances of other authors, through `practise-market/1`.

use practise::allocation::allocate_market;
use practise::prioritisation::Code;
use serde_json::{Value, json};

type Lists<'a> = &'a [(&'a str, &'a [&'a str])];

fn market(opportunities: &[(&str, u32, &[&str])], applicants: Lists<'_>) -> Value {
    let opportunity =
        |(name, places, priority): &(&str, u32, &[&str])| json!({"ref": name, "places": places, "reserves": {}, "priority": priority});
    let applicant = |(name, choices): &(&str, &[&str])| json!({"ref": name, "choices": choices, "pathways": []});
    json!({
        "schema": "practise-market/1",
        "opportunities": opportunities.iter().map(opportunity).collect::<Vec<_>>(),
        "applicants": applicants.iter().map(applicant).collect::<Vec<_>>(),
    })
}

fn offers(market: &Value) -> Value {
    let result = allocate_market("market.json", market.to_string().as_bytes()).unwrap();
    serde_json::to_value(result).unwrap()["offers"].take()
}

/// D. Gale and L. S. Shapley, "College admissions and the stability of marriage", American Mathematical Monthly 69 (1962), example 1:
/// three stable outcomes, of which everybody who asks gets their first choice in the best.
#[test]
fn gale_and_shapley_example_1() {
    let women = [
        ("A", 1, &["b", "c", "a"][..]),
        ("B", 1, &["c", "a", "b"]),
        ("C", 1, &["a", "b", "c"]),
    ];
    let men: Lists<'_> = &[("a", &["A", "B", "C"]), ("b", &["B", "C", "A"]), ("c", &["C", "A", "B"])];
    assert_eq!(offers(&market(&women, men)), json!({"a": "A", "b": "B", "c": "C"}));
}

/// The same paper, example 2: a single stable outcome, in which nobody gets their first choice.
#[test]
fn gale_and_shapley_example_2() {
    let women = [
        ("A", 1, &["d", "c", "a", "b"][..]),
        ("B", 1, &["b", "d", "a", "c"]),
        ("C", 1, &["d", "a", "b", "c"]),
        ("D", 1, &["c", "b", "a", "d"]),
    ];
    let men: Lists<'_> = &[
        ("a", &["A", "B", "C", "D"]),
        ("b", &["A", "D", "C", "B"]),
        ("c", &["B", "A", "C", "D"]),
        ("d", &["D", "B", "C", "A"]),
    ];
    assert_eq!(offers(&market(&women, men)), json!({"a": "C", "b": "D", "c": "A", "d": "B"}));
}

/// H. Wilde, V. Knight and J. Gillard, "Matching: a Python library for solving matching games", Journal of Open Source Software 5
/// (2020), doi 10.21105/joss.02169: the example of its readme, five residents and three hospitals of two.
#[test]
fn the_residents_of_the_python_library_matching() {
    let hospitals = [
        ("Mercy", 2, &["Darrius", "Latha", "Sunny", "Joseph"][..]),
        ("City", 2, &["Darrius", "Arthur", "Sunny", "Latha", "Joseph"]),
        ("General", 2, &["Darrius", "Joseph", "Latha"]),
    ];
    let residents: Lists<'_> = &[
        ("Arthur", &["City"]),
        ("Sunny", &["City", "Mercy"]),
        ("Darrius", &["City", "Mercy", "General"]),
        ("Latha", &["Mercy", "City", "General"]),
        ("Joseph", &["City", "General", "Mercy"]),
    ];
    let expected = json!({"Arthur": "City", "Sunny": "Mercy", "Darrius": "City", "Latha": "Mercy", "Joseph": "General"});
    assert_eq!(offers(&market(&hospitals, residents)), expected);
}

/// The tests of the same library, its issue 67: a group that asks for two topics gets the second when two better come first.
#[test]
fn the_groups_of_the_python_library_matching() {
    let topics = [
        ("Fairness in AI", 2, &["Group 2"][..]),
        ("Intellectual property", 2, &["Group 1"]),
        ("Privacy", 2, &["Group 3", "Group 2", "Group 1"]),
        ("Social media", 2, &["Group 3"]),
    ];
    let groups: Lists<'_> = &[
        ("Group 1", &["Intellectual property", "Privacy"]),
        ("Group 2", &["Privacy", "Fairness in AI"]),
        ("Group 3", &["Privacy", "Social media"]),
    ];
    let expected = json!({"Group 1": "Intellectual property", "Group 2": "Privacy", "Group 3": "Privacy"});
    assert_eq!(offers(&market(&topics, groups)), expected);
}

/// National Resident Matching Program, "Run a Match" (2014): the lists with which it explains its algorithm, two places each. Chen is
/// pushed out of City by Eastman, and two programmes that rank somebody do not get them.
#[test]
fn the_applicants_of_the_national_resident_matching_program() {
    let programmes = [
        ("Mercy", 2, &["Chen", "Ford"][..]),
        ("City", 2, &["Eastman", "Anderson", "Chen", "Davis", "Ford"]),
        ("General", 2, &["Eastman", "Anderson", "Ford", "Davis"]),
    ];
    let applicants: Lists<'_> = &[
        ("Anderson", &["City"]),
        ("Chen", &["City", "Mercy"]),
        ("Ford", &["City", "General", "Mercy"]),
        ("Davis", &["Mercy", "City", "General"]),
        ("Eastman", &["City", "Mercy", "General"]),
    ];
    let expected = json!({"Anderson": "City", "Chen": "Mercy", "Davis": "General", "Eastman": "City", "Ford": "General"});
    assert_eq!(offers(&market(&programmes, applicants)), expected);
}

/// A. E. Roth, "The college admissions problem is not equivalent to the marriage problem", Journal of Economic Theory 36 (1985): one
/// stable outcome, although every college would like another one better.
#[test]
fn the_colleges_of_roth() {
    let colleges = [
        ("C1", 2, &["s1", "s2", "s3", "s4"][..]),
        ("C2", 1, &["s1", "s2", "s3", "s4"]),
        ("C3", 1, &["s3", "s1", "s2", "s4"]),
    ];
    let students: Lists<'_> = &[
        ("s1", &["C3", "C1", "C2"]),
        ("s2", &["C2", "C1", "C3"]),
        ("s3", &["C1", "C3", "C2"]),
        ("s4", &["C1", "C2", "C3"]),
    ];
    assert_eq!(
        offers(&market(&colleges, students)),
        json!({"s1": "C3", "s2": "C2", "s3": "C1", "s4": "C1"})
    );
}

/// Overlapping reserves: filling them one pathway after another would leave one unused. That the order of seats matters is in
/// S. D. Kominers and T. Sönmez, "Matching with slot-specific priorities: theory", Theoretical Economics 11 (2016).
#[test]
fn overlapping_reserves_are_both_filled() {
    let both = json!({
        "schema": "practise-market/1",
        "opportunities": [{"ref": "o", "places": 2, "reserves": {"p": 1, "q": 1}, "priority": ["x", "pq", "p"]}],
        "applicants": [
            {"ref": "pq", "choices": ["o"], "pathways": ["p", "q"]},
            {"ref": "p", "choices": ["o"], "pathways": ["p"]},
            {"ref": "x", "choices": ["o"], "pathways": []},
            {"ref": "unlisted", "choices": ["o"], "pathways": ["q"]},
        ],
    });
    assert_eq!(offers(&both), json!({"pq": "o", "p": "o", "x": null, "unlisted": null}));
}

#[test]
fn every_problem_of_a_market_is_listed() {
    let wrong = json!({
        "schema": "practise-market/2",
        "opportunities": [
            {"ref": "", "places": 1, "reserves": {"p": 2}, "priority": ["a", "a", "nobody"]},
            {"ref": "o", "places": -1, "reserves": {}, "priority": []},
        ],
        "applicants": [{"ref": "a", "choices": ["o", "o", "moon"], "pathways": []}],
    });
    let found: Vec<(Code, String)> = allocate_market("m", wrong.to_string().as_bytes())
        .unwrap_err()
        .into_iter()
        .map(|e| (e.code, e.place))
        .collect();
    let expected = [
        (Code::I06, "/schema"),
        (Code::I01, "/opportunities/0/ref"),
        (Code::P06, "/opportunities/0/reserves"),
        (Code::I02, "/opportunities/0/priority/1"),
        (Code::I07, "/opportunities/1/places"),
        (Code::I03, "/applicants/0/choices/1"),
        (Code::I03, "/applicants/0/choices/2"),
        (Code::I03, "/opportunities/0/priority/2"),
    ];
    assert_eq!(found, expected.map(|(code, place)| (code, place.to_owned())));
}
