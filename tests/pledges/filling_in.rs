//! Filling in and sending, page by page.

use diesel::prelude::*;
use practise::db::schema::{organisation, pledge, pledge_clause};
use practise::pledges::{CommitmentKind, PledgeState, newest};

use super::world::{BOTH, COORDINATOR, SIGNATORY, STARTER, World, ambassadors, sent};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::run::on_both;

/// Begins a signing; answers the page of its tasks.
async fn begin(client: &Client) -> Page {
    client.get("/pledge/begin").await.form_to("/pledge/begin").submit().await
}

/// Sends one page with these fields typed; answers the next page.
async fn fill(page: &Page, fields: &[(&str, &str)]) -> Page {
    let form = fields.iter().fold(page.form(), |form, (name, value)| form.set(name, *value));
    form.submit().await
}

/// Picks the organisation that a search finds.
async fn pick(page: &Page, words: &str, code: &str) -> Page {
    let found = page.form().set("search", words).press("Find organisation").await;
    found.should_be(200);
    found.form().choose("picked", code).press("Save and continue").await
}

on_both! {
    async fn what_was_typed_survives_a_session_and_is_ones_own(test: TestApp) {
        World::new(&test);
        let client = test.sign_in(STARTER).await;
        let tasks = begin(&client).await;
        let path = tasks.path.clone();
        let page = client.get(&format!("{path}/commitments")).await;
        let page = page.form().choose("commitments", "practise").submit().await;
        let page = pick(&page, "hill", "RHI").await;
        let question = page.path.clone();
        test.pass(time::Duration::hours(20));
        let form = page.form().set("statement", "We ask every school.");
        let login = form.submit().await;
        login.should_be(200).should_say("You were logged out");
        let asked = login.form().set("email", STARTER).submit().await;
        let code = test.mail().await.latest_for(STARTER).code();
        let back = asked.form().set("code", code).press("Continue").await;
        assert_eq!(back.path, question);
        back.should_say("We kept what you typed").should_say("We ask every school.");
        let form = back.form();
        let form = if back.has("input[name='promised']") { form.set("promised", "12") } else { form };
        form.submit().await.should_be(200);
        client.get(&question).await.should_say("We ask every school.");
        let mine = test.person(STARTER);
        let file = test.read(|db| practise::my_data::everything(db, mine, test.now())).json().to_string();
        assert!(file.contains("We ask every school.") && file.contains("Hill Hospital"), "{file}");
        test.write(|tx| practise::pledges::forget(tx, mine));
        let left: i64 = test.read(|db| Ok(practise::db::schema::signing_answer::table.count().get_result(db)?));
        assert_eq!(left, 0, "what was typed and not sent goes with them");
    }

    async fn an_organisation_signs_both_commitments_page_by_page(test: TestApp) {
        World::new(&test);
        let client = test.sign_in(STARTER).await;
        let tasks = begin(&client).await;
        let path = tasks.path.clone();
        tasks.should_say("Cannot start yet");
        let page = client.get(&format!("{path}/commitments")).await;
        let page = page.form().choose("commitments", "practise").choose("commitments", "health_ambassador").submit().await;
        assert_eq!(page.path, format!("{path}/organisation"));
        let mut page = pick(&page, "hill", "RHI").await;
        for kind in BOTH {
            for clause in &newest(*kind).unwrap().clauses {
                assert_eq!(page.h1(), clause.title);
                page.should_say(&clause.text);
                let form = page.form().set("statement", format!("We do {}.", clause.id));
                let form = if clause.number.is_some() { form.set("promised", "12") } else { form };
                page = form.submit().await;
            }
        }
        let people = [("Sam Hill", "Chief executive", SIGNATORY), ("Noor Shah", "Director", "board@example.org"), ("Jo Field", "Lead", COORDINATOR)];
        for (name, job, email) in people {
            page = fill(&page, &[("name", name), ("job", job), ("email", email)]).await;
        }
        let mut form = page.form();
        for (one, number) in ambassadors().iter().zip(1..) {
            form = form.set(&format!("name-{number}"), one.name.as_str()).set(&format!("job-{number}"), one.job.as_str());
        }
        page = form.press("Save and continue").await;
        let mut form = page.form();
        for number in 1..=5 {
            form = form.set(&format!("title-{number}"), "A visit").choose(&format!("month-{number}"), "2027-03");
        }
        page = form.press("Save and continue").await;
        let survey = page.form().choose("programme", "yes").set("requests", "1,240").set("places", "80").choose("run-by", "learning");
        let survey = survey.choose("barrier-1", "places").choose("sources", "staff").choose("local-first", "no").choose("neet", "yes");
        let check = survey.submit().await;
        assert_eq!(check.h1(), "Check your answers before you send them");
        check.should_say("Hill Hospital").should_say("12 activities a year").should_say("1240").should_say("March 2027");
        let done = check.form().submit().await;
        assert_eq!(done.h1(), "Your commitment was sent");
        assert_eq!(test.mail().await.kinds_for(SIGNATORY), ["pledge.signatory"]);
        let states: Vec<PledgeState> = test.read(|db| Ok(pledge::table.select(pledge::state).load(db)?));
        assert_eq!(states, [PledgeState::AwaitingSignatory; 2]);
        let clauses: i64 = test.read(|db| Ok(pledge_clause::table.count().get_result(db)?));
        assert_eq!(clauses, 15);
        // Sent once: the tasks have become a page of where it stands, and nothing can be changed.
        let status = client.get(&path).await;
        assert_eq!(status.h1(), "Where your commitment stands");
        status.should_say("The person who signs has it now");
        assert_eq!(client.get(&format!("{path}/signatory")).await.path, path);
    }

    async fn what_is_wrong_is_said_and_what_was_typed_stays(test: TestApp) {
        World::new(&test);
        let client = test.sign_in(STARTER).await;
        let path = begin(&client).await.path;
        let commitments = client.get(&format!("{path}/commitments")).await;
        commitments.form().submit().await.should_be(422).should_say("Select what you want to sign");
        commitments.form().choose("commitments", "health_ambassador").submit().await.should_be(200);
        let clause = client.get(&format!("{path}/ambassador-activities")).await;
        let wrong = clause.form().set("statement", "Visits").set("promised", "4").submit().await;
        wrong.should_be(422).should_say("The number you promise must be 5 or more");
        assert_eq!(wrong.form().value("statement"), Some("Visits"));
        let long = clause.form().set("statement", "x".repeat(601)).set("promised", "five").submit().await;
        long.should_be(422).should_say("How you do this must be 600 characters or less").should_say("must be a whole number");
        let people = client.get(&format!("{path}/signatory")).await;
        fill(&people, &[("name", "Sam"), ("job", "CEO"), ("email", "sam@example.org")]).await.should_be(200);
        let champion = client.get(&format!("{path}/champion")).await;
        let same = fill(&champion, &[("name", "Sam"), ("job", "CEO"), ("email", "Sam@Example.org")]).await;
        same.should_be(422).should_say("The champion and the person who signs must be 2 people");
        let few = client.get(&format!("{path}/ambassadors")).await;
        let few = few.form().set("name-1", "Ada").set("job-1", "Nurse").press("Save and continue").await;
        few.should_be(422).should_say("Name at least 5 ambassadors");
        let more = few.form().press("Add another").await;
        more.should_be(200);
        assert_eq!((more.form().value("name-1"), more.form().value("name-6")), (Some("Ada"), Some("")));
        let same_job = (1..=5).fold(few.form(), |form, number| {
            form.set(&format!("name-{number}"), format!("Person {number}")).set(&format!("job-{number}"), "Nurse")
        });
        same_job.press("Save and continue").await.should_be(422).should_say("at least 3 different jobs");
        let survey = client.get(&format!("{path}/capacity")).await.form().choose("barrier-1", "cost").choose("barrier-2", "cost");
        survey.submit().await.should_be(422).should_say("Select each barrier once").should_say("Select where requests come from");
        client.get(&format!("{path}/no-such-step")).await.should_be(404);
        client.get(&format!("{path}/practise-costs")).await.should_be(404);
        assert_eq!(client.get(&format!("{path}/check")).await.path, path, "not complete");
    }

    async fn closed_and_unknown_organisations_are_not_offered(test: TestApp) {
        let world = World::new(&test);
        let yesterday = test.now().date().previous_day();
        test.write(|tx| Ok(diesel::update(organisation::table.find(world.other)).set(organisation::closed_on.eq(yesterday)).execute(tx.db)?));
        let client = test.sign_in(STARTER).await;
        let path = begin(&client).await.path;
        let page = client.get(&format!("{path}/commitments")).await.form().choose("commitments", "practise").submit().await;
        page.form().press("Save and continue").await.should_be(422).should_say("Enter the name or code of your organisation");
        for words in ["valley", "RVA", "no such place", "%"] {
            let none = page.form().set("search", words).press("Find organisation").await;
            none.should_be(422).should_say("No open organisation has this name or code");
        }
        let found = page.form().set("search", "HOSPITAL").press("Find organisation").await;
        assert_eq!(found.form().choices("picked").len(), 1);
        found.form().press("Save and continue").await.should_say("Hill Hospital");
        pick(&page, " rhi ", "RHI").await.should_be(200);
    }

    async fn who_has_signed_already_is_told(test: TestApp) {
        let world = World::new(&test);
        let before = world.sent(&test, &[CommitmentKind::Practise]);
        let client = test.sign_in("another@example.org").await;
        let path = begin(&client).await.path;
        let page = client.get(&format!("{path}/commitments")).await.form().choose("commitments", "practise").submit().await;
        let found = page.form().set("search", "hill").press("Find organisation").await;
        found.should_say("Has signed the Practise Commitment already");
        let refused = found.form().choose("picked", "RHI").press("Save and continue").await;
        refused.should_be(422).should_say("Hill Hospital has signed the Practise Commitment already");
        client.get(&format!("/pledge/{before}")).await.should_be(404);
        // The other commitment can be signed.
        sent(&test, "third@example.org", world.organisation, &[CommitmentKind::HealthAmbassador]);
    }
}
