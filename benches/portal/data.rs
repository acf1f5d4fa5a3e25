//! The demonstration in a database of its own, and open sessions of the people in it.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::clock::Clock;
use practise::db::AnyConnection;
use practise::db::schema::{outbox, role_grant};
use practise::tx::{Actor, Ledger};
use tempfile::TempDir;
use time::Duration;

use crate::ledger::{SECRET, ledger};
use crate::process::Program;
use crate::session;

/// What every form of every session here carries.
pub const TOKEN: &str = "token";
const DATABASE: &str = "practise_bench_portal";

/// A portal over one database.
pub struct Portal {
    /// The database's name for people.
    pub backend: &'static str,
    url: String,
    folder: TempDir,
    ledger: Ledger,
}

impl Portal {
    pub fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("practise.db").display());
        Self::play("SQLite", url, folder)
    }

    pub fn on_postgres(server: &str) -> Self {
        drop_database(server);
        let mut admin = PgConnection::establish(server).unwrap();
        admin
            .batch_execute(&format!("CREATE DATABASE {DATABASE} TEMPLATE template0"))
            .unwrap();
        let (start, _) = server.rsplit_once('/').unwrap();
        Self::play("Postgres", format!("{start}/{DATABASE}"), tempfile::tempdir().unwrap())
    }

    fn play(backend: &'static str, url: String, folder: TempDir) -> Self {
        let program = Program::new(&url, SECRET, folder.path());
        // It plays until midday of its day, which is to be over.
        let today = Clock::System.now().plus(-Duration::hours(12)).date().to_string();
        for arguments in [&["demo", "--today", today.as_str()][..], &["jobs", "run-once"]] {
            assert!(program.run(arguments).success(), "{arguments:?}: {}", program.log());
        }
        let ledger = ledger(&url);
        Self {
            backend,
            url,
            folder,
            ledger,
        }
    }

    /// The program with these settings beside the usual ones; mail goes to a folder.
    pub fn program(&self, settings: &[(&str, &str)]) -> Program {
        let mut program = Program::new(&self.url, SECRET, self.folder.path());
        program.set("RUST_LOG", "warn");
        // As docs/operations/practise@.service has it.
        program.set("MALLOC_ARENA_MAX", "2");
        program.set("MIMALLOC_PURGE_DELAY", "0");
        program.set("MIMALLOC_ALLOW_THP", "0");
        for (name, value) in settings {
            program.set(name, value);
        }
        program
    }

    /// Where its mail goes.
    pub fn mail(&self) -> std::path::PathBuf {
        self.folder.path().join("mail")
    }

    pub fn read<T>(&self, f: impl FnOnce(&mut AnyConnection) -> QueryResult<T>) -> T {
        self.ledger.db.read_now(|db| Ok(f(db)?)).unwrap()
    }

    pub fn write<T>(&self, f: impl FnOnce(&mut practise::tx::Tx<'_>) -> Result<T, practise::error::Error>) -> T {
        self.ledger.write_now(Actor::Operator, f).unwrap()
    }

    /// Waits until every letter that is due has left.
    pub fn wait_for_letters(&self) {
        for _ in 0..3000 {
            let now = self.ledger.clock.now();
            let due = outbox::table.filter(outbox::state.eq("queued")).filter(outbox::due_at.le(now));
            if self.read(|db| due.count().get_result::<i64>(db)) == 0 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("letters do not leave: {}", self.program(&[]).log());
    }

    /// An open session of a person, or of a browser in which nobody is signed in, as its cookie.
    pub fn session(&self, person: Option<i64>) -> String {
        let mut state = BTreeMap::from([("csrf", format!("\"{TOKEN}\""))]);
        if let Some(person) = person {
            state.insert("person", person.to_string());
            state.insert("shared", "false".to_owned());
            state.insert("staff", "false".to_owned());
        }
        session::open(&self.ledger, person, &state)
    }

    /// A session of a coordinator of this organisation.
    pub fn coordinator(&self, organisation: i64) -> String {
        let of = role_grant::table
            .filter(role_grant::organisation_id.eq(organisation))
            .filter(role_grant::role.eq("coordinator"))
            .order(role_grant::id)
            .select(role_grant::person_id);
        let person = self.read(|db| of.first(db));
        self.session(Some(person))
    }
}

/// Takes the database away again.
pub fn drop_database(server: &str) {
    let mut admin = PgConnection::establish(server).unwrap();
    admin.batch_execute("SET client_min_messages = 'warning'").unwrap();
    admin
        .batch_execute(&format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"))
        .unwrap();
}
