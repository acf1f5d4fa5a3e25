//! How it went for people on waiting lists: counted by hand, and by the portal.

use diesel::prelude::*;
use practise::applications::ApplicationState as State;
use practise::db::schema::{round, waiting_odds};
use practise::rounds::{self, count_waiting};
use time::Duration;

use crate::journeys::world::World;
use crate::support::app::TestApp;
use crate::support::run::on_both;

/// Position from which on, how many stood there, how many were offered the place: of one round.
fn counted(test: &TestApp, round: i64) -> Vec<(i32, i32, i32)> {
    let rows = waiting_odds::table
        .filter(waiting_odds::round_id.eq(round))
        .order(waiting_odds::from_position)
        .select((waiting_odds::from_position, waiting_odds::stood, waiting_odds::offered));
    test.read(|db| Ok(rows.load(db)?))
}

const PEOPLE: [&str; 5] = [
    "ann@example.org",
    "ben@example.org",
    "cat@example.org",
    "dan@example.org",
    "eve@example.org",
];

/// The address of whoever is proposed now.
fn proposed(world: &World, people: &[(&'static str, i64)]) -> &'static str {
    let found = world.of_state(people, State::Proposed);
    assert_eq!(found.len(), 1);
    found[0].0
}

on_both! {
    async fn the_odds_are_those_that_are_counted_by_hand(test: TestApp) {
        let world = World::new(&test, &[1]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        count_waiting(test.ledger()).unwrap();
        assert_eq!(counted(&test, world.round), [], "the round is not settled");

        // Run 1: one is proposed, four stand at 1, 2, 3 and 4. The first says no, so in run 2 the others stand at 1, 2 and 3.
        let first = proposed(&world, &people);
        world.approve().await.should_be(200);
        let no = world.link(first, "offer.made").await.form().choose("answer", "decline").choose("reason", "dates");
        no.submit().await.should_be(200);
        let second = proposed(&world, &people);
        world.approve().await.should_be(200);
        world.accept(second).await.should_be(200);
        count_waiting(test.ledger()).unwrap();
        // At 1 stood two, of whom the first was offered the place. At 2 or 3 stood those from 2, 3 and 4. At 4 stood one.
        assert_eq!(counted(&test, world.round), [(1, 2, 1), (2, 3, 0), (4, 1, 0), (7, 0, 0), (11, 0, 0)]);

        // The place is given back: the third is offered it, and two stand at 1 and 2.
        test.pass(Duration::hours(1));
        let client = test.sign_in(second).await;
        let own = format!("/applications/{}", world.application(people.iter().find(|(email, _)| *email == second).unwrap().1).reference);
        client.get(&format!("{own}/leave")).await.form().submit().await.should_be(200);
        let third = proposed(&world, &people);
        world.approve().await.should_be(200);
        world.accept(third).await.should_be(200);
        count_waiting(test.ledger()).unwrap();
        assert_eq!(counted(&test, world.round), [(1, 3, 2), (2, 3, 1), (4, 1, 0), (7, 0, 0), (11, 0, 0)]);
        let before = test.now();
        test.pass(Duration::hours(1));
        assert_eq!(count_waiting(test.ledger()).unwrap(), "0 rounds counted");
        let at: Vec<practise::db::Instant> = test.read(|db| Ok(waiting_odds::table.select(waiting_odds::counted_at).load(db)?));
        assert!(at.iter().all(|at| *at == before), "a round is counted again only when it has settled again");
        world.holds();
    }

    async fn whoever_waits_sees_their_position_and_the_odds_if_they_are_known(test: TestApp) {
        let world = World::new(&test, &[1, 3]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        let waiting = people.iter().find(|(_, id)| world.state(*id) == State::Waiting).copied().unwrap();
        let last = people.iter().rfind(|(_, id)| world.state(*id) == State::NotReached).copied().unwrap();
        let status = format!("/applications/{}", world.application(waiting.1).reference);
        let client = test.sign_in(waiting.0).await;
        let page = client.get(&status).await.follow("Your waiting lists, and how it went for others").await;
        page.should_say("Your position on the waiting list 1").should_say("Your rank among everybody who chose it 2");
        page.should_say("We do not know yet").should_say("Fewer than 10 people have stood here");

        // 9 people are too few, in however many rounds; 34 are enough.
        let other = test.round("R2", test.now());
        let add = |id: i64, from: i32, stood: i32, offered: i32| {
            test.write(|tx| {
                let row = (
                    waiting_odds::round_id.eq(id),
                    waiting_odds::from_position.eq(from),
                    waiting_odds::stood.eq(stood),
                    waiting_odds::offered.eq(offered),
                    waiting_odds::counted_at.eq(tx.now),
                );
                Ok(diesel::insert_into(waiting_odds::table).values(row).execute(tx.db)?)
            });
        };
        add(other, 1, 9, 9);
        client.get(&page.path).await.should_say("We do not know yet");
        add(world.round, 1, 25, 2);
        client.get(&page.path).await.should_say("34 people stood at position 1. 11 of them were offered the place later. That is about 3 in 10.");
        add(other, 2, 40, 0);
        add(other, 4, 40, 1);
        let rank = |id: i64| -> i64 {
            let waits = practise::db::schema::standing::table.filter(practise::db::schema::standing::application_id.eq(id));
            test.read(|db| Ok(waits.select(practise::db::schema::standing::waiting_position.assume_not_null()).get_result(db)?))
        };
        let client = test.sign_in(last.0).await;
        let page = client.get(&format!("/applications/{}/waiting", world.application(last.1).reference)).await;
        if rank(last.1) == 4 {
            page.should_say("40 people stood at positions 4 to 6. 1 of them was offered the place later. That is fewer than 1 in 10.");
        } else {
            page.should_say("40 people stood at positions 2 to 3. None of them was offered the place later.");
        }
        test.client().get(&page.path).await.should_say("Log in");
        let placed = test.read(|db| Ok(round::table.count().get_result::<i64>(db)?));
        assert_eq!(placed, 2);
        assert_eq!(test.read(rounds::odds).iter().map(|odds| (odds.from, odds.to)).collect::<Vec<_>>(), [(1, Some(1)), (2, Some(3)), (4, Some(6)), (7, Some(10)), (11, None)]);
    }
}
