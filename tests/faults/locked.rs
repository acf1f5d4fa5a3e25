//! Row 7: somebody else holds the database. Pages that only read go on; a form waits a little, and then comes back as it was filled in.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use practise::db::AnyConnection;

use crate::support::app::TestApp;
use crate::support::run::on_both;
use crate::support::tables::counts;

/// Takes what every writer needs.
fn lock(held: &mut AnyConnection) {
    match held {
        AnyConnection::Sqlite(sqlite) => sqlite.batch_execute("BEGIN IMMEDIATE; DELETE FROM submission").unwrap(),
        AnyConnection::Postgres(postgres) => postgres
            .batch_execute("BEGIN; LOCK TABLE sign_in, audit, submission IN EXCLUSIVE MODE")
            .unwrap(),
    }
}

on_both! {
    async fn row_07_a_locked_database_is_waited_for_and_then_the_form_is_kept(test: TestApp) {
        let client = test.client();
        let form = client.get("/sign-in").await.form().set("email", "ada@example.org").choose("shared-computer", "yes");
        let mut held = test.db().connect();
        lock(&mut held);
        let started = Instant::now();
        let busy = form.submit().await;
        let waited = started.elapsed().as_secs_f64();
        busy.should_be(503);
        assert!((4.0..7.0).contains(&waited), "{waited} s");
        assert!(busy.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
        let kept = busy.form();
        assert_eq!(kept.action(), "/sign-in");
        assert_eq!((kept.value("email"), kept.value("shared-computer")), (Some("ada@example.org"), Some("yes")));
        assert_eq!(kept.value("_key"), form.value("_key"), "pressing again is the same press");
        // Readers are not held up.
        let started = Instant::now();
        test.client().get("/work-experience").await.should_be(200);
        assert!(started.elapsed().as_secs_f64() < 1.0);
        held.batch_execute("ROLLBACK").unwrap();
        kept.submit().await.should_be(200).should_say("ada@example.org");
        assert_eq!(counts(&test)["outbox"], 1);
    }

    async fn row_07_a_lock_that_ends_in_time_is_only_a_wait(test: TestApp) {
        let form = test.client().get("/sign-in").await.form().set("email", "ada@example.org");
        let mut held = test.db().connect();
        lock(&mut held);
        let release = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_secs(2));
            held.batch_execute("ROLLBACK").unwrap();
        });
        form.submit().await.should_be(200);
        release.join().unwrap();
    }
}
