//! What instances share: sessions, limits, and the scheduled work.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use practise::db::schema::{audit, round};

use super::fleet::Fleet;
use super::how_many;
use crate::faults::program::mail_to;
use crate::journeys::world::World;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::db::{Backend, TestDb};
use crate::support::process::{ask, get};

/// A browser that talks to one instance.
fn browser(fleet: &Fleet, number: usize) -> Client {
    Client::new(&format!("http://{}", fleet.instance(number)), &format!("http://{}", fleet.public()))
}

/// Another browser with the cookies of this one.
fn same_at(fleet: &Fleet, number: usize, of: &Client) -> Client {
    let other = browser(fleet, number);
    for (name, value) in of.cookies() {
        other.set_cookie(&name, &value);
    }
    other
}

/// The code in the letter to an address, once it is there.
async fn code(fleet: &Fleet, to: &str) -> String {
    let text = mail_to(&fleet.folder.path().join("mail"), to).await;
    let digits = text
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()));
    digits.expect("the letter should have a code").to_owned()
}

#[tokio::test]
async fn a_session_that_began_at_one_goes_on_at_another_and_ends_at_all() {
    let fleet = Fleet::start(2, |_| ());
    let here = browser(&fleet, 0);
    let form = here.get("/sign-in").await.form().set("email", "ada@example.org");
    // The form of one instance is sent to the other, which mails the code; and the code is entered at the first.
    let there = same_at(&fleet, 1, &here);
    let pairs: Vec<(String, String)> = ["_csrf", "_key", "next", "email"]
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), form.value(name)?.to_owned())))
        .collect();
    let page = there.post("/sign-in", &pairs).await;
    page.should_be(200);
    let here = same_at(&fleet, 0, &there);
    let done = here
        .get("/sign-in/code")
        .await
        .form()
        .set("code", code(&fleet, "ada@example.org").await.as_str())
        .press("Continue")
        .await;
    done.should_be(200);
    let there = same_at(&fleet, 1, &here);
    let mine = there.get("/my-applications").await;
    mine.should_be(200);
    assert_eq!(mine.path, "/my-applications");
    // Whoever signs out at one is signed out at the other.
    mine.form_to("/sign-out").submit().await.should_be(200);
    let after = same_at(&fleet, 0, &here).get("/my-applications").await;
    assert!(after.path.starts_with("/sign-in"), "{}", after.path);
}

#[test]
fn limits_count_what_was_done_at_all_instances() {
    const PAGES: usize = 60;
    let fleet = Fleet::start(2, |program| {
        program.set("PRACTISE_LIMIT_PAGES_PER_MINUTE", &PAGES.to_string());
        program.set("PRACTISE_LIMIT_GUESSES_PER_MINUTE", "5");
        program.set("PRACTISE_TRUSTED_PROXIES", "0");
    });
    let unknown = format!("/links/{}", "A".repeat(43));
    let statuses: Vec<u16> = (0..8)
        .map(|number| ask(fleet.instance(number % 2), &get(&unknown, "")).unwrap().status)
        .collect();
    assert_eq!(statuses, [404, 404, 404, 404, 404, 429, 429, 429], "five at both together");
    // Pages are told to the other a tenth of the limit at a time, so that reading does not mean writing.
    let started = Instant::now();
    let mut read = 0;
    for number in 0..PAGES * 2 {
        if ask(fleet.instance(number % 2), &get("/sign-in", "")).unwrap().status == 200 {
            read += 1;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let again = usize::try_from(started.elapsed().as_secs()).unwrap() + 1;
    assert!(
        (PAGES..=PAGES + 3 * PAGES / 10 + again).contains(&(read + 8)),
        "{read} pages were read"
    );
}

#[test]
fn each_scheduled_job_runs_at_one_instance_only() {
    let db = Rc::new(TestDb::migrated(Backend::Postgres));
    let test = TestApp::on(Rc::clone(&db)).real_time().start();
    let id = World::new(&test, &[1]).round;
    test.write(|tx| {
        let over = tx.now.plus(-time::Duration::minutes(1));
        Ok(diesel::update(round::table.find(id))
            .set(round::closes_at.eq(over))
            .execute(tx.db)?)
    });
    let jobs = practise::app_jobs::jobs();
    let started = Instant::now();
    let fleet = Fleet::on(db, how_many().max(3), |_| ());
    let mut ran: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    while ran.len() < jobs.len() {
        assert!(started.elapsed() < Duration::from_secs(60), "{:?} ran", ran.keys());
        std::thread::sleep(Duration::from_millis(500));
        ran.clear();
        for (number, log) in fleet.logs().into_iter().enumerate() {
            assert!(!log.contains("job failed"), "{log}");
            for line in log.lines().filter(|line| line.contains("\"job done\"")) {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                ran.entry(line["job"].as_str().unwrap().to_owned()).or_default().push(number);
            }
        }
    }
    // Jobs of every thirty seconds may come twice if this took long.
    if started.elapsed() < Duration::from_secs(25) {
        assert!(ran.values().all(|at| at.len() == 1), "{ran:?}");
    }
    let closed: i64 = test.read(|db| {
        let acts = audit::table.filter(audit::act.eq("round.closed")).filter(audit::subject_id.eq(id));
        Ok(acts.count().get_result(db)?)
    });
    assert_eq!(closed, 1);
}
