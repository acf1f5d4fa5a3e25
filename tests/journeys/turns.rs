//! When somebody says no, or nothing: the place goes on, and whoever it concerns is told.

use practise::app_jobs::jobs;
use practise::applications::{ApplicationState as State, Situation};
use practise::jobs::{Guard, run_due};
use time::Duration;

use super::pages::{EMAIL, GUARDIAN, begin_with_code, first_half, guardian_agrees, open_link, school_confirms, second_half, send};
use super::world::{COORDINATOR, World, number};
use crate::support::app::TestApp;
use crate::support::run::on_both;

const PEOPLE: [&str; 3] = ["ann@example.org", "ben@example.org", "cat@example.org"];

/// Three people who want the one place: in the order of the list.
async fn ranked(test: &TestApp) -> (World, [(&'static str, i64); 3]) {
    let world = World::new(test, &[1]);
    let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
    world.rank().await;
    let first = world.of_state(&people, State::Proposed);
    assert_eq!(first.len(), 1, "one place, one proposal");
    let mut order = people;
    let sql = |id: i64| format!("SELECT priority_position AS number FROM standing WHERE application_id = {id}");
    order.sort_by_key(|(_, id)| number(test, &sql(*id)));
    assert_eq!(order[0], first[0]);
    (world, order)
}

on_both! {
    async fn a_coordinator_declines_with_a_reason_and_the_next_in_line_is_proposed(test: TestApp) {
        let (world, [(first, first_id), (_, second_id), _]) = ranked(&test).await;
        let form = world.link(COORDINATOR, "proposal.asked").await.form();
        form.clone().choose("decision", "decline").submit().await.should_be(422).should_say("Select why you decline");
        let done = form.choose("decision", "decline").choose("reason", "support_not_possible").submit().await;
        done.should_be(200).should_say("Declined");
        let letter = world.mail(first, "proposal.declined").await.text();
        assert!(letter.contains("cannot give the support that you need"), "{letter}");
        assert_eq!((world.state(first_id), world.state(second_id)), (State::Declined, State::Proposed));
        assert_eq!(world.mails(COORDINATOR, "proposal.asked").await.len(), 2);
        let status = test.sign_in(first).await;
        let path = format!("/applications/{}", world.application(first_id).reference);
        // The page says what the letter said.
        let page = status.get(&path).await;
        page.should_say("could not give you any of the placements you chose");
        page.should_say("The coordinator said no to this place. The organisation cannot give the support that you need on these days.");
        world.holds();
    }

    async fn an_applicant_declines_and_the_next_in_line_is_proposed(test: TestApp) {
        let (world, [(first, first_id), (second, second_id), _]) = ranked(&test).await;
        world.approve().await.should_say("Approved");
        let form = world.link(first, "offer.made").await.form();
        form.clone().choose("answer", "decline").submit().await.should_be(422).should_say("Select why you do not want this place");
        form.choose("answer", "decline").choose("reason", "dates").submit().await.should_say("You have said no to this place");
        assert_eq!((world.state(first_id), world.state(second_id)), (State::OfferDeclined, State::Proposed));
        world.approve().await.should_say("Approved");
        world.accept(second).await.should_say("Your place is agreed");
        assert_eq!(world.agreed(), 1);
        world.holds();
    }

    async fn an_offer_that_is_not_answered_ends_and_goes_to_the_next(test: TestApp) {
        let (world, [(first, first_id), (_, second_id), _]) = ranked(&test).await;
        world.approve().await.should_say("Approved");
        let run = || run_due(test.ledger(), &jobs(), "one", Guard::Clock).unwrap();
        test.pass(Duration::days(7) - Duration::SECOND);
        run();
        assert_eq!(world.state(first_id), State::Offered, "there is still a second");
        test.pass(Duration::minutes(11));
        run();
        assert_eq!((world.state(first_id), world.state(second_id)), (State::OfferExpired, State::Proposed));
        world.mail(first, "offer.expired").await;
        assert_eq!(world.link(first, "offer.made").await.h1(), "This offer has ended");
        let status = test.sign_in(first).await.get(&format!("/applications/{}", world.application(first_id).reference)).await;
        status.should_say("You did not answer the offer in time");
        world.holds();
    }

    async fn a_place_that_is_given_back_goes_to_the_next(test: TestApp) {
        let (world, [(first, first_id), (second, second_id), (third, third_id)]) = ranked(&test).await;
        // Somebody on the waiting list leaves first.
        let client = test.sign_in(third).await;
        let status = client.get(&format!("/applications/{}", world.application(third_id).reference)).await;
        let left = status.follow("Take back your application").await.form().submit().await;
        left.should_be(200).should_say("This application was taken back");
        world.approve().await.should_say("Approved");
        world.accept(first).await.should_say("Your place is agreed");
        assert_eq!(world.taken(world.placements[0]), 1);

        let client = test.sign_in(first).await;
        let path = format!("/applications/{}", world.application(first_id).reference);
        let ask = client.get(&path).await.follow("Give back your place").await;
        ask.should_say("Your place goes to the next person at once");
        assert_eq!(ask.form().submit().await.path, path);
        assert_eq!(ask.form().submit().await.path, path, "pressed again, it changes nothing");
        assert_eq!((world.state(first_id), world.state(second_id), world.agreed()), (State::Withdrawn, State::Proposed, 0));
        assert_eq!(world.mail(first, "application.left").await.subject(), "You gave back your place");
        world.mail(COORDINATOR, "placement.given_back").await;
        assert_eq!(world.link(first, "offer.made").await.h1(), "This offer is no longer open");
        world.approve().await.should_say("Approved");
        world.accept(second).await.should_say("Your place is agreed");
        assert_eq!((world.agreed(), world.taken(world.placements[0]), world.state(third_id)), (1, 1, State::Withdrawn));
        world.holds();
    }

    async fn nobody_gives_back_the_place_of_somebody_else(test: TestApp) {
        let (world, [(_, first_id), (second, _), _]) = ranked(&test).await;
        let stranger = test.sign_in(second).await;
        let path = format!("/applications/{}", world.application(first_id).reference);
        for page in ["/leave", "/offer", "/placement.ics", ""] {
            stranger.get(&format!("{path}{page}")).await.should_be(404);
        }
    }

    async fn a_guardian_says_no_and_the_application_ends_kindly(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let client = test.client();
        let tasks = begin_with_code(&test, &client).await;
        first_half(&client, &tasks).await;
        send(&second_half(&client, &tasks.path).await).await;
        let form = open_link(&test, GUARDIAN).await.form().choose("agree", "no").set("reason", "Exams");
        form.set("full-name", "Bo Okafor").set("relationship", "Mother").submit().await.should_say("You did not agree");
        client.get(&tasks.path).await.should_say("Your parent or guardian told us that they do not agree");
        assert_eq!(test.mail().await.latest_for(EMAIL).kind, "application.guardian_said_no");
        world.rank().await;
        assert!(test.mail().await.to(COORDINATOR).is_empty(), "nobody is proposed");
        world.holds();
    }

    async fn a_guardian_who_no_longer_agrees_ends_a_placement_and_it_goes_on(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let client = test.client();
        let tasks = begin_with_code(&test, &client).await;
        first_half(&client, &tasks).await;
        second_half(&client, &tasks.path).await.form().submit().await;
        guardian_agrees(&test).await;
        school_confirms(&test).await;
        let other = world.applicant_in(Situation::SomethingElse, "ann@example.org", &[0]);
        world.rank().await;
        world.approve().await.should_say("Approved");
        world.accept(EMAIL).await.should_say("Your place is agreed");
        open_link(&test, GUARDIAN).await.form().press("I no longer agree").await.should_say("You no longer agree");
        assert_eq!((world.agreed(), world.state(other)), (0, State::Proposed));
        world.mail(COORDINATOR, "placement.given_back").await;
        world.holds();
    }
}
