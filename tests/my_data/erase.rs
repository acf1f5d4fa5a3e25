//! Erasing somebody: nothing of them is left anywhere, others are untouched, and the log still holds.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use practise::applications::{ApplicationState, Situation, application_by_ref};
use practise::config::DatabaseUrl;
use practise::db::AnyConnection;
use practise::db::schema::{application_answer, confirmation, erasure, outbox, person, sensitive_read, session};
use practise::my_data::{Cause, Subject, again, erase_person, erased};

use super::prove;
use crate::faults::applying::{Person, apply, confirm};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::run::on_both;
use crate::support::tables::tables;

const EMAIL: &str = "canary.own@example.org";
const CANARIES: [&str; 4] = [
    "canary.own@example.org",
    "canary.parent@example.org",
    "canary.head@school.example",
    "Qanarybirde",
];
const CANARY: Person<'_> = Person {
    email: EMAIL,
    guardian: "canary.parent@example.org",
    school: "canary.head@school.example",
    words: "Qanarybirde",
};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Where a word is found: on SQLite in the bytes of the file, on Postgres in the columns.
pub fn found(test: &TestApp, word: &str) -> Vec<String> {
    match test.db().url() {
        DatabaseUrl::Sqlite(path) => {
            let mut connection = test.db().connect();
            connection.batch_execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
            let files = ["", "-wal"].map(|end| format!("{path}{end}"));
            let holds = |file: &String| {
                let bytes = std::fs::read(file).unwrap_or_default();
                bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
            };
            files.into_iter().filter(holds).collect()
        }
        DatabaseUrl::Postgres(_) => {
            let mut found = Vec::new();
            for table in tables() {
                let columns = format!(
                    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'"
                );
                let columns: Vec<Name> = test.read(|db| Ok(diesel::sql_query(columns).load(db)?));
                for Name { name } in columns {
                    let count = format!("SELECT count(*) AS number FROM \"{table}\" WHERE CAST(\"{name}\" AS TEXT) ILIKE '%{word}%'");
                    let count: Number = test.read(|db| Ok(diesel::sql_query(count).get_result(db)?));
                    if count.number > 0 {
                        found.push(format!("{table}.{name}"));
                    }
                }
            }
            found
        }
    }
}

fn answers(db: &mut AnyConnection, id: i64) -> i64 {
    application_answer::table
        .filter(application_answer::application_id.eq(id))
        .count()
        .get_result(db)
        .unwrap()
}

on_both! {
    async fn nothing_is_left_of_somebody_who_deletes_their_data(test: TestApp) {
        let world = World::new(&test, &[1]);
        let client = test.client();
        let sent = apply(&test, &client, "ward", CANARY, &mut |_| ()).await;
        confirm(&test, CANARY, &mut |_| ()).await;
        let other = world.applicant_in(Situation::SomethingElse, "remains@example.org", &[0]);
        let reference = sent.path.split('/').nth(2).unwrap().to_owned();
        let own = test.read(|db| application_by_ref(db, &reference)).id;
        world.rank().await;
        assert_eq!((world.state(own), world.state(other)), (ApplicationState::Proposed, ApplicationState::Waiting));
        world.link(COORDINATOR, "proposal.asked").await.should_say("Qanarybirde");
        world.approve().await.should_be(200);
        world.accept(EMAIL).await.should_be(200);
        let search = client.get("/saved-searches/new?q=Qanarybirde").await;
        search.form().set("email", EMAIL).choose("every", "day").submit().await.should_be(200);
        assert_eq!(test.mail().await.latest_for(EMAIL).kind, "saved_search.confirm");
        for word in CANARIES {
            assert_ne!(found(&test, word), Vec::<String>::new(), "{word} should be there before");
        }

        let client = test.sign_in(EMAIL).await;
        let elsewhere = test.sign_in(EMAIL).await;
        let page = client.get("/my-data/delete").await;
        page.should_say("This cannot be undone").should_say("you lose it");
        assert!(!page.has("input[name=sure]"), "first the code");
        let page = prove(&test, &client, EMAIL, "/my-data/delete").await;
        assert_eq!(page.path, "/my-data/delete");
        let unsure = page.form().submit().await;
        unsure.should_be(422).should_say("Select that you understand that this cannot be undone");
        assert_eq!(world.state(own), ApplicationState::Placed);
        let gone = unsure.form().choose("sure", "yes").submit().await;
        assert_eq!(gone.path, "/my-data/deleted");
        gone.should_be(200).should_say("Your data is deleted");
        for browser in [&client, &elsewhere] {
            assert!(browser.get("/my-applications").await.path.starts_with("/sign-in"), "no session is left");
        }

        // The place went to the next person, and their coordinator is asked.
        assert_eq!((world.state(own), world.state(other)), (ApplicationState::Withdrawn, ApplicationState::Proposed));
        assert_eq!(world.mails(COORDINATOR, "proposal.asked").await.len(), 2);
        // The last letter went out, and then nothing of it was kept.
        let mail = test.mail().await;
        let last = mail.latest_for(EMAIL);
        assert_eq!(last.kind, "my_data.erased");
        assert!(!last.text().contains("Qanarybirde"));
        for word in CANARIES {
            assert_eq!(found(&test, word), Vec::<String>::new(), "{word}");
        }
        let (stand_in, disabled): (String, bool) = test.read(|db| {
            let id = practise::db::schema::application::table.find(own).select(practise::db::schema::application::person_id);
            let id: i64 = id.get_result(db)?;
            Ok(person::table.find(id).select((person::email, person::disabled_at.is_not_null())).get_result(db)?)
        });
        assert!(stand_in.starts_with("erased-") && !stand_in.contains('@') && disabled);
        test.read(|db| {
            assert_eq!((answers(db, own), answers(db, other)), (0, 9), "others keep what they wrote");
            let looks = sensitive_read::table.filter(sensitive_read::application_id.eq(own)).count();
            assert_eq!(looks.get_result::<i64>(db)?, 0);
            let open = session::table.filter(session::person_id.is_not_null()).count();
            assert_eq!(open.get_result::<i64>(db)?, 0);
            let asked: Vec<(String, String)> = confirmation::table.select((confirmation::name, confirmation::email)).load(db)?;
            assert_eq!(asked, [(String::new(), String::new()), (String::new(), String::new())]);
            let queued = outbox::table.filter(outbox::state.eq("queued")).count();
            assert_eq!(queued.get_result::<i64>(db)?, 0);
            let causes: Vec<String> = erasure::table.select(erasure::cause).load(db)?;
            assert_eq!(causes, ["request", "request"]);
            Ok(())
        });
        // Others still read their mail and the log, the runs and the places hold.
        assert!(!found(&test, "remains@example.org").is_empty());
        world.holds();
        // Their links say no more than what came of them.
        let old = mail.to(CANARY.guardian)[0].link();
        let page = test.client().open(&old).await;
        page.should_be(200);
        assert!(!page.text().contains("Qanarybirde"));
        // Whoever comes back with the same address is somebody new.
        let client = test.sign_in(EMAIL).await;
        client.get("/my-applications").await.should_say("You have no applications");
        client.get(&format!("/applications/{reference}")).await.should_be(404);
    }

    async fn a_draft_and_an_application_that_waits_go_too(test: TestApp) {
        let world = World::new(&test, &[1]);
        let client = test.client();
        apply(&test, &client, "ward", CANARY, &mut |_| ()).await;
        let drafter = test.sign_in("canary.draft@example.org").await;
        drafter.get("/apply/ward/begin").await.form().submit().await.should_be(200);
        let erase = |email: &str| {
            test.write(|tx| {
                let id = practise::my_data::person_with_email(tx.db, email)?;
                erase_person(tx, id, Cause::Operator)
            })
        };
        assert!(erase(EMAIL) && erase(" Canary.Draft@example.org"));
        test.mail().await;
        for word in CANARIES.into_iter().chain(["canary.draft@example.org"]) {
            assert_eq!(found(&test, word), Vec::<String>::new(), "{word}");
        }
        assert_eq!(test.read(erased).len(), 4);
        assert!(test.read(practise::audit::verify).is_ok());
        drop(world);
    }

    async fn whoever_holds_a_role_is_told_to_give_it_up_first(test: TestApp) {
        let world = World::new(&test, &[1]);
        let client = test.sign_in(COORDINATOR).await;
        let page = prove(&test, &client, COORDINATOR, "/my-data/delete").await;
        let refused = page.form().choose("sure", "yes").submit().await;
        refused.should_be(409).should_say("You have a role in an organisation");
        client.get("/coordinate").await.should_be(200);
        drop(world);
    }

    async fn what_a_backup_brings_back_is_erased_again(test: TestApp) {
        let world = World::new(&test, &[1]);
        let id = world.applicant(EMAIL, &[0]);
        let who = world.application(id).person_id;
        let ledger = [(Subject::Person, who), (Subject::Application, id), (Subject::Person, 999_999), (Subject::Application, 999_999)];
        let replay = || ledger.map(|(subject, id)| test.write(|tx| again(tx, subject, id)));
        assert_eq!(replay(), [true, false, false, false], "the application went with its person");
        assert_eq!(replay(), [false; 4], "the same again does nothing");
        assert_eq!(test.mail().await.kinds_for(EMAIL), Vec::<&str>::new(), "they were told when it was done first");
        assert_eq!(found(&test, EMAIL), Vec::<String>::new());
        assert_eq!(test.read(erased).len(), 2);
    }
}
