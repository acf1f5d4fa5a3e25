//! "Are you still coming?": a yes, a no that the next person gains from, silence, and the cut-off.

use diesel::prelude::*;
use practise::applications::ApplicationState as State;
use practise::db::schema::{offer, reconfirmation};
use practise::preparation::{ask_due, tell_silent};
use practise::rounds::cut_off_due;
use time::Duration;
use time::macros::{date, time};

use super::{place, placed, until};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::run::on_both;

const PEOPLE: [&str; 4] = ["ann@example.org", "ben@example.org", "cat@example.org", "dan@example.org"];

on_both! {
    async fn a_yes_a_silence_and_a_no(test: TestApp) {
        let world = World::new(&test, &[2]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        place(&world, &people).await;
        let placed_people = world.of_state(&people, State::Placed);
        let [(first, one), (second, two)] = placed_people[..] else { panic!("two should be placed") };

        until(&test, date!(2027 - 05 - 27), time!(9:00));
        assert_eq!(ask_due(test.ledger()).unwrap(), "0 asked");
        until(&test, date!(2027 - 05 - 28), time!(6:00));
        assert_eq!(ask_due(test.ledger()).unwrap(), "0 asked", "not in the night");
        until(&test, date!(2027 - 05 - 28), time!(9:00));
        assert_eq!(ask_due(test.ledger()).unwrap(), "2 asked");
        assert_eq!(ask_due(test.ledger()).unwrap(), "0 asked");
        let page = world.link(first, "placement.still_coming").await;
        page.should_say("Monday 14 June 2027").should_say("5pm on 11 June 2027");
        page.form().submit().await.should_be(422).should_say("Select whether you still come");
        page.form().choose("coming", "yes").submit().await.should_say("You still come");
        page.form().choose("coming", "gives_back").submit().await.should_say("You still come");
        assert_eq!(world.agreed(), 2, "a spent link changes nothing");

        // The second question: one says yes on their own page, the other nothing at all.
        until(&test, date!(2027 - 06 - 09), time!(9:00));
        assert_eq!(ask_due(test.ledger()).unwrap(), "2 asked");
        let client = test.sign_in(first).await;
        let hub = client.get(&format!("/applications/{}/placement", world.application(one).reference)).await;
        let page = hub.follow("Say if you still come").await;
        let hub = page.form().choose("coming", "yes").submit().await;
        assert!(!hub.text().contains("Are you still coming?"));
        let coordinator = test.sign_in(COORDINATOR).await;
        coordinator.get("/coordinate/placements").await.should_say("No answer yet");
        assert_eq!(tell_silent(test.ledger()).unwrap(), "0 told");
        test.pass(Duration::days(1));
        assert_eq!(tell_silent(test.ledger()).unwrap(), "1 told");
        assert_eq!(tell_silent(test.ledger()).unwrap(), "0 told");
        let mail = world.mail(COORDINATOR, "placement.silent").await;
        assert!(mail.text().contains(&world.application(two).reference) && mail.text().contains(&placed(&test, two).reference));

        // They give the place back in the end: whoever is next is proposed at once, and has a day to answer.
        let page = world.link(second, "placement.still_coming").await;
        page.form().choose("coming", "gives_back").submit().await.should_say("You gave the place back");
        assert_eq!((world.agreed(), world.state(two)), (1, State::Withdrawn));
        assert!(world.mail(COORDINATOR, "placement.given_back").await.text().contains("If somebody is waiting"));
        let next = world.of_state(&people, State::Proposed);
        assert_eq!(next.len(), 1);
        world.approve().await.should_say("Approved");
        let until_when: practise::db::Instant = test.read(|db| Ok(offer::table.order(offer::id.desc()).select(offer::expires_at).first(db)?));
        assert_eq!(until_when.since(test.now()), Duration::days(1));
        world.accept(next[0].0).await.should_say("Your place is agreed");
        assert_eq!(ask_due(test.ledger()).unwrap(), "0 asked", "who has just said yes is not asked");
        let answers: Vec<Option<String>> = test.read(|db| Ok(reconfirmation::table.order(reconfirmation::id).select(reconfirmation::answer).load(db)?));
        let said: Vec<&str> = answers.iter().flatten().map(String::as_str).collect();
        assert_eq!(said.len(), 4);
        assert_eq!(said.iter().filter(|answer| **answer == "gives_back").count(), 2);
        world.holds();
    }

    async fn nobody_is_offered_a_place_at_the_last_minute(test: TestApp) {
        let world = World::new(&test, &[2]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        place(&world, &people).await;
        let placed_people = world.of_state(&people, State::Placed);
        let leave = |id: i64| format!("/applications/{}/leave", world.application(id).reference);

        // Four hours before the cut-off it is still proposed; decided later, it is too late.
        until(&test, date!(2027 - 06 - 11), time!(12:00));
        let client = test.sign_in(placed_people[0].0).await;
        client.get(&leave(placed_people[0].1)).await.form().submit().await.should_be(200);
        let next = world.of_state(&people, State::Proposed);
        assert_eq!(next.len(), 1);
        test.pass(Duration::minutes(1));
        let link = world.link(COORDINATOR, "proposal.asked").await;
        let late = link.form().choose("decision", "approve").submit().await;
        late.should_be(409).should_say("It is too late to offer this place");
        assert_eq!(world.state(next[0].1), State::Proposed, "nothing was done by halves");
        assert_eq!(cut_off_due(test.ledger()).unwrap(), "1 rounds went on");
        assert_eq!(cut_off_due(test.ledger()).unwrap(), "0 rounds went on");
        assert!(world.of_state(&people, State::Proposed).is_empty());

        // A place that is given back then stays empty, and the coordinator is told so.
        let client = test.sign_in(placed_people[1].0).await;
        client.get(&leave(placed_people[1].1)).await.form().submit().await.should_be(200);
        assert!(world.of_state(&people, State::Proposed).is_empty());
        let mails = world.mails(COORDINATOR, "placement.given_back").await;
        assert!(mails[1].text().contains("It is too late to offer the place to anybody else."), "{}", mails[1].text());
        assert_eq!(world.agreed(), 0);
        world.holds();
    }
}
