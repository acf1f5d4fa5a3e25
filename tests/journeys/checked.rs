//! An outsider checks a round that was played: from the database, from the public folder, and from the supervisor's.

use std::path::Path;

use diesel::prelude::*;
use practise::applications::ApplicationState as State;
use practise::config::DatabaseUrl;

use super::world::World;
use crate::support::app::TestApp;
use crate::support::process::Program;
use crate::support::run::on_both;

const PEOPLE: [&str; 4] = ["ann@example.org", "ben@example.org", "cat@example.org", "dan@example.org"];

/// A round of two placements in which the first who was offered a place says no, and the next takes it.
async fn played(test: &TestApp) -> World {
    let world = World::new(test, &[1, 1]);
    let people = PEOPLE.map(|email| (email, world.applicant(email, &[0, 1])));
    world.rank().await;
    let proposed = world.of_state(&people, State::Proposed);
    assert_eq!(proposed.len(), 2);
    world.approve().await.should_say("Approved");
    let (first, _) = world.of_state(&people, State::Offered)[0];
    let form = world.link(first, "offer.made").await.form();
    form.choose("answer", "decline")
        .choose("reason", "dates")
        .submit()
        .await
        .should_be(200);
    world
}

/// The program over the test's database.
fn program(test: &TestApp, folder: &Path) -> Program {
    let address = match test.db().url() {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    Program::new(&address, &"0".repeat(64), folder)
}

fn change(test: &TestApp, statement: &str) {
    test.write(|tx| {
        assert!(diesel::sql_query(statement).execute(tx.db)? > 0, "{statement}");
        Ok(())
    });
}

on_both! {
    async fn a_played_round_is_accepted_and_a_tampered_one_is_not(test: TestApp) {
        let world = played(&test).await;
        world.holds();
        let folder = tempfile::tempdir().unwrap();
        let program = program(&test, folder.path());
        let code = |arguments: &[&str]| program.run(arguments).code();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (public, secret) = (path("public"), path("supervisor"));
        assert_eq!(code(&["verify-round", "R1"]), Some(0), "{}", program.log());
        assert!(program.log().contains("Every result of 2 follows"), "{}", program.log());
        assert_eq!(code(&["round", "export", "R1", "--to", &public]), Some(0), "{}", program.log());
        assert_eq!(code(&["round", "export", "R1", "--to", &secret, "--supervisor"]), Some(0), "{}", program.log());
        assert_eq!(code(&["verify-round", "--bundle", &public]), Some(0), "{}", program.log());
        assert_eq!(code(&["verify-round", "--bundle", &secret]), Some(0), "{}", program.log());
        let mut names: Vec<_> = std::fs::read_dir(&public).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, ["counts.json", "lottery.csv", "policy.toml", "record.json", "references.txt"]);
        for name in &names {
            let text = std::fs::read_to_string(Path::new(&public).join(name)).unwrap();
            assert!(!text.contains('@') && !text.contains("career_change\":"), "{name} has more than is public");
        }

        // A folder that was changed by one digit, one name or one file.
        let number = Path::new(&public).join("lottery.csv");
        let text = std::fs::read_to_string(&number).unwrap();
        let first = text.lines().nth(1).unwrap();
        std::fs::write(&number, text.replacen(first, &first.replacen("1,", "2,", 1), 1)).unwrap();
        assert_eq!(code(&["verify-round", "--bundle", &public]), Some(1), "{}", program.log());
        assert!(program.log().contains("lottery.csv: line 2: expected 1,"), "{}", program.log());
        std::fs::remove_file(&number).unwrap();
        assert_eq!(code(&["verify-round", "--bundle", &public]), Some(2), "{}", program.log());
        let result = Path::new(&secret).join("result-001.json");
        let text = std::fs::read_to_string(&result).unwrap();
        std::fs::write(&result, text.replacen("\"choice\":1", "\"choice\":2", 1)).unwrap();
        assert_eq!(code(&["verify-round", "--bundle", &secret]), Some(1), "{}", program.log());
        assert_eq!(code(&["verify-round", "--bundle", &path("nowhere")]), Some(2));
        assert_eq!(code(&["verify-round", "R2"]), Some(2));
        assert!(program.log().contains("round R2: not found"), "{}", program.log());

        // A database that was changed behind the portal's back: promised too late, drawn again, another outcome.
        for (statement, back, says) in [
            (
                "UPDATE round_contribution SET committed_at = '2030-01-01 00:00:00' WHERE position = 2",
                "UPDATE round_contribution SET committed_at = (SELECT opens_at FROM round) WHERE position = 2",
                "D03",
            ),
            ("UPDATE allocation_run SET seed = list_sha256 WHERE number = 2", "UPDATE allocation_run SET seed = (SELECT seed FROM allocation_run WHERE number = 1)", "D07"),
            ("UPDATE allocation_run SET previous_sha256 = seed WHERE number = 2", "", "previous_sha256"),
        ] {
            change(&test, statement);
            let before = program.log().len();
            assert_eq!(code(&["verify-round", "R1"]), Some(1), "{statement}");
            assert!(program.log()[before..].contains(says), "{statement}: {}", program.log());
            if !back.is_empty() {
                change(&test, back);
                assert_eq!(code(&["verify-round", "R1"]), Some(0), "{}", program.log());
            }
        }
    }

    async fn a_round_that_is_not_drawn_cannot_be_exported(test: TestApp) {
        let world = World::new(&test, &[1]);
        let refused = |reference: &str| {
            let bundle = test.ledger().db.read_now(|db| practise::rounds::bundle(db, reference, false));
            bundle.unwrap_err().to_string()
        };
        assert_eq!(refused("R1"), "conflict: This round is not drawn yet.");
        assert_eq!(refused("R2"), "not found");
        world.holds();
    }
}
