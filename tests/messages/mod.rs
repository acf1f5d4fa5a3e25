//! Messages: between an applicant and the coordinators of the organisation whose offer or place they have, and nobody else.

use diesel::prelude::*;
use practise::applications::ApplicationState as State;
use practise::db::schema::{audit, message};
use practise::messages::tell_due;
use practise::my_data::{Cause, erase_person, everything};
use time::Duration;
use time::macros::{date, time};

use crate::journeys::world::{COLLEAGUE, COORDINATOR, World};
use crate::preparation::{place, until};
use crate::support::app::TestApp;
use crate::support::run::on_both;

const PEOPLE: [&str; 2] = ["ann@example.org", "ben@example.org"];

/// How many letters about messages somebody has.
async fn told(world: &World, email: &str) -> usize {
    world.mails(email, "message.waiting").await.len()
}

on_both! {
    async fn both_sides_write_are_told_and_read(test: TestApp) {
        let world = World::new(&test, &[1]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        let (email, id) = world.of_state(&people, State::Proposed)[0];
        let reference = world.application(id).reference;
        let own = format!("/applications/{reference}/messages");
        let client = test.sign_in(email).await;
        client.get(&own).await.should_be(409);

        // Once a place is offered, the applicant can ask; the letter does not say what.
        world.approve().await.should_say("Approved");
        let page = client.get(&format!("/applications/{reference}")).await.follow("Messages with the organisation").await;
        let wrong = page.form().submit().await;
        assert_eq!(wrong.should_be(422).error_summary(), [("#message".to_owned(), "Enter your message".to_owned())]);
        let long = wrong.form().set("message", "x".repeat(2001)).submit().await;
        long.should_be(422).should_say("Message must be 2000 characters or less");
        assert_eq!(long.form().value("message").map(str::len), Some(2001), "what was typed is kept");
        let bell = page.form().forge("message", "a\u{7}b").submit().await;
        bell.should_be(400);
        let sent = page.form().set("message", "Is there <b>parking</b>?\r\nThank you, Qanary").submit().await;
        sent.should_be(200).should_say("Is there <b>parking</b>?").should_say("Thank you, Qanary");
        page.form().set("message", "Is there <b>parking</b>?\r\nThank you, Qanary").submit().await;
        assert_eq!(test.read(|db| Ok(message::table.count().get_result::<i64>(db)?)), 1, "pressed twice, sent once");
        let letter = world.mail(COORDINATOR, "message.waiting").await;
        assert!(!letter.text().contains("parking") && !letter.text().contains("Qanary") && !letter.subject().contains("Ann"));
        assert_eq!((told(&world, COLLEAGUE).await, told(&world, email).await), (1, 0));
        let kept: Vec<String> = test.read(|db| Ok(audit::table.filter(audit::act.eq("message.sent")).select(audit::detail).load(db)?));
        assert!(kept.len() == 1 && !kept[0].contains("parking"));

        // Within the hour nobody is told again, and after it nobody is forgotten.
        test.pass(Duration::minutes(10));
        client.get(&own).await.form().set("message", "I come by bus now.").submit().await.should_be(200);
        assert_eq!(told(&world, COORDINATOR).await, 1);
        tell_due(test.ledger()).unwrap();
        assert_eq!(told(&world, COORDINATOR).await, 1);
        test.pass(Duration::minutes(50));
        tell_due(test.ledger()).unwrap();
        tell_due(test.ledger()).unwrap();
        assert_eq!((told(&world, COORDINATOR).await, told(&world, COLLEAGUE).await), (2, 2));

        // The coordinator reads and answers; a look is written down.
        let coordinator = test.sign_in(COORDINATOR).await;
        let list = coordinator.get("/coordinate/messages").await;
        assert_eq!(list.texts("tbody td").last().map(String::as_str), Some("2"));
        let thread = list.follow(&reference).await;
        thread.should_say("I come by bus now.");
        assert_eq!(coordinator.get("/coordinate/messages").await.texts("tbody td").last().map(String::as_str), Some("0"));
        thread.form().set("message", "There is a bus stop.").submit().await.should_say("You or a colleague");
        assert_eq!(told(&world, email).await, 1);
        client.get(&own).await.should_say("A coordinator at Northtown Teaching Hospitals").should_say("There is a bus stop.");
        client.get(&format!("/applications/{reference}/who-looked")).await.should_say("Your messages");

        // The conversation goes on under the placement; another organisation and another applicant see nothing.
        place(&world, &people).await;
        let placement = test.read(|db| practise::placements::placed_as(db, id)).unwrap();
        let theirs = format!("/coordinate/placements/{}/messages", placement.reference);
        coordinator.get(&format!("/coordinate/placements/{}", placement.reference)).await.follow("Messages with this person").await.should_say("There is a bus stop.");
        let elsewhere = test.organisation("ELSE", "Another trust", test.area("ELSE"));
        test.coordinator("outsider@example.org", elsewhere);
        test.sign_in("outsider@example.org").await.get(&theirs).await.should_be(404);
        let other = people.iter().find(|(other, _)| *other != email).unwrap().0;
        test.sign_in(other).await.get(&own).await.should_be(404);

        // Sixty days after the last day people still read, and write no more.
        let form = client.get(&own).await.form().set("message", "Too late?");
        until(&test, date!(2027 - 08 - 17), time!(23:59));
        let client = test.sign_in(email).await;
        assert!(client.get(&own).await.has("textarea"));
        test.pass(Duration::minutes(1));
        let page = client.get(&own).await;
        page.should_say("You can no longer send messages");
        assert!(!page.has("textarea"));
        let token = client.get("/sign-in").await.attributes("input[name='_csrf']", "value").remove(0);
        let pairs = [("_csrf".to_owned(), token), ("_key".to_owned(), "k".to_owned()), ("message".to_owned(), form.value("message").unwrap().to_owned())];
        client.post(&own, &pairs).await.should_be(409);

        // It is in what somebody can download, and goes with them.
        let person = world.application(id).person_id;
        let all = test.read(|db| everything(db, person, test.now())).json().to_string();
        assert!(all.contains("There is a bus stop.") && all.contains("Qanary"));
        test.write(|tx| erase_person(tx, person, Cause::Operator));
        assert_eq!(test.read(|db| Ok(message::table.count().get_result::<i64>(db)?)), 0);
        world.holds();
    }

    async fn a_reported_message_goes_to_the_champion_or_the_area(test: TestApp) {
        let world = World::new(&test, &[1]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        place(&world, &people).await;
        let (email, id) = world.of_state(&people, State::Placed)[0];
        let placement = test.read(|db| practise::placements::placed_as(db, id)).unwrap();
        let (trust, area) = test.read(|db| {
            use practise::db::schema::organisation;
            let of = organisation::table.find(placement.organisation_id).select((organisation::id, organisation::area_id));
            Ok(of.first::<(i64, i64)>(db)?)
        });
        test.area_lead("lead@example.org", area);
        let coordinator = test.sign_in(COORDINATOR).await;
        let thread = coordinator.get(&format!("/coordinate/placements/{}/messages", placement.reference)).await;
        thread.form().set("message", "Send me a picture of yourself.").submit().await.should_be(200);
        let client = test.sign_in(email).await;
        let own = client.get(&format!("/applications/{}/messages", placement.application)).await;
        let own = own.form().set("message", "No.").submit().await;
        let (report, _) = own.links().into_iter().find(|(_, words)| words.starts_with("Report this message")).unwrap();
        let ask = client.get(&report).await;
        ask.should_say("Send me a picture of yourself.");
        client.get(&report.replace("/1/", "/2/")).await.should_be(404);
        client.get(&report.replace("/1/", "/0/")).await.should_be(404);
        ask.form().submit().await.should_say("You or a colleague have reported this message.");
        ask.form().submit().await;
        let letter = world.mail("lead@example.org", "message.reported").await;
        assert!(letter.text().contains(&placement.application) && !letter.text().contains("picture"));
        let lead = test.sign_in("lead@example.org").await;
        lead.get("/lead/reported-messages").await.should_say("Send me a picture of yourself.").should_say("A coordinator wrote this");

        // With a champion, the area's lead no longer sees it, and the champion does.
        test.champion("champion@example.org", trust);
        lead.get("/lead/reported-messages").await.should_say("No message was reported.");
        test.sign_in("champion@example.org").await.get("/coordinate/reported-messages").await.should_say("Send me a picture of yourself.");
        let looks = client.get(&format!("/applications/{}/who-looked", placement.application)).await;
        looks.should_say("A board member at Northtown Teaching Hospitals").should_say("The area lead");
        world.holds();
    }

    async fn nobody_floods_the_other_side(test: TestApp) {
        let world = World::new(&test, &[1]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        place(&world, &people).await;
        let (email, id) = world.of_state(&people, State::Placed)[0];
        let client = test.sign_in(email).await;
        let page = client.get(&format!("/applications/{}/messages", world.application(id).reference)).await;
        for number in 0..20 {
            page.form().set("message", format!("Message {number}")).submit().await.should_be(200);
        }
        page.form().set("message", "One more").submit().await.should_be(409).should_say("Try again tomorrow");
        assert_eq!(told(&world, COORDINATOR).await, 1);
    }
}
