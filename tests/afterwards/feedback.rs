//! The letters of the day after, the links in them, and what is told of the answers.

use diesel::prelude::*;
use practise::afterwards::{recommended, write_after};
use practise::applications::ApplicationState as State;
use practise::db::schema::{audit, feedback, opportunity, sensitive_read};
use practise::placements::PlacementState;
use time::Duration;

use super::{ANN, FIRST, LAST, days, placed, placement_of, until};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, number};
use crate::support::app::TestApp;
use crate::support::form::Form;
use crate::support::run::on_both;

fn good(form: Form, recommend: &str) -> Form {
    form.choose("expected", "yes")
        .choose("careers", "partly")
        .choose("looked-after", "yes")
        .choose("recommend", recommend)
        .choose("plans", "more_sure")
}

on_both! {
    async fn the_day_after_both_sides_are_asked_once_and_answer_from_their_links(test: TestApp) {
        let (world, people) = placed(&test, &[ANN]).await;
        let id = people[0].1;
        let run = || write_after(test.ledger()).unwrap();
        until(&test, LAST);
        assert_eq!(run(), "0 placements asked about");
        until(&test, LAST + Duration::DAY);
        assert_eq!((run(), run()), ("1 placements asked about".to_owned(), "0 placements asked about".to_owned()));
        assert_eq!(world.mail(ANN, "placement.after").await.subject(), "How was your work experience?");
        for coordinator in [COORDINATOR, COLLEAGUE] {
            let letter = world.mail(coordinator, "placement.after.coordinator").await;
            assert!(!letter.text().contains("Okafor"), "letters to others name nobody");
        }

        // The coordinator: who came, how it was, and the placement is closed, all with one button.
        let page = world.link(COORDINATOR, "placement.after.coordinator").await;
        page.should_be(200).should_say("ann Okafor").should_say("Wednesday 16 June 2027");
        let looked = sensitive_read::table.filter(sensitive_read::page.eq("placement")).count();
        assert_eq!(test.read(|db| Ok(looked.get_result::<i64>(db)?)), 1, "the look is written down");
        let mut form = page.form().choose("prepared", "yes").choose("took-part", "yes").set("words", "Asked good questions");
        let half = form.clone().choose(&format!("mark-{FIRST}"), "came").submit().await;
        half.should_be(422).should_say("Select whether the person came on Friday 18 June 2027").should_say("Select whether you would have the person again");
        assert_eq!(half.form().value("words"), Some("Asked good questions"), "what was typed stays");
        assert_eq!(half.form().value(&format!("mark-{FIRST}")), Some("came"));
        assert_eq!(world.state(id), State::Placed);
        for day in days() {
            form = form.choose(&format!("mark-{day}"), "came");
        }
        form.choose("again", "yes").submit().await.should_be(200).should_say("Thank you");
        assert_eq!((world.state(id), placement_of(&test, id).1), (State::Completed, PlacementState::Completed));
        world.link(COLLEAGUE, "placement.after.coordinator").await.should_be(200).should_say("Thank you");

        // The participant.
        let page = world.link(ANN, "placement.after").await;
        page.should_say("How was your placement?").should_say("Northtown Teaching Hospitals");
        page.form().submit().await.should_be(422).should_say("Select whether you would recommend this placement").should_say("Select whether we may ask you again");
        let form = good(page.form(), "yes").set("words", "They let me ask").choose("may-quote", "yes").choose("keep-in-touch", "no");
        form.submit().await.should_be(200).should_say("You have told us how it was");
        form.submit().await.should_be(200).should_say("You have told us how it was");
        assert_eq!(number(&test, "SELECT count(*) AS number FROM feedback"), 2);
        let client = test.sign_in(ANN).await;
        let own = format!("/applications/{}", world.application(id).reference);
        client.get(&format!("{own}/feedback")).await.should_say("You have told us").should_say("They let me ask");
        let coordinator = test.sign_in(COORDINATOR).await;
        let (reference, _) = placement_of(&test, id);
        coordinator.get(&format!("/coordinate/placements/{reference}/afterwards")).await.should_say("They let me ask");
        coordinator.get(&format!("/coordinate/placements/{reference}/feedback")).await.should_say("Asked good questions");
        // Words are in no log.
        let details: Vec<String> = test.read(|db| Ok(audit::table.select(audit::detail).load(db)?));
        for words in ["let me ask", "good questions", "Okafor"] {
            assert!(details.iter().all(|detail| !detail.contains(words)), "{words}");
        }
    }

    async fn a_coordinator_whose_person_did_not_come_says_only_that(test: TestApp) {
        let (world, people) = placed(&test, &[ANN]).await;
        until(&test, LAST + Duration::DAY);
        write_after(test.ledger()).unwrap();
        let mut form = world.link(COORDINATOR, "placement.after.coordinator").await.form();
        for day in days() {
            form = form.choose(&format!("mark-{day}"), "absent_told");
        }
        form.submit().await.should_be(200).should_say("Thank you");
        assert_eq!(world.state(people[0].1), State::DidNotAttend);
        // Who has another record than their own memory says is not asked how it was.
        world.link(ANN, "placement.after").await.should_be(200).should_say("Thank you");
        assert_eq!(number(&test, "SELECT count(*) AS number FROM feedback"), 0);
    }

    async fn a_link_dies_with_the_role_and_is_sent_afresh_to_its_own_address(test: TestApp) {
        let (world, _) = placed(&test, &[ANN]).await;
        until(&test, LAST + Duration::DAY);
        write_after(test.ledger()).unwrap();
        let link = world.mail(COLLEAGUE, "placement.after.coordinator").await.link();
        let role = "UPDATE role_grant SET revoked_at = granted_at WHERE person_id = (SELECT id FROM person WHERE email = 'co.two@trust.example.org')";
        test.write(|tx| Ok(diesel::sql_query(role).execute(tx.db)?));
        test.client().open(&link).await.should_be(404);
        test.pass(Duration::days(60));
        let old = world.link(COORDINATOR, "placement.after.coordinator").await;
        old.form().submit().await.should_be(200);
        assert_eq!(world.mails(COORDINATOR, "placement.after.coordinator").await.len(), 2);
        world.link(COORDINATOR, "placement.after.coordinator").await.should_say("Who came, and how was it?");
    }

    async fn a_share_is_told_from_five_answers_on_and_no_single_one_shows(test: TestApp) {
        let (world, people) = placed(&test, &[ANN, "b@example.org", "c@example.org", "d@example.org", "e@example.org", "f@example.org"]).await;
        let organisation: i64 = test.read(|db| {
            Ok(opportunity::table.find(world.placements[0]).select(opportunity::organisation_id).get_result(db)?)
        });
        until(&test, LAST);
        let client = test.sign_in(ANN).await;
        let own = format!("/applications/{}", world.application(people[0].1).reference);
        let form = good(client.get(&format!("{own}/feedback")).await.form(), "no").choose("keep-in-touch", "no");
        form.submit().await.should_be(200).should_say("Thank you for telling us");
        let told = || test.read(|db| recommended(db, organisation, None)).map(|share| share.words());
        assert_eq!(told(), None);
        let json = test.read(|db| Ok(feedback::table.select(feedback::answers).first::<String>(db)?));
        let mut after = Vec::new();
        for ((_, id), recommend) in people[1..].iter().zip(["yes", "yes", "yes", "yes", "no"]) {
            let answers = json.replace("\"recommend\":\"no\"", &format!("\"recommend\":\"{recommend}\""));
            say(&test, *id, &answers);
            after.push(told());
        }
        let four = Some("4 of 5".to_owned());
        assert_eq!(after, [None, None, None, four.clone(), four], "the sixth answer waits for four more");
        assert_eq!(test.read(|db| recommended(db, organisation, Some((LAST, LAST)))), None, "none of them began then");
        let coordinator = test.sign_in(COORDINATOR).await;
        coordinator.get("/coordinate/afterwards").await.should_say("4 of 5 would recommend their placement with you");
    }
}

/// Keeps what somebody else said, straight in the database.
fn say(test: &TestApp, application_id: i64, answers: &str) {
    test.write(|tx| {
        let placed = practise::placements::placed_as(tx.db, application_id)?.unwrap();
        Ok(diesel::insert_into(feedback::table)
            .values((
                feedback::placement_id.eq(placed.id),
                feedback::side.eq("participant"),
                feedback::answers.eq(answers),
                feedback::given_at.eq(tx.now),
                feedback::may_quote.eq(false),
            ))
            .execute(tx.db)?)
    });
}
