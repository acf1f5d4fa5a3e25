//! The second factor of area and national roles.

use diesel::prelude::*;
use practise::db::schema::{recovery_code, second_factor};
use practise::pledges::CommitmentKind;
use time::Duration;
use totp_rs::{Builder, Secret};

use crate::pledges::world as pledges;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::process::Program;
use crate::support::run::on_both;

pub const LEAD: &str = "lead@example.org";

/// The code that an app shows for a secret, so many steps of 30 seconds from now.
pub fn code(test: &TestApp, secret: &str, steps: i64) -> String {
    let seconds = test.now().utc().assume_utc().unix_timestamp() + 30 * steps;
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let app = Builder::new().with_secret(secret).build().unwrap();
    app.generate(u64::try_from(seconds).unwrap()).to_string()
}

fn wrong(test: &TestApp, secret: &str) -> String {
    let right: Vec<String> = (-1..=1).map(|steps| code(test, secret, steps)).collect();
    ["000000", "111111", "222222", "333333"]
        .into_iter()
        .find(|guess| !right.contains(&(*guess).to_owned()))
        .unwrap()
        .to_owned()
}

pub async fn signed_in(test: &TestApp) -> Client {
    let area = test.area("Y63");
    test.area_lead(LEAD, area);
    test.sign_in_without_factor(LEAD).await
}

fn secret_on(page: &Page) -> String {
    page.texts("strong.app-unbroken").last().unwrap().clone()
}

/// Sets the second factor up; answers the secret and the page with the recovery codes.
pub async fn set_up(test: &TestApp, client: &Client) -> (String, Page) {
    let page = client.get("/lead/people").await;
    page.should_be(200).should_say("Set up a second proof that it is you");
    let secret = secret_on(&page);
    let page = page.form().set("code", &code(test, &secret, 0)).submit().await;
    page.should_be(200).should_say("Write down your recovery codes");
    (secret, page)
}

on_both! {
    async fn without_it_a_lead_is_led_to_set_it_up_and_then_back(test: TestApp) {
        let client = signed_in(&test).await;
        let page = client.get("/lead/people").await;
        assert!(page.path.starts_with("/second-factor/set-up?next=%2Flead%2Fpeople"), "{}", page.path);
        let picture = client.get("/second-factor/qr.svg").await;
        picture.should_be(200);
        assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
        assert!(picture.header("cache-control").contains("no-store"));
        let secret = secret_on(&page);
        assert_eq!(secret_on(&client.get("/second-factor/set-up").await), secret, "the same each time");
        page.form().set("code", &wrong(&test, &secret)).submit().await.should_be(422).should_say("Code is wrong");
        client.get("/lead/people").await.should_say("Set up a second proof");
        let (_, page) = set_up(&test, &client).await;
        page.form().submit().await.should_be(200).should_say("Champions in your area");
        client.get("/second-factor/codes").await.should_say("The contact for your area");
        client.get("/second-factor/qr.svg").await.should_say("The contact for your area");
    }

    async fn each_session_asks_for_it_and_takes_a_code_once(test: TestApp) {
        let client = signed_in(&test).await;
        let (secret, _) = set_up(&test, &client).await;
        client.get("/lead/people").await.should_say("Champions in your area");
        let other = test.sign_in_without_factor(LEAD).await;
        let page = other.get("/lead/people").await;
        page.should_say("Enter the code from your app");
        page.form().set("code", &code(&test, &secret, 0)).submit().await.should_be(422).should_say("Code has been used");
        other.get("/lead/contact").await.should_say("Enter the code from your app");
        test.pass(Duration::seconds(30));
        page.form().set("code", &code(&test, &secret, 0)).submit().await.should_be(200).should_say("Champions in your area");
        other.get("/second-factor/set-up").await.should_say("The contact for your area");
        let third = test.sign_in_without_factor(LEAD).await;
        third.get("/second-factor/set-up").await.should_say("Enter the code from your app");
        let kept: Vec<u8> = test.read(|db| Ok(second_factor::table.select(second_factor::sealed).get_result(db)?));
        assert_eq!(kept.len(), 12 + 20 + 16, "sealed: nonce, secret, tag");
    }

    async fn tries_are_few(test: TestApp) {
        let client = signed_in(&test).await;
        let (secret, _) = set_up(&test, &client).await;
        test.pass(Duration::minutes(2));
        let other = test.sign_in_without_factor(LEAD).await;
        let page = other.get("/lead/people").await;
        for left in ["4 more times", "3 more times", "2 more times", "1 more time", "Try again in 15 minutes"] {
            page.form().set("code", &wrong(&test, &secret)).submit().await.should_be(422).should_say(left);
        }
        page.form().set("code", &code(&test, &secret, 0)).submit().await.should_be(422).should_say("Try again in 15 minutes");
        test.pass(Duration::minutes(15));
        let page = other.get("/lead/people").await;
        page.form().set("code", &wrong(&test, &secret)).submit().await.should_say("4 more times");
        page.form().set("code", &code(&test, &secret, 0)).submit().await.should_be(200).should_say("Champions in your area");
    }

    async fn a_recovery_code_works_once_and_is_kept_as_a_digest(test: TestApp) {
        let client = signed_in(&test).await;
        let (_, page) = set_up(&test, &client).await;
        let codes = page.texts("li .app-unbroken");
        assert_eq!(codes.len(), 10);
        let kept: Vec<Vec<u8>> = test.read(|db| Ok(recovery_code::table.select(recovery_code::digest).load(db)?));
        assert!(kept.len() == 10 && kept.iter().all(|digest| digest.len() == 32));
        let other = test.sign_in_without_factor(LEAD).await;
        let page = other.get("/lead/people").await;
        page.form().set("code", "not a code").submit().await.should_be(422).should_say("or a recovery code");
        page.form().set("code", &codes[3].to_uppercase()).submit().await.should_be(200).should_say("Champions in your area");
        let third = test.sign_in_without_factor(LEAD).await;
        let page = third.get("/lead/people").await;
        page.form().set("code", &codes[3]).submit().await.should_be(422).should_say("Code is wrong");
    }

    async fn new_recovery_codes_take_the_place_of_the_old(test: TestApp) {
        let client = signed_in(&test).await;
        let (secret, page) = set_up(&test, &client).await;
        let old = page.texts("li .app-unbroken");
        page.form().submit().await.should_be(200);
        let page = client.get("/your-account").await.follow("Make new recovery codes").await;
        page.should_be(200);
        page.form().set("code", &wrong(&test, &secret)).submit().await.should_be(422).should_say("4 more times");
        test.pass(Duration::seconds(30));
        let page = page.form().set("code", &code(&test, &secret, 0)).submit().await;
        let new = page.texts("li .app-unbroken");
        assert!(new.len() == 10 && new.iter().all(|code| !old.contains(code)));
        let other = test.sign_in_without_factor(LEAD).await;
        let page = other.get("/lead/people").await;
        page.form().set("code", &old[0]).submit().await.should_be(422).should_say("Code is wrong");
        page.form().set("code", &new[0]).submit().await.should_be(200).should_say("Champions in your area");
    }

    async fn a_link_asks_whoever_has_set_it_up(test: TestApp) {
        let world = pledges::World::new(&test);
        let client = test.sign_in_without_factor(pledges::LEAD).await;
        let (secret, _) = set_up(&test, &client).await;
        world.sent(&test, &[CommitmentKind::Practise]);
        pledges::yes(&test, pledges::SIGNATORY, "pledge.signatory").await;
        pledges::yes(&test, pledges::CHAMPION, "pledge.champion").await;
        let page = pledges::open(&test, pledges::LEAD, "pledge.approval").await;
        page.should_say("Code from your app");
        let said = page.form().choose("answer", "yes").submit().await;
        said.should_be(422).should_say("Enter the code from your app");
        said.form().set("code", &wrong(&test, &secret)).submit().await.should_be(422).should_say("4 more times");
        test.pass(Duration::seconds(30));
        said.form().set("code", &code(&test, &secret, 0)).submit().await.should_be(200).should_say("It is approved");
    }

    async fn the_operator_lets_somebody_start_anew(test: TestApp) {
        let client = signed_in(&test).await;
        set_up(&test, &client).await;
        let folder = tempfile::tempdir().unwrap();
        let database = match test.db().url() {
            practise::config::DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
            practise::config::DatabaseUrl::Postgres(url) => url.clone(),
        };
        let program = Program::new(&database, crate::support::app::SECRET, folder.path());
        assert_eq!(program.run(&["forget-second-factor", LEAD]).code(), Some(0));
        client.get("/lead/people").await.should_say("Log in");
        let again = test.sign_in_without_factor(LEAD).await;
        again.get("/lead/people").await.should_say("Set up a second proof");
        assert_eq!(program.run(&["forget-second-factor", "nobody@example.org"]).code(), Some(1));
    }

    async fn whoever_needs_none_is_not_asked(test: TestApp) {
        let ours = test.organisation("RR8", "Leeds Hospitals", test.area("Y63"));
        test.coordinator("coordinator@example.org", ours);
        let client = test.sign_in_without_factor("coordinator@example.org").await;
        client.get("/coordinate").await.should_be(200);
        client.get("/second-factor/set-up").await.should_say("Placements to decide");
        // A second role does ask.
        test.national("coordinator@example.org");
        let client = test.sign_in_without_factor("coordinator@example.org").await;
        client.get("/coordinate").await.should_be(200);
        client.get("/national/policy").await.should_say("Set up a second proof");
    }
}
