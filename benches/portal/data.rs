//! The demonstration in a database of its own, and open sessions of the people in it.

use std::collections::{BTreeMap, HashMap};

use actix_web::cookie::{Cookie, CookieJar, Key};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::clock::Clock;
use practise::config::Config;
use practise::db::schema::{outbox, role_grant, session};
use practise::db::{AnyConnection, Db};
use practise::random::Random;
use practise::tx::{Actor, Ledger};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use time::Duration;

use crate::process::Program;

pub const SECRET: &str = "the measurements' own secret, known to everybody";
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
        let settings = [("DATABASE_URL", url.as_str()), ("PRACTISE_SECRET", SECRET)];
        let settings: BTreeMap<String, String> = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let config = Config::from_variables(&settings).unwrap();
        let db = Db::open(&config.database, 2, std::time::Duration::from_secs(5));
        Self {
            backend,
            url,
            folder,
            ledger: Ledger::new(&config, db, Clock::System, Random::System),
        }
    }

    /// The program with these settings beside the usual ones; mail goes to a folder.
    pub fn program(&self, settings: &[(&str, &str)]) -> Program {
        let mut program = Program::new(&self.url, SECRET, self.folder.path());
        program.set("RUST_LOG", "warn");
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
        let keys = &self.ledger.env().keys;
        let halves = [keys.derive("session cookie", &[b"1"]), keys.derive("session cookie", &[b"2"])].concat();
        let raw = hex::encode(self.ledger.env().random.bytes32().unwrap());
        let mut state = HashMap::from([("csrf", format!("\"{TOKEN}\""))]);
        if let Some(person) = person {
            state.insert("person", person.to_string());
            state.insert("shared", "false".to_owned());
            state.insert("staff", "false".to_owned());
        }
        self.write(|tx| {
            let row = (
                session::digest.eq(Sha256::digest(raw.as_bytes()).to_vec()),
                session::person_id.eq(person),
                session::data.eq(serde_json::to_string(&state)?),
                session::idle_seconds.eq(72_000_i64),
                session::created_at.eq(tx.now),
                session::expires_at.eq(tx.now.plus(Duration::hours(20))),
                session::ends_at.eq(tx.now.plus(Duration::days(30))),
            );
            diesel::insert_into(session::table).values(row).execute(tx.db)?;
            Ok(())
        });
        let mut jar = CookieJar::new();
        jar.signed_mut(&Key::from(&halves)).add(Cookie::new("practise", raw));
        jar.get("practise").unwrap().encoded().to_string()
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
