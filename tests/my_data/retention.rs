//! What goes without being asked, and when.

use diesel::prelude::*;
use practise::app_jobs;
use practise::applications::{ApplicationState as State, Owner, withdraw};
use practise::db::schema::{application_answer, erasure, person, retention_run};
use practise::jobs::{Guard, run_due};
use practise::my_data::{Counts, due, retain};
use time::Duration;

use crate::journeys::world::World;
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::on_both;

fn answers(test: &TestApp, id: i64) -> i64 {
    let of = application_answer::table.filter(application_answer::application_id.eq(id));
    test.read(|db| Ok(of.count().get_result(db)?))
}

fn counts(drafts: usize, not_placed: usize, placed: usize, people: usize) -> Counts {
    Counts {
        drafts,
        not_placed,
        placed,
        people,
    }
}

/// Goes to the start of a day.
fn go(test: &TestApp, date: time::Date) {
    test.pass(practise::db::Instant::midnight(date).since(test.now()));
}

on_both! {
    async fn each_class_is_kept_for_its_time_and_no_longer(test: TestApp) {
        use time::macros::date;
        let world = World::new(&test, &[1]);
        let ann = world.applicant("ann@example.org", &[0]);
        let ben = world.applicant("ben@example.org", &[0]);
        let cat = world.applicant("cat@example.org", &[0]);
        let left = world.application(cat);
        test.write(|tx| withdraw(tx, &Owner { id: left.person_id, email: "cat@example.org".to_owned() }, &left.reference));
        world.rank().await;
        world.approve().await.should_be(200);
        let (placed, waits) = if world.state(ann) == State::Offered { ((ann, "ann@example.org"), ben) } else { ((ben, "ben@example.org"), ann) };
        world.accept(placed.1).await.should_be(200);
        let draft = test.sign_in("dan@example.org").await;
        test.mail().await;

        // Everybody left on 11 January 2027, the placements end on 18 June 2027.
        go(&test, date!(2028 - 01 - 11));
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 0, 0, 0), "a year is not over before its last day is");
        go(&test, date!(2028 - 01 - 12));
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 1, 0, 1), "cat's application, and dan who only logged in");
        assert_eq!(answers(&test, cat), 9, "a dry run erases nothing");
        retain(test.ledger()).unwrap();
        assert_eq!([cat, waits, placed.0].map(|id| answers(&test, id)), [0, 9, 9]);
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 0, 0, 1), "now nothing else is kept about cat");
        retain(test.ledger()).unwrap();
        let addresses: Vec<String> = test.read(|db| Ok(person::table.select(person::email).load(db)?));
        assert!(!addresses.iter().any(|email| ["cat@example.org", "dan@example.org"].contains(&email.as_str())), "{addresses:?}");

        go(&test, date!(2028 - 06 - 18));
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 0, 0, 0));
        go(&test, date!(2028 - 06 - 19));
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 1, 0, 0), "no place of the round can come any more");
        retain(test.ledger()).unwrap();
        assert_eq!([waits, placed.0].map(|id| answers(&test, id)), [0, 9]);
        go(&test, date!(2029 - 06 - 18));
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 0, 0, 1), "whoever waited has nothing else");
        go(&test, date!(2029 - 06 - 19));
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 0, 1, 1));
        retain(test.ledger()).unwrap();
        assert_eq!(answers(&test, placed.0), 0);
        retain(test.ledger()).unwrap();
        assert_eq!(due(test.ledger()).unwrap(), counts(0, 0, 0, 0));

        // What is left: references, the log, the coordinators, and what was done.
        let addresses: Vec<String> = test.read(|db| Ok(person::table.select(person::email).load(db)?));
        assert!(addresses.iter().all(|email| email.starts_with("erased-") || email.contains("trust.example.org")), "{addresses:?}");
        let causes: Vec<String> = test.read(|db| Ok(erasure::table.select(erasure::cause).distinct().load(db)?));
        assert_eq!(causes, ["retention"]);
        let runs: Vec<(bool, String)> = test.read(|db| Ok(retention_run::table.order(retention_run::id).select((retention_run::dry, retention_run::counts)).load(db)?));
        assert!(runs.contains(&(false, r#"{"drafts":0,"not_placed":1,"placed":0,"people":1}"#.to_owned())), "{runs:?}");
        assert!(runs.iter().filter(|(dry, _)| *dry).count() > 5);
        world.holds();
        drop(draft);
    }

    async fn the_times_are_settings_and_drafts_are_among_them(backend: Backend) {
        let test = TestApp::builder(backend).configure(|config| {
            config.keep.draft_days = 5;
            config.keep.not_placed_months = 1;
        }).start();
        let world = World::new(&test, &[1]);
        let cat = world.applicant("cat@example.org", &[0]);
        let left = world.application(cat);
        test.write(|tx| withdraw(tx, &Owner { id: left.person_id, email: "cat@example.org".to_owned() }, &left.reference));
        let dan = test.sign_in("dan@example.org").await;
        dan.get("/apply/ward/begin").await.form().submit().await.should_be(200);
        test.pass(Duration::days(6));
        assert_eq!(due(test.ledger()).unwrap(), counts(1, 0, 0, 0));
        test.pass(Duration::days(26));
        assert_eq!(due(test.ledger()).unwrap(), counts(1, 1, 0, 0));
        let page = test.client().get("/privacy").await;
        page.should_say("5 days after you last change it").should_say("1 month after it is over").should_say("24 months after your last day there");
    }

    async fn a_clock_that_jumps_erases_nothing(test: TestApp) {
        let world = World::new(&test, &[1]);
        let cat = world.applicant("cat@example.org", &[0]);
        let left = world.application(cat);
        test.write(|tx| withdraw(tx, &Owner { id: left.person_id, email: "cat@example.org".to_owned() }, &left.reference));
        let jobs = [app_jobs::retention()];
        assert_eq!(run_due(test.ledger(), &jobs, "one", Guard::Clock).unwrap().len(), 1);
        test.pass(Duration::days(800));
        assert_eq!(run_due(test.ledger(), &jobs, "one", Guard::Clock).unwrap(), []);
        assert_eq!(answers(&test, cat), 9);
        assert_eq!(run_due(test.ledger(), &jobs, "one", Guard::Waived).unwrap().len(), 1);
        assert_eq!(answers(&test, cat), 0);
        assert!(app_jobs::jobs().iter().any(|job| job.name == "retention.erase" && job.erases));
    }
}
