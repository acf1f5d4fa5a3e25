//! The operator's pages: what is wrong is said, a letter that could not be sent is sent again without saying whose it is, and nothing is erased by looking.

use diesel::prelude::*;
use practise::app_jobs;
use practise::db::schema::{audit, job, outbox, proposal, retention_run};
use practise::jobs::{Guard, run_due};
use time::Duration;

use crate::decisions::{proposals, ranked};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::browser::{Scripts, with_browser};
use crate::support::client::Client;
use crate::support::db::Backend;
use crate::support::nu;
use crate::support::run::{on_both, run};

const NATIONAL: &str = "national@example.org";
const CANARY: &str = "canary.lead@example.org";
const LETTERS: &str = "/national/operations/letters";
const ERASING: &str = "/national/operations/erasing";

async fn national(test: &TestApp) -> Client {
    test.national(NATIONAL);
    test.sign_in(NATIONAL).await
}

/// An invitation to somebody whose mail server has refused it.
async fn refused(test: &TestApp, client: &Client) -> i64 {
    let form = client.get("/national/people").await.form_to("/national/people");
    form.set("place", "Y63").set("email", CANARY).submit().await.should_be(200);
    test.letter_comes_back(CANARY)
}

fn acts(test: &TestApp, act: &str) -> Vec<(String, Option<i64>, i64)> {
    let rows = audit::table.filter(audit::act.eq(act)).order(audit::seq);
    let rows = rows.select((audit::actor_kind, audit::actor_id, audit::subject_id));
    test.read(|db| Ok(rows.load(db)?))
}

on_both! {
    async fn a_letter_that_could_not_be_sent_is_shown_without_its_person_and_really_sent_again(test: TestApp) {
        test.area("Y63");
        let client = national(&test).await;
        client.get(LETTERS).await.should_be(200).should_say("There are none.");
        let id = refused(&test, &client).await;
        let overview = client.get("/national/operations").await;
        overview.should_be(200).should_say("We could not send 1 letter.");
        let page = overview.follow("See them and try again").await;
        page.should_be(200).should_say("the mail server answered 550").should_say("invitation.sent");
        for secret in ["canary", "example.org", "Y63", "/links/"] {
            assert!(!page.body().contains(secret) && !overview.body().contains(secret), "{secret}");
        }
        let again = page.form_to(&format!("{LETTERS}/{id}"));
        let done = again.submit().await;
        done.should_be(200).should_say("We will try to send this letter again now").should_say("There are none.");
        // The same press once more does nothing more; a press on an older page is told so.
        again.submit().await.should_be(200);
        page.form_to(&format!("{LETTERS}/{id}")).forge("_key", "another").submit().await.should_be(409).should_say("Somebody has done so already");
        let by = test.person(NATIONAL);
        assert_eq!(acts(&test, "mail.revived"), [("person".to_owned(), Some(by), id)]);
        let link = test.mail().await.latest_for(CANARY).link();
        test.client().open(&link).await.should_be(200);
        let state: String = test.read(|db| Ok(outbox::table.find(id).select(outbox::state).get_result(db)?));
        assert_eq!(state, "sent");
        test.read(practise::audit::verify).unwrap();
    }

    async fn all_letters_are_sent_again_by_one_press(test: TestApp) {
        test.area("Y63");
        let client = national(&test).await;
        let id = refused(&test, &client).await;
        assert!(!client.get(LETTERS).await.has(&format!("form[action='{LETTERS}']")), "one has a button of its own");
        let form = client.get("/national/people").await.form_to("/national/people");
        form.set("place", "Y63").set("email", "other@example.org").submit().await.should_be(200);
        let other = test.letter_comes_back("other@example.org");
        let done = client.get(LETTERS).await.form_to(LETTERS).submit().await;
        done.should_be(200).should_say("We will try to send these letters again now").should_say("There are none.");
        let by = test.person(NATIONAL);
        assert_eq!(acts(&test, "mail.revived"), [id, other].map(|id| ("person".to_owned(), Some(by), id)));
        let mail = test.mail().await;
        for address in [CANARY, "other@example.org"] {
            test.client().open(&mail.latest_for(address).link()).await.should_be(200);
        }
    }

    async fn an_address_that_refuses_letters_is_flagged_where_somebody_can_put_it_right(test: TestApp) {
        test.area("Y63");
        let client = national(&test).await;
        refused(&test, &client).await;
        client.get("/national/people").await.should_say("Our email came back: check the address, and invite again");
        // A role that is had, and whose holder's address is closed.
        test.letter_comes_back(NATIONAL);
        client.get("/national/people").await.should_say("Our emails come back");
        // Whoever has a place is to be called.
        let world = ranked(&test, 1, 1).await;
        world.approve().await;
        world.accept("person1@example.org").await;
        let coordinator = test.sign_in(COORDINATOR).await;
        let page = proposals(&test).remove(0).path();
        coordinator.get(&page).await.should_say("Get in touch with them before the first day");
        test.letter_comes_back("person1@example.org");
        coordinator.get(&page).await.should_say("Our last emails to them came back, so call them");
    }

    async fn a_letter_without_its_words_cannot_be_sent_again_and_older_ones_have_a_page_of_their_own(test: TestApp) {
        test.area("Y63");
        let client = national(&test).await;
        let id = refused(&test, &client).await;
        test.write(|tx| Ok(diesel::update(outbox::table.find(id)).set(outbox::body_text.eq("")).execute(tx.db)?));
        let page = client.get(LETTERS).await;
        page.should_say("Its words are no longer kept, so we cannot send it.");
        assert!(!page.has(&format!("form[action='{LETTERS}/{id}']")));
        let at = test.now();
        test.write(|tx| {
            for number in 0..50 {
                diesel::insert_into(outbox::table)
                    .values((
                        (outbox::message_id.eq(format!("<{number}@test>")), outbox::kind.eq("test"), outbox::version.eq(1)),
                        (outbox::recipient.eq(CANARY), outbox::subject.eq("Test"), outbox::body_text.eq("Test")),
                        (outbox::body_html.eq("Test"), outbox::state.eq("dead"), outbox::due_at.eq(at), outbox::created_at.eq(at)),
                    ))
                    .execute(tx.db)?;
            }
            Ok(())
        });
        let newest = client.get(LETTERS).await;
        assert_eq!(newest.texts("main h2").len(), 50);
        let older = newest.links().into_iter().find(|(href, _)| href.contains("before=")).unwrap().0;
        assert_eq!(client.get(&older).await.texts("main h2"), [format!("Letter {id}")]);
        client.get(&format!("{LETTERS}?before=x")).await.should_be(400);
        client.post(&format!("{LETTERS}/no-number"), &[]).await.should_be(404);
    }

    async fn the_overview_says_what_waits_what_ran_and_what_is_wrong(test: TestApp) {
        let world = ranked(&test, 2, 3).await;
        let client = national(&test).await;
        client.get("/national/operations").await.should_say("No scheduled work has ever run.").should_say("Never ran");
        test.mail().await;
        run_due(test.ledger(), &app_jobs::jobs(), "one", Guard::Clock).unwrap();
        let page = client.get("/national/operations").await;
        let (rows, hash) = test.read(practise::audit::verify).unwrap();
        page.should_say("Nothing needs your attention.").should_say("Decisions that have waited for 3 days or more None.");
        page.should_say(&format!("{rows}, with the hash {hash}")).should_say("rows hold, the last with hash");
        test.pass(Duration::days(3));
        let page = client_again(&test).await.get("/national/operations").await;
        let cells = page.texts("main table")[0].clone();
        assert!(cells.contains("Northtown Teaching Hospitals") && cells.contains('2'), "{cells}");
        page.should_say("jobs should have run again by now").should_say("Late");
        for secret in ["person1@", "co.one@", "Ada"] {
            assert!(!page.body().contains(secret), "{secret}");
        }
        // Somebody changes the log: the next check says so, and names the row.
        world.test.write(|tx| {
            let row = audit::table.order(audit::seq).select(audit::seq);
            let first: i64 = row.first(tx.db)?;
            tamper(tx.db, first)
        });
        test.pass(Duration::days(1));
        let ran = run_due(test.ledger(), &app_jobs::jobs(), "one", Guard::Clock).unwrap();
        let check = ran.iter().find(|ran| ran.name == "audit.check").unwrap();
        assert!(check.outcome.as_ref().unwrap_err().contains("audit row 1 was changed"), "{check:?}");
        let page = client_again(&test).await.get("/national/operations").await;
        page.should_say("The job audit.check failed.").should_say("it does not hold").should_say("audit row 1 was changed");
    }

    async fn of_very_many_overdue_decisions_those_that_wait_longest_are_counted(test: TestApp) {
        let world = World::new(&test, &[150, 60]);
        for number in 0..201 {
            world.applicant(&format!("person{number}@example.org"), &[usize::from(number >= 145)]);
        }
        world.rank().await;
        // Those for the second placement wait for a minute less, and the last of them is not counted.
        let second = proposal::table.filter(proposal::opportunity_id.eq(world.placements[1]));
        let later = test.now().plus(Duration::minutes(1));
        assert_eq!(test.write(|tx| Ok(diesel::update(second).set(proposal::created_at.eq(later)).execute(tx.db)?)), 56);
        test.pass(Duration::days(4));
        let page = national(&test).await.get("/national/operations").await;
        page.should_say("There are more. Only the 200 decisions that have waited longest are counted here.");
        let counts: Vec<String> = page.texts("main table")[0].split_whitespace().filter(|word| word.parse::<u8>().is_ok()).map(str::to_owned).collect();
        let places: Vec<&String> = counts.iter().filter(|word| ["145", "55"].contains(&word.as_str())).collect();
        assert_eq!(places, ["145", "55"], "{counts:?}");
    }

    async fn counting_what_is_due_erases_nothing_and_is_written_down(test: TestApp) {
        let client = national(&test).await;
        test.person("old@example.org");
        test.pass(Duration::days(400));
        let client = { drop(client); client_again(&test).await };
        let page = client.get(ERASING).await;
        page.should_be(200).should_say("Nothing yet.").should_say("drafts for 60 days");
        let done = page.form_to(ERASING).submit().await;
        done.should_be(200).should_say("Counted only");
        let runs: Vec<(bool, String)> = test.read(|db| Ok(retention_run::table.select((retention_run::dry, retention_run::counts)).load(db)?));
        assert_eq!(runs, [(true, r#"{"drafts":0,"not_placed":0,"placed":0,"people":1}"#.to_owned())]);
        assert!(test.read(|db| practise::auth::person_with_email(db, "old@example.org")).is_some());
        assert_eq!(acts(&test, "retention.counted").len(), 1);
        run_due(test.ledger(), &[app_jobs::retention()], "one", Guard::Waived).unwrap();
        client.get(ERASING).await.should_say("Erased");
        assert!(test.read(|db| practise::auth::person_with_email(db, "old@example.org")).is_none());
    }
}

/// The pages in a browser while everything is wrong: also on the smallest screen.
#[test]
fn the_pages_are_accessible_when_something_is_wrong() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let world = ranked(&test, 2, 3).await;
        test.area("Y63");
        let client = national(&test).await;
        run_due(test.ledger(), &app_jobs::jobs(), "one", Guard::Clock).unwrap();
        refused(&test, &client).await;
        client.get(ERASING).await.form_to(ERASING).submit().await.should_be(200);
        test.pass(Duration::days(4));
        test.write(|tx| {
            let outcome = (
                job::finished_at.eq(None::<practise::db::Instant>),
                job::outcome.eq("failed: 3 reminded, 1 failed"),
            );
            Ok(diesel::update(job::table.find("proposals.chase")).set(outcome).execute(tx.db)?)
        });
        let client = client_again(&world.test).await;
        let pages = [("overview", "/national/operations"), ("letters", LETTERS), ("erasing", ERASING)];
        for (_, path) in pages {
            let errors = nu::page_errors(&client.get(path).await).await;
            assert!(errors.is_empty(), "{}", errors.join("\n"));
        }
        with_browser(&test, Scripts::On, |browser| async move {
            browser.take_cookies(&client).await;
            for (name, path) in pages {
                browser.goto(path).await;
                browser.assert_accessible(&format!("operations-{name}")).await;
            }
        })
        .await;
    });
}

/// The national person, logged in anew: sessions of staff are short.
async fn client_again(test: &TestApp) -> Client {
    test.sign_in(NATIONAL).await
}

/// Changes a row of the log as nobody can through the program.
fn tamper(db: &mut practise::db::AnyConnection, seq: i64) -> Result<(), practise::error::Error> {
    use diesel::connection::SimpleConnection;
    let (off, on) = match db {
        practise::db::AnyConnection::Postgres(_) => ("ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE audit ENABLE TRIGGER ALL"),
        practise::db::AnyConnection::Sqlite(_) => ("DROP TRIGGER audit_no_update", "SELECT 1"),
    };
    db.batch_execute(off)?;
    diesel::update(audit::table.find(seq))
        .set(audit::act.eq("nothing.happened"))
        .execute(db)?;
    db.batch_execute(on)?;
    Ok(())
}
