//! A new secret: what the old one made still counts as long as the portal knows it, and is sealed anew meanwhile.

use std::rc::Rc;

use practise::config::Secret;
use time::Duration;

use super::factor::{LEAD, code, set_up, signed_in};
use crate::support::app::{SECRET, TestApp};
use crate::support::client::Client;
use crate::support::db::{Backend, TestDb};
use crate::support::page::Page;
use crate::support::run::on_both;

const NEW: &str = "the secret that has taken the place of the first";

/// The portal over the same database, some minutes later, with another secret.
fn restarted(db: &Rc<TestDb>, minutes: i64, before: Option<&str>) -> TestApp {
    let test = TestApp::on(Rc::clone(db))
        .configure(|config| {
            config.secret = Secret::new(NEW);
            config.secret_before = before.map(Secret::new);
        })
        .start();
    test.pass(Duration::minutes(minutes));
    test
}

async fn invited(client: &Client, email: &str) {
    let form = client.get("/lead/people").await.form_to("/lead/people");
    form.set("place", "RR8").set("email", email).submit().await.should_be(200);
}

/// The page that asks the lead for a code, in a session of its own.
async fn asked(test: &TestApp) -> Page {
    test.sign_in_without_factor(LEAD).await.get("/lead/people").await
}

fn path(address: &str) -> String {
    url::Url::parse(address).unwrap().path().to_owned()
}

fn sealed_anew(test: &TestApp) -> String {
    assert!(practise::app_jobs::jobs().iter().any(|job| job.name == "second_factor.seal"));
    practise::auth::seal_anew(test.ledger()).unwrap()
}

on_both! {
    async fn after_a_new_secret_what_the_old_one_made_still_counts(backend: Backend) {
        let db = Rc::new(TestDb::migrated(backend));
        let old = TestApp::on(Rc::clone(&db)).start();
        let client = signed_in(&old).await;
        let area = old.area("YH9");
        let (secret, page) = set_up(&old, &client).await;
        let recovery = page.texts("li .app-unbroken");
        page.form().submit().await;
        let home = old.read(|db| practise::auth::signed_in(db, old.person(LEAD))).unwrap().leads()[0];
        old.organisation("RR8", "A trust", home);
        old.organisation("RX1", "Another", area);
        invited(&client, "first@example.org").await;
        let left = path(&old.mail().await.latest_for("first@example.org").link());
        invited(&client, "second@example.org").await;
        let calendar = client.get("/my-calendar").await.form().submit().await.texts("p.app-unbroken").concat();
        drop(client);
        drop(old);

        let test = restarted(&db, 5, Some(SECRET));
        test.client().get(&left).await.should_be(200);
        let waited = path(&test.mail().await.latest_for("second@example.org").link());
        test.client().get(&waited).await.should_be(200).should_say("A trust");
        test.client().get(&path(&calendar)).await.should_be(200);
        let page = asked(&test).await.form().set("code", &code(&test, &secret, 0)).submit().await;
        page.should_be(200).should_say("Champions in your area");
        asked(&test).await.form().set("code", &recovery[0]).submit().await.should_be(200).should_say("Champions in your area");
        let shown = test.sign_in(LEAD).await.get("/my-calendar").await.texts("p.app-unbroken").concat();
        assert_eq!(path(&shown), path(&calendar));
        assert_eq!(sealed_anew(&test), "1 second factors sealed with the new secret");
        assert_eq!(sealed_anew(&test), "0 second factors sealed with the new secret");
        asked(&test).await.form().set("code", &code(&test, &secret, 1)).submit().await.should_be(200);
        drop(test);

        // The old one is forgotten: what is found by a digest and what was sealed anew works on.
        let test = restarted(&db, 10, None);
        test.client().get(&left).await.should_be(200);
        test.client().get(&path(&calendar)).await.should_be(200);
        asked(&test).await.form().set("code", &recovery[1]).submit().await.should_be(422);
        asked(&test).await.form().set("code", &code(&test, &secret, 0)).submit().await.should_be(200).should_say("Champions in your area");
        assert!(test.sign_in(LEAD).await.get("/my-calendar").await.texts("p.app-unbroken").is_empty());
    }
}
