//! Claims: made for days on which somebody came, decided once, told, and taken along as a file.

use super::{ANN, LAST, came, completed, placed, until};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, number};
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn a_claim_is_made_agreed_paid_and_exported(test: TestApp) {
        let (world, id, _) = came(&test).await;
        let path = format!("/applications/{}/expenses", world.application(id).reference);
        let ann = test.sign_in(ANN).await;
        let page = ann.get(&path).await;
        assert!(page.form().choices("day").iter().all(|(day, _)| day != "2027-06-18"), "only days on which they came");
        let empty = page.form().submit().await;
        for words in ["Select what the money was for", "Select on which day", "Enter how much it was", "Enter what it was"] {
            empty.should_be(422).should_say(words);
        }
        let filled = |amount: &str, note: &str| {
            page.form().choose("kind", "travel").choose("day", "2027-06-15").set("amount", amount).set("note", note)
        };
        filled("100.01", "Taxi").submit().await.should_be(422).should_say("must be £100.00 or less");
        filled("four", "Bus").submit().await.should_be(422).should_say("pounds and pence");
        filled("4.50", "Bus").forge("day", "2027-06-18").submit().await.should_be(422).should_say("Select on which day");
        filled("£4.50", "=Bus()").submit().await.should_be(200).should_say("Your claim is sent").should_say("£4.50");
        filled("5", "Bus again").submit().await.should_be(409).should_say("You have claimed this for that day already");
        filled("3.20", "Lunch").choose("kind", "refreshments").submit().await.should_be(200);
        world.mails(COLLEAGUE, "claim.made").await;

        let coordinator = test.sign_in(COORDINATOR).await;
        let list = coordinator.get("/coordinate/claims").await;
        list.should_say("£7.70").should_say("Waiting for an answer");
        let claims: Vec<String> = list.links().into_iter().filter(|(href, _)| href.starts_with("/coordinate/claims/")).map(|(href, _)| href).collect();
        let (lunch, bus) = (coordinator.get(&claims[0]).await, coordinator.get(&claims[1]).await);
        lunch.form().choose("decision", "refuse").submit().await.should_be(422).should_say("Select why you refuse it");
        lunch.form().choose("decision", "refuse").choose("reason", "no_receipt").submit().await.should_say("A ticket or bill is needed");
        assert!(world.mail(ANN, "claim.decided").await.text().contains("a ticket or bill is needed"));
        let colleague = test.sign_in(COLLEAGUE).await.get(&claims[1]).await.form();
        bus.should_say("ann Okafor").form().choose("decision", "agree").submit().await.should_say("Agreed, not paid yet");
        colleague.choose("decision", "refuse").choose("reason", "too_much").submit().await.should_be(409).should_say("decided already");
        coordinator.get(&claims[1]).await.form().submit().await.should_say("Paid");
        assert_eq!(world.mails(ANN, "claim.decided").await.len(), 3);
        let file = coordinator.get("/coordinate/claims.csv").await;
        assert!(file.header("content-disposition").contains("claims.csv"));
        let lines: Vec<String> = file.body().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[2].contains("\"ann Okafor\",\"A week on the ward ward\",\"2027-06-15\",\"travel\",\"4.50\",\"'=Bus()\",\"paid\",\"\""), "{}", lines[2]);
        assert_eq!(number(&test, "SELECT count(*) AS number FROM sensitive_read WHERE page = 'export'"), 1);
        // What was refused can be claimed anew.
        filled("3.20", "Lunch, with the bill").choose("kind", "refreshments").submit().await.should_be(200);
    }

    async fn nobody_claims_before_the_record_says_that_they_came_or_after_90_days(test: TestApp) {
        let (world, people) = placed(&test, &[ANN]).await;
        let path = format!("/applications/{}/expenses", world.application(people[0].1).reference);
        until(&test, LAST);
        test.sign_in(ANN).await.get(&path).await.should_be(409).should_say("Ask them to do it");
        assert_eq!(number(&test, "SELECT count(*) AS number FROM expense_claim"), 0);
    }

    async fn claims_end_after_90_days(test: TestApp) {
        let (world, id, _) = completed(&test).await;
        let path = format!("/applications/{}/expenses", world.application(id).reference);
        until(&test, time::macros::date!(2027-09-16));
        test.sign_in(ANN).await.get(&path).await.should_be(200);
        until(&test, time::macros::date!(2027-09-17));
        test.sign_in(ANN).await.get(&path).await.should_be(409).should_say("up to 90 days");
    }
}
