//! From an empty page to a placement that somebody finds.

use std::process::Command;

use practise::app_jobs::jobs;
use practise::jobs::{Guard, run_due};
use time::Duration;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::run::on_both;

const COORDINATOR: &str = "co@trust.example.org";
const SUPERVISOR: &str = "head.of.audit@college.example.org";

fn silent(page: &Page, words: &str) {
    assert!(!page.text().contains(words), "{} says {words:?}", page.path);
}

/// A round from 12 January to 1 February; answers its page.
async fn plan_round(client: &Client) -> Page {
    let empty = client.get("/coordinate/rounds/new").await.form().submit().await;
    empty.should_be(422).should_say("Enter the name of the round");
    let form = empty.form().set("name", "Spring round").set("answer-days", "7");
    let form = form.set("opens-day", "12").set("opens-month", "January").set("opens-year", "2027");
    let form = form.set("closes-day", "1").set("closes-month", "2").set("closes-year", "2027");
    let page = form.choose("opens-hour", "9").choose("closes-hour", "17").submit().await;
    page.should_be(200)
        .should_say("The round is planned")
        .should_say("5pm on 1 February 2027");
    page
}

/// A placement of the round, written page by page; answers the path of its plan.
async fn write_placement(client: &Client, round: &Page) -> String {
    let begin = round.follow("Write a placement for this round").await;
    let what = begin.form().submit().await;
    assert!(what.path.ends_with("/edit/what"), "{}", what.path);
    what.form().submit().await.should_be(422).should_say("Enter a title");
    let form = what.form().set("title", "A week in the pharmacy").choose("family", "pharmacy");
    let form = form
        .set("summary", "See how medicines reach people.")
        .set("town", "Leeds")
        .set("outcode", "ls9");
    let plan = form.submit().await;
    let path = plan.path.clone();
    assert!(path.ends_with("/edit"), "{path}");
    let missing = client.get(&path.replace("/edit", "/publish")).await;
    missing.should_say("Say on which days people come");
    silent(&missing, "Say in one or two sentences");
    let days = client.get(&format!("{path}/days")).await.form();
    let days = days.set("first-day", "15").set("first-month", "6").set("first-year", "2027");
    let days = days.set("last-day", "24").set("last-month", "6").set("last-year", "2027");
    let days = days.set("start", "9am").set("finish", "4pm").set("meeting-point", "Main entrance");
    days.clone()
        .choose("kind", "weekly")
        .choose("weekdays", "1")
        .submit()
        .await
        .should_be(422)
        .should_say("The first day must be one on which people come");
    let saved = days
        .choose("kind", "weekly")
        .choose("weekdays", "2")
        .choose("weekdays", "4")
        .submit()
        .await;
    saved.should_be(200);
    let places = client
        .get(&format!("{path}/places"))
        .await
        .form()
        .set("places", "4")
        .set("minimum-age", "16");
    let too_many = places.clone().set("kept-return-to-practice", "4").submit().await;
    too_many
        .should_be(422)
        .should_say("You keep 4 of 4 places. The rules of this round let you keep");
    places
        .set("kept-return-to-practice", "1")
        .set("local-areas", "LS9, ls10")
        .submit()
        .await
        .should_be(200);
    let work = client
        .get(&format!("{path}/work"))
        .await
        .form()
        .set("activities", "You will follow a pharmacist.");
    work.set("limits", "You will not give medicines.")
        .choose("support", "travel")
        .submit()
        .await
        .should_be(200);
    let care = client.get(&format!("{path}/care")).await.form().set("supervisor", "Sam Taylor");
    let care = care
        .set("supervisor-job", "Pharmacist")
        .set("supervisor-email", "sam@trust.example.org");
    let unsafe_yet = care.clone().choose("insurance-confirmed", "yes").submit().await;
    unsafe_yet
        .should_be(422)
        .should_say("Confirm that you have reviewed your risk assessment");
    let care = care.set("risks", "Medicines are strong.").choose("risk-confirmed", "yes");
    care.choose("insurance-confirmed", "yes").submit().await.should_be(200);
    path
}

/// The supervisor follows the page word by word, with a command line of their own.
async fn promise(test: &TestApp) -> String {
    let link = test.mail().await.latest_for(SUPERVISOR).link();
    let page = test.client().open(&link).await;
    let raw = scraper::Selector::parse("#make code").unwrap();
    let command: String = page.document().select(&raw).flat_map(|code| code.text()).collect();
    let done = Command::new("bash").args(["-c", &command]).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    let (number, fingerprint) = said.split_once('\n').unwrap();
    page.form()
        .set("commitment", "abc")
        .submit()
        .await
        .should_be(422)
        .should_say("64 characters");
    page.form()
        .set("commitment", fingerprint.trim())
        .submit()
        .await
        .should_be(200)
        .should_say("Your promise has come");
    number.strip_prefix("Number: ").unwrap().to_owned()
}

on_both! {
    async fn a_round_is_planned_filled_promised_opened_and_found(test: TestApp) {
        let area = test.area("YH");
        let ours = test.organisation("RR8", "Leeds Trust", area);
        test.coordinator(COORDINATOR, ours);
        let client = test.sign_in(COORDINATOR).await;
        let round = plan_round(&client).await;
        let path = write_placement(&client, &round).await;
        let publish = client.get(&path.replace("/edit", "/publish")).await;
        publish.should_say("Tuesday 15 June 2027");
        silent(&publish, "What is missing");
        publish.form().submit().await.should_be(200).should_say("The placement is published");
        client.get(&path.replace("/edit", "/preview")).await.should_be(200).should_say("4 days");

        // Without the promise of a supervisor from outside nothing opens.
        let asked = client.get(&format!("{}/supervisor", round.path)).await.form().set("name", "Head of audit, Hill College");
        asked.clone().set("email", COORDINATOR).submit().await.should_be(409).should_say("outside your organisation");
        let forced = client.get(&format!("{}/open", round.path)).await.form();
        forced.submit().await.should_be(409).should_say("has not promised a number yet");
        asked.set("email", SUPERVISOR).submit().await.should_be(200).should_say("The supervisor is asked");
        let number = promise(&test).await;

        // At its time it opens by itself, and somebody finds the placement.
        test.pass(Duration::days(2));
        run_due(test.ledger(), &jobs(), "one", Guard::Clock).unwrap();
        let client = test.sign_in(COORDINATOR).await;
        client.get(&round.path).await.should_say("Open").should_say("Closes at");
        let list = test.client().get("/work-experience").await;
        let found = list.follow("A week in the pharmacy").await;
        found.should_be(200).should_say("4 days: each Tuesday and Thursday").should_say("9am to 4pm");
        silent(&found, "Main entrance");

        // Now only the words change.
        let what = client.get(&format!("{path}/what")).await;
        what.should_say("The round is open");
        silent(&what, "First half of the postcode");
        what.form().set("title", "Seven days in the pharmacy").submit().await.should_be(200);
        let places = client.get(&format!("{path}/places")).await;
        places.should_say("people apply by them");
        assert!(places.form().names().iter().all(|name| name.starts_with('_')), "nothing to type");
        let forged = client.get(&format!("{path}/days")).await.form().forge("first-day", "1").forge("first-month", "7").forge("first-year", "2027");
        forged.submit().await.should_be(200);
        test.client().get(&found.path).await.should_say("15 to 24 June 2027").should_say("Seven days in the pharmacy");

        // It is paused, copied with its weeks, closed by its coordinator, and drawn with the promised number.
        client.get(&path).await.form_to(&path.replace("/edit", "/pause")).submit().await.should_say("The placement is paused");
        test.client().get(&found.path).await.should_say("The organisation has paused it");
        let copy = client.get(&path.replace("/edit", "/copy")).await.form();
        let reference = round.path.rsplit('/').next().unwrap();
        copy.choose("round", reference).set("weeks", "1").set("copies", "3").submit().await.should_be(200).should_say("Seven days in the pharmacy, 6 July 2027");
        client.get(&format!("{}/close", round.path)).await.form().submit().await.should_be(200).should_say("Closed");
        let link = test.mail().await.latest_for(SUPERVISOR).link();
        test.client().open(&link).await.form().set("value", number).submit().await.should_say("Your number is public");
        client.get(&round.path).await.should_say("Settled");
        client.get("/coordinate").await.should_say("Spring round");
    }
}
