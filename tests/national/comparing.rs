//! The comparison itself: the same draw for both policies, and nothing that could point at somebody.

use practise::allocation::allocate;
use practise::national::{Count, PlacementChange, Tally, compare};
use practise::policies::shipped;
use practise::prioritisation::lottery::Draw;
use practise::prioritisation::{Policy, RoundInput};

use super::{drawn_round, example, examples};
use crate::support::app::TestApp;
use crate::support::run::on_both;

fn seed(policy: &Policy, round: &RoundInput) -> [u8; 32] {
    Draw::of(
        &round.round_id,
        policy,
        &round.contributions,
        round.applicants.iter().map(|one| &one.reference),
    )
    .seed
}

fn holders(policy: &Policy, round: &RoundInput) -> Vec<(String, Option<String>)> {
    let result = allocate(policy, round).unwrap();
    result.applicants.into_iter().map(|one| (one.reference, one.offer)).collect()
}

#[test]
fn one_policy_beside_itself_moves_nobody() {
    let round = examples(9);
    for policy in shipped().unwrap() {
        for drawn in shipped().unwrap() {
            let found = compare(&policy, &policy, &round, &seed(&drawn, &round)).unwrap();
            let Tally {
                gains,
                loses,
                changes,
                stays,
                without,
            } = found.everybody;
            assert_eq!((gains, loses, changes), (0, 0, 0));
            assert_eq!(stays + without, round.applicants.len());
            assert!(found.placements.iter().all(|one| one.comes == 0 && one.goes == 0));
        }
    }
}

/// Worked out by hand: Hugo, of the second group, comes first in this draw, then Dev, Finn, Amina, Ella, Ben, Cara and Gita.
#[test]
fn with_one_draw_for_both_only_the_rules_move_people() {
    let round = example();
    let [default, open] = <[Policy; 2]>::try_from(shipped().unwrap()).unwrap();
    let found = compare(&default, &open, &round, &seed(&open, &round)).unwrap();
    // One of the 5 places of the ward goes to Hugo; Ben was the last to have one, because another is kept for Gita.
    let tally = |gains, loses, stays, without| Tally {
        gains,
        loses,
        changes: 0,
        stays,
        without,
    };
    assert_eq!(found.everybody, tally(1, 1, 5, 1));
    assert_eq!(
        found.groups,
        [("priority".to_owned(), tally(0, 1, 5, 1)), ("open".to_owned(), tally(1, 0, 0, 0))]
    );
    assert_eq!(found.pathways[&None], tally(1, 0, 0, 0));
    assert_eq!(found.pathways[&Some("young_people".to_owned())], tally(0, 1, 3, 1));
    assert_eq!(found.pathways[&Some("return_to_practice".to_owned())], tally(0, 0, 1, 0));
    let change = |reference: &str, places, comes, goes| PlacementChange {
        reference: reference.to_owned(),
        places,
        comes,
        goes,
    };
    assert_eq!(found.placements, [change("lab", 1, 0, 0), change("ward", 5, 1, 1)]);
    // Drawn as the default policy drew, the open place goes to Amina, who had one anyway.
    let found = compare(&default, &open, &round, &seed(&default, &round)).unwrap();
    assert_eq!(found.everybody, tally(0, 0, 6, 2));
}

/// Under its own draw each side is exactly what the engine gives.
#[test]
fn each_side_is_what_the_engine_gives_under_its_own_draw() {
    let round = examples(30);
    let policies = shipped().unwrap();
    for (first, second) in [(0, 1), (1, 0)] {
        let (first, second) = (&policies[first], &policies[second]);
        let placed = |policy: &Policy| holders(policy, &round).iter().filter(|(_, offer)| offer.is_some()).count();
        let found = compare(first, second, &round, &seed(first, &round)).unwrap().everybody;
        assert_eq!(found.loses + found.changes + found.stays, placed(first));
        let found = compare(first, second, &round, &seed(second, &round)).unwrap().everybody;
        assert_eq!(found.gains + found.changes + found.stays, placed(second));
        // With two draws most of what moves would be luck; with one it is only what the rules move.
        let (before, after) = (holders(first, &round), holders(second, &round));
        let by_luck = before.iter().zip(&after).filter(|(before, after)| before != after).count();
        let by_rule = found.gains + found.loses + found.changes;
        assert!(
            by_rule > 0 && by_rule * 2 < by_luck,
            "{by_rule} by the rules, {by_luck} with the draws"
        );
    }
}

#[test]
fn small_numbers_are_hidden_and_others_rounded() {
    let shown: Vec<String> = [0, 4, 5, 7, 8, 12, 13, 1000].map(|count| Count(count).to_string()).into();
    assert_eq!(shown, ["fewer than 5", "fewer than 5", "5", "5", "10", "10", "15", "1000"]);
}

on_both! {
    async fn the_page_shows_numbers_and_no_person(test: TestApp) {
        let round = examples(30);
        drawn_round(&test, "PAST", &round);
        test.national("national@example.org");
        let client = test.sign_in("national@example.org").await;
        let index = client.get("/national/policy").await;
        index.should_say("practise-default, version 1.0.0").should_say("From the start");
        let page = index.follow("Round PAST").await;
        page.should_be(200).should_say("the order in which people were really drawn").should_say("fewer than 5");
        for applicant in &round.applicants {
            assert!(!page.body().contains(&applicant.reference), "{} is on the page", applicant.reference);
        }
        let policies = shipped().unwrap();
        let found = compare(&policies[0], &policies[1], &round, &seed(&policies[0], &round)).unwrap();
        let expected: Vec<String> = found.everybody.counts().iter().map(ToString::to_string).collect();
        let cells = page.texts("table:first-of-type tbody tr:first-child td > span:last-child, table:first-of-type tbody tr:first-child td");
        for count in &expected {
            assert!(cells.iter().any(|cell| cell.ends_with(count.as_str())), "{count} is not among {cells:?}");
        }
        // The other way round nothing can be adopted: the first set is not in force.
        let other = client.get("/national/policy/PAST?first=practise-open-20-1.0.0&second=practise-default-1.0.0").await;
        other.should_say("compare them with those in force");
        assert!(!other.body().contains("/adopt?"));
        client.get("/national/policy/PAST?second=practise-default-1.0.0").await.should_say("These are the same rules");
        client.get("/national/policy/PAST?second=no-such-rules").await.should_be(404);
    }

    async fn only_a_round_that_is_drawn_can_be_looked_at(test: TestApp) {
        test.open_round("OPEN");
        test.national("national@example.org");
        let client = test.sign_in("national@example.org").await;
        client.get("/national/policy").await.should_say("No round has been drawn yet");
        client.get("/national/policy/OPEN").await.should_be(404);
        client.get("/national/policy/OPEN/adopt").await.should_be(404);
    }

    async fn a_round_that_does_not_fit_the_rules_is_not_compared(test: TestApp) {
        let round = drawn_round(&test, "PAST", &example());
        test.write(|tx| {
            use diesel::prelude::*;
            use practise::db::schema::allocation_run::dsl;
            let strange = example().canonical_json()?.replace("\"neet\"", "\"a_circumstance_of_another_policy\"");
            diesel::update(dsl::allocation_run.filter(dsl::round_id.eq(round))).set(dsl::input.eq(strange)).execute(tx.db)?;
            Ok(())
        });
        test.national("national@example.org");
        let client = test.sign_in("national@example.org").await;
        client.get("/national/policy/PAST").await.should_be(200).should_say("does not fit one of these rules");
        client.get("/national/policy/PAST/adopt").await.should_be(409);
    }
}
