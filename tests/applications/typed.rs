//! What was typed when a session had ended: kept for its person, shown once they have signed in again, and saved only when they press the button.

use diesel::prelude::*;
use practise::app_jobs::jobs;
use practise::applications::{answers, application_by_ref};
use practise::db::schema::{audit, kept_form, session};
use practise::jobs::{Guard, run_due};
use time::Duration;

use super::journey::{EMAIL, begin, born, reference};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::Form;
use crate::support::page::Page;
use crate::support::run::on_both;

const WORDS: &str = "My grandmother's nurse, \"Zoë\" & <b>the night shift</b>";

fn rows(test: &TestApp) -> i64 {
    test.read(|db| Ok(kept_form::table.count().get_result(db)?))
}

/// The page with two long answers, filled in and not sent yet.
async fn filled(test: &TestApp, client: &Client) -> (Page, Form) {
    let round = test.open_round("R1");
    test.placement(round, "ward", |_| {});
    let tasks = begin(test, client, "2010").await;
    let page = client.get(&format!("{}/reasons?from=check", tasks.path)).await;
    let form = page.form().set("interest", WORDS).set("learn", format!("{WORDS}\r\n\r\nAnd more."));
    (tasks, form)
}

/// Signs in on the page that a form was led to; answers where that leads.
async fn sign_in(test: &TestApp, page: &Page, email: &str) -> Page {
    let code = page.form().set("email", email).submit().await;
    let mail = test.mail().await.latest_for(email).code();
    code.form().set("code", mail).press("Continue").await
}

fn saved(test: &TestApp, tasks: &Page) -> Option<String> {
    test.read(|db| {
        let id = application_by_ref(db, &reference(tasks))?.id;
        Ok(answers(db, id)?.reasons.map(|reasons| reasons.interest))
    })
}

on_both! {
    async fn it_is_there_after_signing_in_again_and_is_saved_by_a_press(test: TestApp) {
        let client = test.client();
        let (tasks, form) = filled(&test, &client).await;
        test.pass(Duration::hours(20));
        let before: i64 = test.read(|db| Ok(audit::table.count().get_result(db)?));
        let login = form.submit().await;
        login.should_be(200);
        assert_eq!(login.h1(), "Log in");
        assert!(login.path.starts_with("/sign-in?next="), "{}", login.path);
        assert!(!login.body().contains("grandmother") && !login.path.contains("kept"), "nothing of it is on the page or in its address");
        assert!(login.body().contains("You were logged out, so we could not save this page."));
        let stored: Vec<(Vec<u8>, Vec<u8>)> = test.read(|db| Ok(kept_form::table.select((kept_form::sealed, kept_form::digest)).load(db)?));
        assert_eq!(stored.len(), 1);
        assert!(!String::from_utf8_lossy(&stored[0].0).contains("nurse"), "it is sealed");
        let sessions: Vec<String> = test.read(|db| Ok(session::table.select(session::data).load(db)?));
        assert!(sessions.iter().all(|data| !data.contains("nurse") && !data.contains(&hex::encode(&stored[0].1))), "a session has the key alone");
        assert_eq!(before, test.read(|db| Ok(audit::table.count().get_result::<i64>(db)?)), "nothing about anybody has changed");

        let back = sign_in(&test, &login, EMAIL).await;
        assert_eq!(back.path, format!("{}/reasons?from=check", tasks.path), "the very page");
        back.should_be(200);
        assert!(back.body().contains("We kept what you typed, but it is not saved yet."));
        assert_eq!(back.form().value("interest"), Some(WORDS));
        assert_eq!(back.form().value("learn").unwrap().lines().count(), 3);
        assert!(back.error_summary().is_empty(), "nothing is judged before it is sent");
        assert_eq!(saved(&test, &tasks), None, "it is saved by a press and by nothing else");
        // Looking twice, or as a scanner does, takes nothing away.
        client.ask("HEAD", &back.path).send().await.should_be(200);
        assert_eq!(client.get(&back.path).await.form().value("interest"), Some(WORDS));
        let next = back.form().submit().await;
        next.should_be(200);
        assert_eq!(saved(&test, &tasks).as_deref(), Some(WORDS));
        assert_eq!(rows(&test), 0, "it is used up");
        let again = client.get(&back.path).await;
        assert!(!again.body().contains("We kept what you typed"));
    }

    async fn somebody_else_who_signs_in_never_sees_it(test: TestApp) {
        let client = test.client();
        let (tasks, form) = filled(&test, &client).await;
        test.pass(Duration::hours(20));
        let login = form.submit().await;
        let theirs = sign_in(&test, &login, "stranger@example.org").await;
        theirs.should_be(404);
        assert!(!theirs.body().contains("grandmother"));
        // Not on the same page of an application of their own either.
        let check = client.get("/apply/ward/check").await;
        let own = born(check.form(), "1", "3", "2009").choose("can-come", "yes").choose("other-placement", "no").submit().await;
        let page = client.get(&format!("{}/reasons", own.path)).await;
        page.should_be(200);
        assert_eq!((page.form().value("interest"), page.body().contains("We kept")), (Some(""), false));
        // And whoever signs out leaves nothing behind.
        client.get("/sign-out").await.form_to("/sign-out").submit().await.should_be(200);
        let login = client.get(&format!("{}/reasons", tasks.path)).await;
        let mine = sign_in(&test, &login, EMAIL).await;
        assert_eq!(mine.form().value("interest"), Some(""));
        assert_eq!(saved(&test, &tasks), None);
    }

    async fn another_browser_of_the_same_person_does_not_have_the_key(test: TestApp) {
        let client = test.client();
        let (tasks, form) = filled(&test, &client).await;
        test.pass(Duration::hours(20));
        let login = form.submit().await;
        let other = test.sign_in(EMAIL).await;
        let page = other.get(&format!("{}/reasons", tasks.path)).await;
        assert_eq!(page.form().value("interest"), Some(""));
        // The link in the mail works as the code does, in the browser that has the key.
        login.form().set("email", EMAIL).submit().await;
        let link = test.mail().await.latest_for(EMAIL).link();
        let back = client.open(&link).await.form().submit().await;
        assert_eq!(back.form().value("interest"), Some(WORDS));
    }

    async fn after_an_hour_it_is_gone(test: TestApp) {
        let client = test.client();
        let (_, form) = filled(&test, &client).await;
        run_due(test.ledger(), &jobs(), "one", Guard::Clock).unwrap();
        test.pass(Duration::hours(20));
        let login = form.submit().await;
        test.pass(Duration::minutes(59));
        let back = sign_in(&test, &login, EMAIL).await;
        assert_eq!(back.form().value("interest"), Some(WORDS));
        test.pass(Duration::minutes(1));
        let late = client.get(&back.path).await;
        assert_eq!((late.form().value("interest"), rows(&test)), (Some(""), 1), "reading does not wait for the cleaning");
        for ran in run_due(test.ledger(), &jobs(), "one", Guard::Clock).unwrap() {
            assert!(ran.outcome.is_ok(), "{ran:?}");
        }
        assert_eq!(rows(&test), 0);
    }

    async fn a_form_of_an_earlier_session_comes_back_filled_in(test: TestApp) {
        let client = test.client();
        let (tasks, form) = filled(&test, &client).await;
        // In another tab, the same person logs out and in again.
        client.get("/sign-out").await.form_to("/sign-out").submit().await.should_be(200);
        sign_in(&test, &client.get("/sign-in").await, EMAIL).await.should_be(200);
        let page = form.submit().await;
        page.should_be(403);
        assert!(page.body().contains("We kept what you typed, but it is not saved yet."));
        assert_eq!(page.form().value("interest"), Some(WORDS));
        assert_eq!((saved(&test, &tasks), rows(&test)), (None, 0));
        page.form().submit().await.should_be(200);
        assert_eq!(saved(&test, &tasks).as_deref(), Some(WORDS));
        // If somebody else has logged in there, they see nothing.
        client.get("/sign-out").await.form_to("/sign-out").submit().await.should_be(200);
        sign_in(&test, &client.get("/sign-in").await, "stranger@example.org").await.should_be(200);
        let page = form.submit().await;
        page.should_be(404);
        assert!(!page.body().contains("grandmother"));
    }

    async fn nothing_is_read_that_another_site_has_sent(test: TestApp) {
        let client = test.client();
        let (tasks, form) = filled(&test, &client).await;
        let path = format!("{}/reasons", tasks.path);
        let ask = |client: &Client| client.ask("POST", &path).form(&form.pairs()).stay();
        // Signed in, with the token of no session: as before.
        let forged = form.clone().forge("_csrf", "x").pairs();
        client.ask("POST", &path).form(&forged).without("sec-fetch-site").stay().send().await.should_be(403).should_say("we could not take your form");
        test.pass(Duration::hours(20));
        for site in ["cross-site", "same-site"] {
            ask(&client).header("sec-fetch-site", site).send().await.should_be(403);
        }
        ask(&client).header("origin", "https://evil.example").send().await.should_be(403);
        // A browser that does not say where its forms come from is sent to log in, and keeps nothing.
        for unsure in [ask(&client).without("sec-fetch-site"), ask(&client).header("sec-fetch-site", "none")] {
            let page = unsure.send().await;
            page.should_be(303);
            assert!(page.header("location").starts_with("/sign-in?next="));
        }
        assert_eq!(rows(&test), 0);
    }

    async fn the_answer_does_not_tell_what_there_is_and_no_more_is_kept_than_is_needed(test: TestApp) {
        let client = test.client();
        let (tasks, form) = filled(&test, &client).await;
        let reference = reference(&tasks);
        let told = async |path: &str, pairs: &[(String, String)]| {
            let page = test.client().ask("POST", path).form(pairs).stay().send().await;
            (page.status, page.header("location").replace(&reference, "REF").replace("2222-2222-2222", "REF"), page.headers.len())
        };
        let known = told(&format!("/applications/{reference}/reasons"), &form.pairs()).await;
        let unknown = told("/applications/2222-2222-2222/reasons", &form.pairs()).await;
        assert_eq!(known, unknown);
        assert_eq!(rows(&test), 1);
        told(&format!("/applications/{reference}/no-such-step"), &form.pairs()).await;
        told(&format!("/applications/{reference}/reasons"), &[("interest".to_owned(), "a".repeat(20_000))]).await;
        assert_eq!(rows(&test), 1, "what no page of ours sends is not kept");
        for _ in 0..25 {
            told(&format!("/applications/{reference}/reasons"), &form.pairs()).await;
        }
        assert_eq!(rows(&test), 20, "nobody fills the disk in somebody's name");
    }
}
