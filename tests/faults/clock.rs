//! Row 11: the clock jumps. Whatever ends at a moment ends at that moment, whichever way the clock went; nobody stays signed in for ever; what was done
//! keeps its order. (That retention refuses to work by such a clock is in `tests/my_data/retention.rs`.)

use diesel::prelude::*;
use practise::db::schema::audit;
use time::Duration;

use crate::journeys::world::World;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::run::on_both;

async fn is_signed_in(client: &Client) -> bool {
    client.get("/my-applications").await.path == "/my-applications"
}

on_both! {
    async fn row_11_sessions_end_whichever_way_the_clock_goes(test: TestApp) {
        let before = test.sign_in("ann@example.org").await;
        let resting = test.sign_in("ann@example.org").await;
        assert!(is_signed_in(&before).await);
        // A little back, as clocks are set right every day, is no reason to sign in again.
        test.pass(-Duration::minutes(4));
        assert!(is_signed_in(&before).await);
        test.pass(Duration::minutes(4));
        // A year ahead: over. Who signs in there is not signed in for a year when the clock comes back.
        test.pass(Duration::days(365));
        assert!(!is_signed_in(&before).await);
        let ahead = test.sign_in("ann@example.org").await;
        assert!(is_signed_in(&ahead).await);
        test.pass(-Duration::days(365));
        assert!(!is_signed_in(&ahead).await, "a session of the future is none");
        assert!(is_signed_in(&resting).await, "and one of today still is");
    }

    async fn row_11_links_and_codes_end_at_their_moment_both_ways(test: TestApp) {
        let world = World::new(&test, &[1]);
        world.applicant("ann@example.org", &[0]);
        world.rank().await;
        world.approve().await.should_say("Approved");
        let link = world.mail("ann@example.org", "offer.made").await.link();
        test.client().open(&link).await.should_be(200);
        test.pass(-Duration::days(400));
        test.client().open(&link).await.should_be(200);
        test.pass(Duration::days(800));
        let late = test.client().open(&link).await;
        assert!(late.status == 410 || !late.has("input[name=answer]"), "{}: {}", late.status, late.text());
        test.pass(-Duration::days(400));
        test.client().open(&link).await.should_be(200).form().choose("answer", "accept").submit().await.should_say("Your place is agreed");
        assert_eq!(world.agreed(), 1);
    }

    async fn row_11_what_was_done_keeps_its_order(test: TestApp) {
        test.person("ann@example.org");
        test.sign_in("ann@example.org").await;
        test.pass(-Duration::days(30));
        test.sign_in("ann@example.org").await;
        let rows: Vec<(i64, practise::db::Instant)> = test.read(|db| Ok(audit::table.order(audit::seq).select((audit::seq, audit::at)).load(db)?));
        assert!(rows.windows(2).any(|pair| pair[1].1 < pair[0].1), "the log has a row that is older than the one before it");
        assert!(rows.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1), "{rows:?}");
        test.read(practise::audit::verify).unwrap();
    }
}
