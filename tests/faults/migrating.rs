//! Row 37: a migration is cut short. The schema is the old one or the new one, never something between; the next start finishes it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::Text;
use practise::db::{AnyConnection, migrate};

use super::program::address;
use crate::support::db::{Backend, TestDb};
use crate::support::run::on_both;

#[derive(QueryableByName, PartialEq, Eq, Debug)]
struct Part {
    #[diesel(sql_type = Text)]
    part: String,
}

/// Everything that the schema has, in words.
fn schema(db: &TestDb) -> Vec<Part> {
    let mut connection = db.connect();
    let query = match connection {
        AnyConnection::Sqlite(_) => "SELECT coalesce(sql, name) AS part FROM sqlite_master ORDER BY type, name",
        AnyConnection::Postgres(_) => {
            "SELECT part FROM (
                SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS part FROM information_schema.columns WHERE table_schema = 'public'
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
                UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                UNION ALL SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
            ) AS parts ORDER BY part"
        }
    };
    diesel::sql_query(query).load(&mut connection).unwrap()
}

/// Starts `practise migrate`; what it says goes nowhere.
fn begin(db: &TestDb) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_practise"));
    command.arg("migrate").env_clear().env("DATABASE_URL", address(db));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

on_both! {
    async fn row_37_a_migration_that_is_cut_short_is_finished_by_the_next_start(backend: Backend) {
        // How long it takes when nobody interrupts it, at most: on a busy machine the first may take much longer than the others.
        let whole = TestDb::empty(backend);
        let started = Instant::now();
        assert!(begin(&whole).wait().unwrap().success());
        let mut usual = started.elapsed();
        let expected = schema(&whole);
        let mut cut = 0;
        for turn in 1..=8_u32 {
            let db = TestDb::empty(backend);
            let mut migrating = begin(&db);
            let time = usual * turn / 9;
            std::thread::sleep(time);
            migrating.kill().unwrap();
            if migrating.wait().unwrap().success() {
                usual = time;
            } else {
                cut += 1;
            }
            // On Postgres the server learns a little later that nobody is there.
            let waited = Instant::now();
            let mut again = begin(&db);
            let status = loop {
                if let Some(status) = again.try_wait().unwrap() {
                    break status;
                }
                assert!(waited.elapsed() < Duration::from_secs(60), "turn {turn}: it should not wait for the dead");
                std::thread::sleep(Duration::from_millis(10));
            };
            assert!(status.success(), "turn {turn}");
            assert_eq!(schema(&db), expected, "turn {turn}");
            assert_eq!(migrate::run(db.url()).unwrap(), 0, "nothing is left to do");
        }
        assert!(cut >= 4, "most should have been cut short: {cut} of 8");
    }

    async fn row_37_a_program_does_not_start_on_a_schema_newer_than_it_knows(db: TestDb) {
        let mut connection = db.connect();
        diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')").execute(&mut connection).unwrap();
        let refused = migrate::run(db.url()).unwrap_err().to_string();
        assert!(refused.contains("newer version"), "{refused}");
        assert!(!begin(&db).wait().unwrap().success());
    }
}
