//! `practise export`, `practise erase` and `practise jobs retention`.

use practise::config::DatabaseUrl;
use serde_json::Value;

use crate::journeys::world::World;
use crate::support::app::{SECRET, TestApp};
use crate::support::process::Program;
use crate::support::run::on_both;

const EMAIL: &str = "ann@example.org";

on_both! {
    async fn an_operator_can_do_the_same(test: TestApp) {
        let world = World::new(&test, &[1]);
        let id = world.applicant(EMAIL, &[0]);
        let folder = tempfile::tempdir().unwrap();
        let database = match test.db().url() {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let program = Program::new(&database, SECRET, folder.path());
        assert!(program.run(&["export", "person", " Ann@Example.org"]).success());
        let json = program.log();
        let all: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
        assert_eq!((all["email"].as_str(), all["applications"].as_array().map(Vec::len)), (Some(EMAIL), Some(1)));
        let file = folder.path().join("ann.pdf");
        assert!(program.run(&["export", "person", EMAIL, "--pdf", file.to_str().unwrap()]).success());
        assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
        assert!(!program.run(&["export", "person", "nobody@example.org"]).success());
        assert!(!program.run(&["erase", "nobody@example.org"]).success());
        assert!(!program.run(&["erase"]).success(), "somebody has to be named");
        assert!(program.log().contains("nobody has this address"));

        let before = program.log().len();
        assert!(program.run(&["jobs", "retention", "--dry-run"]).success());
        assert!(program.log()[before..].contains("Applications that led to a place: 0"));
        assert!(program.run(&["erase", EMAIL]).success());
        assert_eq!(world.state(id), practise::applications::ApplicationState::Withdrawn);
        assert!(!program.run(&["export", "person", EMAIL]).success(), "nobody has this address any more");
        let before = program.log().len();
        assert!(program.run(&["export", "erasures"]).success());
        let log = program.log();
        let ledger = folder.path().join("ledger");
        std::fs::write(&ledger, &log[before..]).unwrap();
        assert_eq!(log[before..].lines().count(), 2, "{log}");
        assert!(program.run(&["erase", "--again", ledger.to_str().unwrap()]).success());
        assert!(program.log().contains("0 of 2 erased again."));
        std::fs::write(&ledger, "no ledger\n").unwrap();
        assert!(!program.run(&["erase", "--again", ledger.to_str().unwrap()]).success());
        assert_eq!(test.mail().await.kinds_for(EMAIL), ["my_data.erased"]);
    }
}
