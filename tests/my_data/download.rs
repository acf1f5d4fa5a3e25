//! Everything about somebody, as JSON and as PDF, after a fresh code.

use std::io::Write;
use std::process::{Command, Stdio};

use diesel::prelude::*;
use practise::db::schema::{audit, link, sign_in};
use practise::my_data::{Item, pdf};
use serde_json::Value;
use time::Duration;

use super::prove;
use crate::faults::applying::{Person, apply, confirm, open_round, rank};
use crate::support::app::{TestApp, first_moment};
use crate::support::run::on_both;

const EMAIL: &str = "zoe@example.org";
const NAME: &str = "Zoë Łukasz-O'Brien";
const PERSON: Person<'_> = Person {
    email: EMAIL,
    guardian: "bo@example.org",
    school: "head@school.example",
    words: NAME,
};

/// The words of a PDF, as a reader of such files finds them.
pub fn words(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext should be there: tests/support/install.sh brings it");
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    let text = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

on_both! {
    async fn everything_is_in_both_files_and_nothing_that_opens_a_door(test: TestApp) {
        let round = open_round(&test, "R1");
        test.placement(round, "ward", |_| {});
        let client = test.client();
        let sent = apply(&test, &client, "ward", PERSON, &mut |_| ()).await;
        confirm(&test, PERSON, &mut |_| ()).await;
        let link = test.mail().await.to(PERSON.guardian)[0].link();
        rank(&test, round);

        let client = test.sign_in(EMAIL).await;
        let overview = client.get(&sent.path.replace("/submitted", "")).await.follow("Download or delete your data").await;
        assert!(!overview.has("button[name=format]"), "first the code");
        let page = prove(&test, &client, EMAIL, "/my-data").await;
        assert_eq!(page.path, "/my-data");
        let file = page.form().press("Download for programs (JSON)").await;
        file.should_be(200);
        assert_eq!(file.header("content-type"), "application/json");
        assert!(file.header("content-disposition").contains("my-data.json") && file.header("cache-control").contains("no-store"));
        let all: Value = serde_json::from_str(&file.body()).unwrap();
        assert_eq!(all["email"], EMAIL);
        let one = &all["applications"][0];
        let answer = |step: &str| one["answers"].as_array().unwrap().iter().find(|answer| answer["question"] == step).unwrap()["answer"].clone();
        assert_eq!((answer("name")["first"].as_str(), answer("date-of-birth").as_str()), (Some(NAME), Some("2010-03-01")));
        assert_eq!(one["choices"][0]["organisation"], "Northtown Teaching Hospitals");
        assert!(one["circumstances"].as_array().unwrap().iter().any(|claim| claim["criterion"] == "free_school_meals" && claim["level"] == "confirmed"));
        assert_eq!((one["confirmations"][0]["email"].as_str(), one["confirmations"][1]["email"].as_str()), (Some(PERSON.guardian), Some(PERSON.school)));
        assert_eq!(one["standings"][0]["draw_position"], 1);
        assert_eq!(one["proposals"][0]["state"], "open");
        assert_eq!(one["looks"].as_array().unwrap().len(), 2, "the guardian and the school looked");
        assert!(one["log"].as_array().unwrap().iter().any(|entry| entry["act"] == "application.moved"));
        let letters: Vec<&str> = all["emails"].as_array().unwrap().iter().map(|letter| letter["kind"].as_str().unwrap()).collect();
        assert!(letters.contains(&"application.submitted") && letters.contains(&"auth.sign_in"), "{letters:?}");
        assert!(!all["links"].as_array().unwrap().is_empty() && !all["sign_ins"].as_array().unwrap().is_empty());
        // No token, no code, no digest, nothing that was said in confidence.
        let text = file.body();
        let token = link.rsplit('/').next().unwrap();
        let secrets: Vec<(Vec<u8>, Vec<u8>)> = test.read(|db| Ok(link::table.select((link::nonce, link::digest)).load(db)?));
        let nonces: Vec<Vec<u8>> = test.read(|db| Ok(sign_in::table.select(sign_in::nonce).load(db)?));
        for secret in secrets.iter().flat_map(|(nonce, digest)| [nonce, digest]).chain(&nonces) {
            assert!(!text.contains(&hex::encode(secret)));
        }
        assert!(!text.contains(token) && !text.contains("\"fit\"") && !text.contains("/links/"));

        let file = page.form().press("Download to read (PDF)").await;
        file.should_be(200);
        assert_eq!(file.header("content-type"), "application/pdf");
        let words = words(&file.bytes);
        for known in [NAME, EMAIL, PERSON.guardian, "1 March 2010", "What you answered", "Northtown Teaching Hospitals", "Your school, college or adviser", "Page 2 of"] {
            assert!(words.contains(known), "{known}: {words}");
        }
        let downloads = audit::table.filter(audit::act.eq("person.downloaded")).count();
        assert_eq!(test.read(|db| Ok(downloads.get_result::<i64>(db)?)), 2);
    }

    async fn without_a_fresh_code_nothing_is_given_away(test: TestApp) {
        test.person(EMAIL);
        let client = test.sign_in(EMAIL).await;
        let form = prove(&test, &client, EMAIL, "/my-data").await.form();
        form.press("Download for programs (JSON)").await.should_be(200);
        test.pass(Duration::minutes(15));
        let late = form.press("Download for programs (JSON)").await;
        assert!(late.is_html() && late.path == "/my-data", "after 15 minutes a new code is needed");
        late.should_say("Email me a code");

        // Wrong codes are counted, and a new letter overtakes the old one.
        let asked = late.form().press("Email me a code").await;
        let first = test.mail().await.latest_for(EMAIL).code();
        let wrong = if first == "000000" { "111111" } else { "000000" };
        asked.form().set("code", wrong).press("Continue").await.should_be(422).should_say("You can try 4 more times");
        asked.form().press("Continue").await.should_be(422).should_say("Enter the code from the email");
        let again = asked.form().press("Send a new email").await;
        again.should_be(200).should_say("no longer works");
        again.form().set("code", first).press("Continue").await.should_be(422);
        let second = test.mail().await.latest_for(EMAIL).code();
        test.pass(Duration::minutes(10));
        again.form().set("code", second).press("Continue").await.should_be(422).should_say("Code has expired");

        // A code that another address got proves nothing here.
        let other = client.get("/my-data").await.form().press("Email me a code").await;
        test.write(|tx| Ok(diesel::update(sign_in::table).set(sign_in::email.eq("else@example.org")).execute(tx.db)?));
        let code = test.mail().await.latest_for(EMAIL).code();
        let refused = other.form().set("code", code).press("Continue").await;
        assert_eq!(refused.path, "/my-data");
        refused.should_say("Email me a code");
    }
}

#[test]
fn a_file_to_read_holds_whatever_people_write() {
    let long = "Word ".repeat(2000);
    let unbroken = "Q".repeat(3000);
    let item = Item::new("What we keep about you")
        .with("name", "Name", NAME)
        .with(
            "other",
            "Other letters",
            "Nguyễn Thị Hồng, Ελένη, Юлия, नमस्ते, \u{4e2d}\u{6587}, e\u{301}, \u{1f600}",
        )
        .with("long", "Long", long)
        .with("unbroken", "Unbroken", unbroken)
        .with("empty", "Empty", "")
        .with("lines", "Lines", "One\n\nTwo\tthree\u{7}")
        .group("none", "Nothing", Vec::new());
    let file = pdf(&item, first_moment()).unwrap();
    assert_eq!(file, pdf(&item, first_moment()).unwrap(), "the same again is the same file");
    let raw = String::from_utf8_lossy(&file);
    for mark in [
        "/Lang",
        "en-GB",
        "/StructTreeRoot",
        "/MarkInfo",
        "pdfuaid",
        "/Outlines",
        "DisplayDocTitle",
    ] {
        assert!(raw.contains(mark), "{mark}");
    }
    let words = words(&file);
    for known in [
        NAME,
        "Nguyễn Thị Hồng",
        "Ελένη",
        "Юлия",
        "Two three",
        "Nothing is kept here.",
        "Page 4 of",
    ] {
        assert!(words.contains(known), "{known}: {words}");
    }
    assert_eq!(words.matches("Word").count(), 2000, "no word is lost at the end of a line or page");
    assert_eq!(
        words.matches('Q').count(),
        3000,
        "a word that is longer than a line goes on in the next"
    );
}
