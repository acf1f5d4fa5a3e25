//! Row 40: somebody changes the audit log. The database refuses; whoever takes that protection away is found out, by the number of the row.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::audit::{SEEN, verify};
use practise::db::AnyConnection;
use practise::db::schema::audit;

use super::program::address;
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::{SECRET, TestApp};
use crate::support::process::Program;
use crate::support::run::on_both;

/// What the walk says of the log after a change, which is taken back again.
fn after(db: &mut AnyConnection, change: &str) -> String {
    db.batch_execute(&format!("BEGIN; {change}")).unwrap();
    let said = verify(db).unwrap().map_or_else(|broken| broken.to_string(), |_| "whole".to_owned());
    db.batch_execute("ROLLBACK").unwrap();
    said
}

on_both! {
    async fn row_40_a_row_of_the_audit_log_that_was_changed_is_named(test: TestApp) {
        let world = World::new(&test, &[1]);
        world.applicant("ann@example.org", &[0]);
        world.rank().await;
        world.link(COORDINATOR, "proposal.asked").await.should_be(200);
        let look: i64 = test.read(|db| Ok(audit::table.filter(audit::act.eq(SEEN)).select(audit::seq).get_result(db)?));
        assert!(look > 4);

        let mut db = test.db().connect();
        for change in ["UPDATE audit SET detail = '{}' WHERE seq = 3", "DELETE FROM audit WHERE seq = 3"] {
            let refused = db.batch_execute(change).unwrap_err().to_string();
            assert!(refused.contains("only added to"), "{refused}");
        }
        let open = match db {
            AnyConnection::Sqlite(_) => "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete",
            AnyConnection::Postgres(_) => "DROP TRIGGER audit_no_change ON audit",
        };
        db.batch_execute(open).unwrap();
        for field in ["at = '2020-01-01 00:00:00'", "act = 'place.sold'", "subject_kind = 'place'", "subject_id = 999", "detail = '{\"sold\":true}'"] {
            let said = after(&mut db, &format!("UPDATE audit SET {field} WHERE seq = 3"));
            assert_eq!(said, "audit row 3 was changed after it was written", "{field}");
        }
        let said = after(&mut db, "UPDATE audit SET previous = (SELECT hash FROM audit WHERE seq = 1) WHERE seq = 3");
        assert_eq!(said, "audit row 3 does not carry the hash of the one before");
        for (gone, named) in [(1, 2), (3, 4), (look, look + 1)] {
            // A row after the look, so that it is not the last.
            test.sign_in("ben@example.org").await;
            let said = after(&mut db, &format!("DELETE FROM audit WHERE seq = {gone}"));
            assert_eq!(said, format!("audit row {named} does not follow the one before: a row is missing"));
        }
        assert_eq!(after(&mut db, "SELECT 1"), "whole");

        // The command says the same, and fails.
        db.batch_execute("UPDATE audit SET detail = '[]' WHERE seq = 2").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let program = Program::new(&address(test.db()), SECRET, folder.path());
        assert_eq!(program.run(&["audit", "verify"]).code(), Some(1));
        assert!(program.log().contains("audit row 2 was changed after it was written"), "{}", program.log());
    }
}
