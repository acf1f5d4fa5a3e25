//! Several people are approved in one press, from the top; who cannot be is named with why not.

use super::{list, passed, proposals, ranked};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, number};
use crate::support::app::TestApp;
use crate::support::run::on_both;
use crate::support::tables::counts;
use practise::rounds::ProposalState as State;

on_both! {
    async fn those_who_were_ticked_are_approved_in_one_press(test: TestApp) {
        let world = ranked(&test, 6, 7).await;
        let all = proposals(&test);
        let client = test.sign_in(COORDINATOR).await;
        let page = client.get(&list(&world)).await;
        assert_eq!(page.form().choices("proposal").len(), 6, "one waits on the list and cannot be ticked");
        page.form().submit().await.should_be(422).should_say("Select who to approve");

        // The second is left out: the third would be out of order, and is named.
        let form = page.form().choose("proposal", &all[0].reference).choose("proposal", &all[2].reference);
        let done = form.submit().await;
        let third = world.application(all[2].application_id).reference;
        done.should_be(200).should_say("1 person is approved").should_say(&format!("{third}: somebody above still waits"));
        let states = || proposals(&test).iter().map(|one| one.state).collect::<Vec<_>>();
        assert_eq!(states()[..3], [State::Approved, State::Open, State::Open]);

        // Everybody: a colleague has meanwhile decided about one, and the rest is approved together.
        let everybody = done.follow("Select everybody who waits on this page").await.form();
        let colleague = test.sign_in(COLLEAGUE).await;
        colleague.get(&all[1].path()).await.form().choose("decision", "decline").choose("reason", "support_not_possible").submit().await.should_say("Declined");
        let done = everybody.submit().await;
        let second = world.application(all[1].application_id).reference;
        done.should_say("4 people are approved").should_say(&format!("{second}: a colleague decided this before you"));
        // Whoever waited came next when the second was declined: they were not ticked, and still wait.
        assert_eq!(states(), [State::Approved, State::Declined, State::Approved, State::Approved, State::Approved, State::Approved, State::Open]);
        assert!(passed(&test).is_empty(), "nobody was passed");
        assert_eq!(number(&test, "SELECT count(*) AS number FROM offer"), 5);

        // Sent again, each press shows what it did, and does nothing.
        let before = counts(&test);
        everybody.submit().await.should_say("4 people are approved");
        form.submit().await.should_say("1 person is approved");
        // What is not of this list is not there; what is made up is not shown.
        done.form().forge("proposal", "NOPE-NOPE-NOPE").submit().await.should_be(404);
        let forged = client.get(&format!("{}?done=3~%3Cb%3E.above", list(&world))).await;
        assert!(!forged.text().contains("approved."), "{}", forged.text());
        assert_eq!(counts(&test), before);
        world.holds();
    }
}
