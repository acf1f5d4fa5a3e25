//! Somebody under 18 applies, typing the same words wherever words can be typed.

use practise::opportunities::round_by_id;
use practise::prioritisation::lottery;
use practise::rounds::{self, Supervisor};
use time::Duration;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::Form;
use crate::support::page::Page;

/// Somebody, and what they type.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    pub email: &'a str,
    pub guardian: &'a str,
    pub school: &'a str,
    pub words: &'a str,
}

/// The supervisor's number in every round of these tests.
const NUMBER: &str = "5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed";

/// From the placement at `slug` to the page that asks for the code.
pub async fn ask_for_code(client: &Client, slug: &str, email: &str) -> Page {
    let check = client.get(&format!("/apply/{slug}/check")).await.form();
    let born = check
        .set("date-of-birth-day", "1")
        .set("date-of-birth-month", "3")
        .set("date-of-birth-year", "2010");
    let page = born.choose("can-come", "yes").choose("other-placement", "no").submit().await;
    page.form().set("email", email).submit().await
}

/// From the task list at `path` to the page on which answers are checked. Every page passes `seen`.
pub async fn answer_all(client: &Client, path: &str, person: Person<'_>, seen: &mut impl FnMut(&Page)) -> Page {
    let w = person.words;
    let page = client.get(&format!("{path}/name")).await;
    let page = next(page.form().set("first-name", w).set("last-name", w), seen).await;
    // What is wrong is shown again as it was typed.
    let wrong = page.form().set("postcode", w).set("phone", w).submit().await;
    wrong.should_be(422);
    seen(&wrong);
    let page = next(wrong.form().set("postcode", "LS9 7TF").set("phone", ""), seen).await;
    let page = next(page.form().choose("situation", "at_school"), seen).await;
    let form = page
        .form()
        .choose("free-school-meals", "yes")
        .choose("meals-when", "before_september_2026")
        .choose("pupil-premium", "not_sure")
        .choose("first-generation", "yes");
    let page = next(form, seen).await;
    let wrong = page.form().set("school", w).press("Save and continue").await;
    wrong.should_be(422);
    seen(&wrong);
    let page = wrong.form().set("other-school", w).press("Save and continue").await;
    page.should_be(200);
    seen(&page);
    let page = next(
        page.form().choose("families", "nursing").choose("applying", "yes").set("course", w),
        seen,
    )
    .await;
    let page = next(page.form().set("interest", w).set("learn", w), seen).await;
    let page = next(page.form(), seen).await;
    let page = next(page.form().choose("all-days", "no").set("except", w), seen).await;
    let page = next(page.form().set("adjustments", w).set("interpreter", w), seen).await;
    let typed = page.form().set("organisation", w).set("name", w).set("role", w);
    let wrong = typed.set("email", w).submit().await;
    wrong.should_be(422);
    seen(&wrong);
    let page = next(wrong.form().set("email", person.school), seen).await;
    next(
        page.form().set("name", w).set("relationship", w).set("email", person.guardian),
        seen,
    )
    .await
}

async fn next(form: Form, seen: &mut impl FnMut(&Page)) -> Page {
    let page = form.submit().await;
    page.should_be(200);
    seen(&page);
    page
}

/// A round that is open, with promises for its draw.
pub fn open_round(test: &TestApp, reference: &str) -> i64 {
    let id = test.round(reference, test.now());
    test.write(|tx| {
        let round = round_by_id(tx.db, id)?;
        let commitment = hex::encode(lottery::commitment(&round.reference, NUMBER));
        rounds::open(
            tx,
            &round,
            &Supervisor {
                name: "independent supervisor",
                email: "supervisor@example.org",
                commitment: &commitment,
            },
        )
    });
    id
}

/// Lets the round's time pass, and ranks it.
pub fn rank(test: &TestApp, id: i64) {
    test.pass(Duration::days(22));
    test.write(|tx| {
        let round = round_by_id(tx.db, id)?;
        rounds::close(tx, &round)?;
        rounds::reveal_missing(tx, &round.reference, NUMBER)
    });
}

/// Applies from start to end; answers the page that says it was sent. Every page passes `seen`.
pub async fn apply(test: &TestApp, client: &Client, slug: &str, person: Person<'_>, seen: &mut impl FnMut(&Page)) -> Page {
    let code = ask_for_code(client, slug, person.email).await;
    let mail = test.mail().await;
    let tasks = code
        .form()
        .set("code", mail.latest_for(person.email).code())
        .press("Continue")
        .await;
    let check = answer_all(client, &tasks.path, person, seen).await;
    assert!(check.path.ends_with("/check"), "{}: {}", check.path, check.text());
    let received = check.form().submit().await;
    received.should_be(200).should_say("We have received your application");
    seen(&received);
    let sent = received.form().choose("answer", "no").submit().await;
    sent.should_be(200).should_say("Application sent");
    seen(&sent);
    sent
}

/// The guardian agrees and the school confirms, typing `words`.
pub async fn confirm(test: &TestApp, person: Person<'_>, seen: &mut impl FnMut(&Page)) {
    let w = person.words;
    let mail = test.mail().await;
    let page = test.client().open(&mail.latest_for(person.guardian).link()).await;
    seen(&page);
    let wrong = page
        .form()
        .set("full-name", w)
        .set("relationship", w)
        .set("reason", w)
        .submit()
        .await;
    wrong.should_be(422);
    seen(&wrong);
    let page = wrong.form().choose("agree", "yes").choose("statement", "yes").submit().await;
    page.should_be(200);
    seen(&page);
    let page = test.client().open(&mail.latest_for(person.school).link()).await;
    seen(&page);
    let form = page
        .form()
        .choose("on-roll", "yes")
        .choose("free-school-meals", "yes")
        .choose("pupil-premium", "yes");
    let form = form
        .choose("meals-share", "yes")
        .set("meals-year", w)
        .set("full-name", w)
        .set("role", w);
    let wrong = form.clone().submit().await;
    wrong.should_be(422);
    seen(&wrong);
    let page = wrong.form().choose("fit", "yes").set("meals-year", "2025 to 2026").submit().await;
    page.should_be(200);
    seen(&page);
}
