//! Row 34: nobody learns who is known here.

use std::time::{Duration, Instant};

use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::run::on_both;
use crate::support::tables::counts;

/// The page without what is different on each: the address that was typed, and this session's and form's keys.
fn plain(page: &Page, email: &str) -> String {
    let mut body = page.body().replace(email, "EMAIL").replace(&email.replace('@', "&#64;"), "EMAIL");
    for name in ["_csrf", "_key"] {
        for value in page.attributes(&format!("input[name='{name}']"), "value") {
            body = body.replace(&value, name);
        }
    }
    body
}

/// Asks for a code; answers the page, what was written, and how long it took.
async fn ask(test: &TestApp, email: &str) -> (Page, Vec<(String, i64)>, Duration) {
    let form = test.client().get("/sign-in").await.form().set("email", email);
    let before = counts(test);
    let started = Instant::now();
    let page = form.submit().await;
    let took = started.elapsed();
    let written = counts(test)
        .into_iter()
        .map(|(table, rows)| (table.clone(), rows - before[&table]))
        .filter(|(_, rows)| *rows != 0);
    (page, written.collect(), took)
}

on_both! {
    async fn row_34_known_and_unknown_people_get_the_same_answer_for_the_same_work(test: TestApp) {
        const PEOPLE: usize = 41;
        for number in 0..PEOPLE {
            test.person(&format!("known{number}@example.org"));
        }
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for number in 0..PEOPLE {
            let emails = [format!("known{number}@example.org"), format!("other{number}@example.org")];
            // Now the one first, now the other: whatever else the machine does hits both alike.
            let (first, second) = (number % 2, 1 - number % 2);
            let mut asked = [ask(&test, &emails[first]).await, ask(&test, &emails[second]).await];
            asked.rotate_left(first);
            let [(page, written, took), (other, also_written, also_took)] = asked;
            known.push(took);
            unknown.push(also_took);
            assert_eq!((page.status, &page.path, &page.redirects), (other.status, &other.path, &other.redirects));
            assert_eq!(plain(&page, &emails[0]), plain(&other, &emails[1]));
            assert_eq!(written, also_written);
            assert!(!written.is_empty());
        }
        let [known, unknown] = [known, unknown].map(|mut times| {
            times.sort_unstable();
            times[PEOPLE / 2].as_secs_f64() * 1e3
        });
        println!("median for people we know {known:.2} ms, for others {unknown:.2} ms");
        // The same rows are written, so the same time is taken; this catches a sleep, or a mail that is sent inline.
        assert!(known < unknown * 1.5 && unknown < known * 1.5, "median {known} ms and {unknown} ms");
        let mail = test.mail().await;
        let (to_known, to_other) = (mail.latest_for("known0@example.org"), mail.latest_for("other0@example.org"));
        assert_eq!(to_known.subject(), to_other.subject());
    }

    async fn row_34_a_link_that_never_was_looks_like_any_other_unknown_one(test: TestApp) {
        let client = test.client();
        let pages = [client.get("/links/short").await, client.get(&format!("/links/{}", "A".repeat(43))).await];
        for page in &pages {
            page.should_be(404);
        }
        assert_eq!(pages[0].text(), pages[1].text());
    }
}
