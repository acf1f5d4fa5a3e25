//! `practise grant` and `practise revoke`: how somebody comes to be of the national team.

use practise::auth::signed_in;
use practise::config::DatabaseUrl;

use crate::support::app::{SECRET, TestApp};
use crate::support::process::Program;
use crate::support::run::on_both;

const EMAIL: &str = "national@example.org";

fn program(test: &TestApp, folder: &std::path::Path) -> Program {
    let database = match test.db().url() {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    Program::new(&database, SECRET, folder)
}

on_both! {
    async fn a_role_is_given_and_taken_at_the_command_line(test: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let program = program(&test, folder.path());
        let id = test.person(EMAIL);
        let grants = || test.read(|db| signed_in(db, id)).unwrap().grants;
        assert!(program.run(&["grant", "national", " National@Example.org "]).success());
        assert!(program.run(&["grant", "national", EMAIL]).success());
        assert_eq!(grants().len(), 1, "the same role twice is one");
        test.sign_in(EMAIL).await.get("/national/policy").await.should_be(200);
        assert!(program.run(&["revoke", "national", EMAIL]).success());
        assert!(grants().is_empty());
        assert!(!program.run(&["revoke", "national", EMAIL]).success(), "there is nothing left to revoke");
        test.read(practise::audit::verify).unwrap();
    }

    async fn a_role_is_for_what_its_kind_is_for(test: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let program = program(&test, folder.path());
        let area = test.area("A1");
        test.organisation("ORG", "A trust", area);
        let refused = [
            vec!["grant", "national", EMAIL, "--area", "A1"],
            vec!["grant", "coordinator", EMAIL],
            vec!["grant", "coordinator", EMAIL, "--organisation", "NONE"],
            vec!["grant", "area_lead", EMAIL, "--organisation", "ORG"],
            vec!["grant", "king", EMAIL],
            vec!["grant", "national", "nobody"],
        ];
        for arguments in refused {
            assert!(!program.run(&arguments).success(), "{arguments:?}");
        }
        assert!(program.run(&["grant", "coordinator", EMAIL, "--organisation", "ORG"]).success());
        assert!(program.run(&["grant", "area_lead", EMAIL, "--area", "A1"]).success());
        let id = test.person(EMAIL);
        assert_eq!(test.read(|db| signed_in(db, id)).unwrap().grants.len(), 2);
    }
}
