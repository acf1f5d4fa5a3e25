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
/// three stable outcomes, of which everybody who asks gets their first choice in the best. Both examples are also in
/// C. Schottmüller's slides on stable matching (University of Copenhagen).
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

/// An instance whose authors number both sides from 1: each list of choices, and each opportunity's places and order.
fn numbered(choices: &[&[u32]], opportunities: &[(u32, &[u32])]) -> Vec<u32> {
    let name = |letter: char| move |number: &u32| format!("{letter}{number}");
    let opportunity = |(number, (places, priority)): (u32, &(u32, &[u32]))| {
        let priority: Vec<String> = priority.iter().map(name('s')).collect();
        json!({"ref": name('c')(&number), "places": places, "reserves": {}, "priority": priority})
    };
    let applicant = |(number, choices): (u32, &&[u32])| {
        let choices: Vec<String> = choices.iter().map(name('c')).collect();
        json!({"ref": name('s')(&number), "choices": choices, "pathways": []})
    };
    let offers = offers(&json!({
        "schema": "practise-market/1",
        "opportunities": (1..).zip(opportunities).map(opportunity).collect::<Vec<_>>(),
        "applicants": (1..).zip(choices).map(applicant).collect::<Vec<_>>(),
    }));
    let got = |number: u32| offers[name('s')(&number)].as_str().unwrap()[1..].parse().unwrap();
    (1..).zip(choices).map(|(number, _)| got(number)).collect()
}

/// D. Gusfield and R. W. Irving, "The Stable Marriage Problem: Structure and Algorithms" (MIT Press, 1989), section 1.6.5: eleven
/// residents and five hospitals with lists that leave some out, in the numbers of the tests of `MatchingMarkets.jl` (D. Oyama), which
/// give this outcome as the best for all residents.
#[test]
fn the_residents_of_gusfield_and_irving() {
    let residents: [&[u32]; 11] = [
        &[3, 1, 5, 4],
        &[1, 3, 4, 2, 5],
        &[4, 5, 3, 1, 2],
        &[3, 4, 1, 5],
        &[1, 4, 2],
        &[4, 3, 2, 1, 5],
        &[2, 5, 1, 3],
        &[1, 3, 2, 5, 4],
        &[4, 1, 5],
        &[3, 1, 5, 2, 4],
        &[5, 4, 1, 3, 2],
    ];
    let hospitals: [(u32, &[u32]); 5] = [
        (4, &[3, 7, 9, 11, 5, 4, 10, 8, 6, 1, 2]),
        (1, &[5, 7, 10, 6, 8, 2, 3, 11]),
        (3, &[11, 6, 8, 3, 2, 4, 7, 1, 10]),
        (2, &[10, 1, 2, 11, 4, 9, 5, 3, 6, 8]),
        (1, &[2, 4, 10, 7, 6, 1, 8, 3, 11, 9]),
    ];
    assert_eq!(numbered(&residents, &hospitals), [3, 1, 4, 3, 1, 3, 2, 1, 4, 1, 5]);
}

/// A. E. Roth and M. A. Oliveira Sotomayor, "Two-Sided Matching" (Cambridge University Press, 1990), page 16, in the numbers of the same
/// tests: five colleges, one of them with three places, and two stable outcomes of which the students' best is given.
#[test]
fn the_students_of_roth_and_sotomayor() {
    let students: [&[u32]; 7] = [&[5, 1], &[2, 5, 1], &[3, 1], &[4, 1], &[1, 2], &[1, 3], &[1, 3, 4]];
    let colleges: [(u32, &[u32]); 5] = [
        (3, &[1, 2, 3, 4, 5, 6, 7]),
        (1, &[5, 2]),
        (1, &[6, 7, 3]),
        (1, &[7, 4]),
        (1, &[2, 1]),
    ];
    assert_eq!(numbered(&students, &colleges), [5, 2, 3, 4, 1, 1, 1]);
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
