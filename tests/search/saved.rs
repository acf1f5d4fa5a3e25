//! A saved search: asked for, proven, told of, stopped.

use diesel::prelude::*;
use practise::db::schema::{link, outbox, saved_search};
use practise::saved_searches::{KEPT, end_old, mail_new};
use time::Duration;

use crate::support::app::TestApp;
use crate::support::mailbox::Mail;
use crate::support::page::Page;
use crate::support::run::on_both;

const EMAIL: &str = "ada@example.org";

/// Asks for emails about a search.
async fn ask(test: &TestApp, query: &str, email: &str) -> Page {
    let page = test.client().get(&format!("/work-experience?{query}")).await;
    let links = page.links();
    let href = links
        .iter()
        .find(|(href, _)| href.starts_with("/saved-searches/new"))
        .unwrap()
        .0
        .clone();
    test.client()
        .get(&href)
        .await
        .form()
        .set("email", email)
        .choose("every", "day")
        .submit()
        .await
}

/// The address of the link in a mail.
fn link_in(mail: &Mail) -> String {
    let text = mail.text();
    text.split_whitespace().find(|word| word.contains("/links/")).unwrap().to_owned()
}

/// Asks, and presses the button of the letter's link.
async fn start(test: &TestApp, query: &str) -> Page {
    ask(test, query, EMAIL).await.should_say("We have sent you an email with a link.");
    let link = link_in(test.mail().await.latest_for(EMAIL));
    test.client().open(&link).await.form().submit().await
}

fn rows(test: &TestApp) -> Vec<(String, bool, bool)> {
    let rows: Vec<(String, Option<practise::db::Instant>, Option<practise::db::Instant>)> = test.read(|db| {
        Ok(saved_search::table
            .order(saved_search::id)
            .select((saved_search::email, saved_search::confirmed_at, saved_search::ended_at))
            .load(db)?)
    });
    rows.into_iter()
        .map(|(email, on, off)| (email, on.is_some(), off.is_some()))
        .collect()
}

fn news(test: &TestApp) -> String {
    mail_new(test.ledger()).unwrap()
}

/// Nothing anywhere names the address.
fn forgotten(test: &TestApp) {
    let links: Vec<String> = test.read(|db| Ok(link::table.select(link::recipient).load(db)?));
    let mails: Vec<String> = test.read(|db| Ok(outbox::table.select(outbox::recipient).load(db)?));
    let searches: Vec<(String, String)> =
        test.read(|db| Ok(saved_search::table.select((saved_search::email, saved_search::query)).load(db)?));
    assert!(links.iter().chain(&mails).all(|address| address.is_empty()), "{links:?} {mails:?}");
    assert!(
        searches.iter().all(|(email, query)| email.is_empty() && query == "{}"),
        "{searches:?}"
    );
}

on_both! {
    async fn emails_start_when_the_address_is_proven_and_stop_with_one_press(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "old", |_| {});
        ask(&test, "q=ward&family=nursing", EMAIL).await.should_be(200);
        assert_eq!(rows(&test), [(EMAIL.to_owned(), false, false)]);
        let mail = test.mail().await.latest_for(EMAIL).clone();
        assert_eq!(mail.subject(), "Do you want emails about new placements?");
        assert!(mail.header("List-Unsubscribe").is_empty());
        let page = test.client().open(&link_in(&mail)).await;
        page.should_say("the words “ward”").should_say("Nursing").should_say("At most once a day");
        assert_eq!(rows(&test), [(EMAIL.to_owned(), false, false)], "to look at the link starts nothing");
        let on = page.form().submit().await;
        assert_eq!(on.h1(), "You get emails about new placements");
        test.pass(Duration::minutes(1));
        test.placement(round, "new", |_| {});
        test.placement(round, "dental", |new| new.family = "dental");
        test.pass(Duration::hours(23));
        assert_eq!(news(&test), "0 emails about new placements");
        test.pass(Duration::hours(1));
        assert_eq!(news(&test), "1 emails about new placements");
        let mail = test.mail().await.latest_for(EMAIL).clone();
        assert_eq!((mail.kind.as_str(), mail.subject().as_str()), ("saved_search.news", "New work experience placements"));
        let text = mail.text();
        assert!(text.contains("A week on the ward new, Northtown Teaching Hospitals, Northtown. 14 to 18 June 2027."), "{text}");
        assert!(text.contains("/work-experience/new") && !text.contains("ward old") && !text.contains("dental"), "{text}");
        assert!(text.contains("/work-experience?q=ward&family=nursing"), "{text}");
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{}>", link_in(&mail)));
        assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        test.pass(Duration::days(2));
        assert_eq!(news(&test), "0 emails about new placements", "nothing is told twice");
        let stop = test.client().open(&link_in(&mail)).await;
        assert_eq!(rows(&test), [(EMAIL.to_owned(), true, false)], "to look at the link stops nothing");
        let off = stop.form().submit().await;
        assert_eq!(off.h1(), "You get no more emails");
        assert_eq!(rows(&test), [(String::new(), true, true)]);
        forgotten(&test);
        test.placement(round, "newer", |_| {});
        test.pass(Duration::days(2));
        assert_eq!(news(&test), "0 emails about new placements");
        test.client().open(&link_in(&mail)).await.should_say("The emails about new placements have stopped.");
        assert_eq!(stop.form().submit().await.h1(), "You get no more emails");
    }

    async fn a_mail_program_stops_them_with_one_press(test: TestApp) {
        let round = test.open_round("r1");
        start(&test, "q=ward").await;
        test.pass(Duration::minutes(1));
        test.placement(round, "new", |_| {});
        test.pass(Duration::days(1));
        news(&test);
        let link = link_in(test.mail().await.latest_for(EMAIL));
        let path = link.split_once("/links/").unwrap().1;
        let press = test.client().ask("POST", &format!("/links/{path}")).without("origin").without("sec-fetch-site");
        let press = press.form(&[("List-Unsubscribe".to_owned(), "One-Click".to_owned())]);
        press.send().await.should_be(200);
        assert_eq!(rows(&test), [(String::new(), true, true)]);
        forgotten(&test);
    }

    async fn a_program_that_posts_to_the_first_link_starts_nothing(test: TestApp) {
        ask(&test, "q=ward", EMAIL).await;
        let link = link_in(test.mail().await.latest_for(EMAIL));
        let path = format!("/links/{}", link.split_once("/links/").unwrap().1);
        for pairs in [vec![], vec![("List-Unsubscribe".to_owned(), "One-Click".to_owned())]] {
            test.client().post(&path, &pairs).await.should_be(422);
        }
        assert_eq!(rows(&test), [(EMAIL.to_owned(), false, false)]);
    }

    async fn an_answer_that_never_comes_leaves_no_address_behind(test: TestApp) {
        ask(&test, "q=ward", EMAIL).await;
        let link = link_in(test.mail().await.latest_for(EMAIL));
        test.pass(Duration::days(7));
        let expired = test.client().open(&link).await;
        assert_eq!(expired.h1(), "This link has expired");
        expired.form().submit().await.should_be(200);
        let fresh = link_in(test.mail().await.latest_for(EMAIL));
        assert_ne!(fresh, link);
        test.pass(Duration::days(7));
        assert_eq!(end_old(test.ledger()).unwrap(), "0 saved searches ended");
        test.pass(Duration::seconds(1));
        assert_eq!(end_old(test.ledger()).unwrap(), "1 saved searches ended");
        assert_eq!(end_old(test.ledger()).unwrap(), "0 saved searches ended");
        forgotten(&test);
        test.client().open(&fresh).await.should_say("We have deleted your address.");
    }

    async fn emails_end_after_a_year(test: TestApp) {
        start(&test, "").await;
        test.pass(KEPT);
        assert_eq!(end_old(test.ledger()).unwrap(), "0 saved searches ended");
        test.pass(Duration::seconds(1));
        assert_eq!(end_old(test.ledger()).unwrap(), "1 saved searches ended");
        forgotten(&test);
    }

    async fn a_placement_is_new_when_its_round_opens_and_once_only(test: TestApp) {
        start(&test, "").await;
        let opens = test.now().plus(Duration::days(3));
        let round = test.round("later", opens);
        test.placement(round, "waiting", |_| {});
        test.pass(Duration::days(1));
        assert_eq!(news(&test), "0 emails about new placements");
        test.pass(Duration::days(4));
        test.write(|tx| {
            // Opened by hand a day late, as the audit log says.
            let state = practise::opportunities::round_by_id(tx.db, round)?.state.open()?;
            practise::opportunities::save_round_state(tx, round, practise::opportunities::Phase::Planned, state)?;
            practise::audit::record(tx, "round.opened", "round", round, &serde_json::json!({}))
        });
        assert_eq!(news(&test), "0 emails about new placements", "what happened this moment waits for the next look");
        test.pass(Duration::days(1));
        assert_eq!(news(&test), "1 emails about new placements");
        test.pass(Duration::days(1));
        assert_eq!(news(&test), "0 emails about new placements");
    }

    async fn the_same_search_twice_gives_one_email(test: TestApp) {
        let round = test.open_round("r1");
        start(&test, "q=ward").await;
        start(&test, "q=ward").await;
        assert_eq!(rows(&test).iter().filter(|(_, on, off)| *on && !off).count(), 1);
        test.pass(Duration::minutes(1));
        test.placement(round, "new", |_| {});
        test.pass(Duration::days(1));
        assert_eq!(news(&test), "1 emails about new placements");
    }

    async fn a_form_without_an_address_is_shown_again_and_says_the_same_for_everybody(test: TestApp) {
        let client = test.client();
        let page = client.get("/saved-searches/new?q=ward&age=15").await;
        page.should_say("the words “ward”").should_say("age 15");
        let wrong = page.form().set("email", "nobody").submit().await;
        wrong.should_be(422).should_say("the words “ward”");
        let said: Vec<String> = wrong.error_summary().into_iter().map(|(href, _)| href).collect();
        assert_eq!(said, ["#email", "#every"]);
        let sent = wrong.form().set("email", EMAIL).choose("every", "week").submit().await;
        assert_eq!(sent.path, "/saved-searches/sent");
        // However often somebody asks, an address has at most twenty that wait or run.
        for number in 0..25 {
            ask(&test, &format!("q=w{number}"), EMAIL).await.should_be(200);
        }
        assert_eq!(rows(&test).len(), 20);
        assert_eq!(test.mail().await.to(EMAIL).len(), 20);
    }
}
