//! A fresh, migrated database for each test, on either backend.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use practise::config::DatabaseUrl;
use practise::db::{AnyConnection, Db, Manager, Purpose, migrate};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in a folder of the test's own.
    Sqlite,
    /// A database of the test's own on the server that `PRACTISE_TEST_POSTGRES` names.
    Postgres,
}

/// A database that is there as long as this value.
pub struct TestDb {
    url: DatabaseUrl,
    /// The file's folder, on SQLite.
    _folder: Option<TempDir>,
    /// The name on the server, on Postgres.
    name: Option<String>,
}

impl TestDb {
    /// A database with every migration applied.
    pub fn migrated(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::file(Some(sqlite_template())),
            Backend::Postgres => Self::on_server(Some(postgres_template())),
        }
    }

    /// A database without any table.
    pub fn empty(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::file(None),
            Backend::Postgres => Self::on_server(None),
        }
    }

    fn file(content: Option<&[u8]>) -> Self {
        let folder = tempfile::Builder::new().prefix("practise-test-").tempdir().unwrap();
        let path = folder.path().join("practise.db");
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        Self {
            url: sqlite_url(&path),
            _folder: Some(folder),
            name: None,
        }
    }

    fn on_server(template: Option<&str>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("practise_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut admin = admin();
        execute(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        execute(
            &mut admin,
            &format!("CREATE DATABASE {name} TEMPLATE {}", template.unwrap_or("template0")),
        );
        Self {
            url: on_server(&name),
            _folder: None,
            name: Some(name),
        }
    }

    /// A migrated database that is there already, and stays when this value goes.
    pub fn at(url: DatabaseUrl) -> Self {
        migrate::run(&url).unwrap();
        Self {
            url,
            _folder: None,
            name: None,
        }
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Pools of it: few connections, and a short wait for one.
    pub fn pools(&self) -> Db {
        Db::open(&self.url, 4, Duration::from_secs(5))
    }

    /// One connection to it, set up as the program does.
    pub fn connect(&self) -> AnyConnection {
        Manager::new(self.url.clone(), Purpose::Write).open().unwrap()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        // Whoever is still connected is cut off; a database that stays behind dies with the server.
        if let Some(name) = &self.name
            && let Ok(mut admin) = PgConnection::establish(&admin_url())
        {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn sqlite_url(path: &std::path::Path) -> DatabaseUrl {
    DatabaseUrl::Sqlite(path.to_str().unwrap().to_owned())
}

/// The bytes of a migrated file, made once in this process.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join("template.db");
        let url = sqlite_url(&path);
        migrate::run(&url).unwrap();
        let mut connection = Manager::new(url, Purpose::Write).open().unwrap();
        // Everything into the one file.
        connection
            .batch_execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
            .unwrap();
        drop(connection);
        std::fs::read(&path).unwrap()
    })
}

/// The name of a migrated database on the server. It is called after the migrations, so that any number of runs share it.
fn postgres_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("practise_template_{}", fingerprint());
        let making = format!("{name}_{}", std::process::id());
        let mut admin = admin();
        // One process at a time; another that comes later finds it finished.
        execute(&mut admin, "SELECT pg_advisory_lock(5074201699)");
        let there: bool = diesel::select(
            diesel::dsl::sql::<Bool>("EXISTS (SELECT 1 FROM pg_database WHERE datname = ")
                .bind::<Text, _>(&name)
                .sql(")"),
        )
        .get_result(&mut admin)
        .unwrap();
        if !there {
            execute(&mut admin, &format!("CREATE DATABASE {making} TEMPLATE template0"));
            migrate::run(&on_server(&making)).unwrap();
            execute(&mut admin, &format!("ALTER DATABASE {making} RENAME TO {name}"));
        }
        name
    })
}

/// 16 characters that change when a migration does.
fn fingerprint() -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for path in super::source::files("migrations/postgres") {
        hash.update(std::fs::read(super::source::root().join(&path)).unwrap());
    }
    hex::encode(&hash.finalize()[..8])
}

/// The server's address, of its own database.
///
/// # Panics
/// With the way to start a server, if there is none.
fn admin_url() -> String {
    std::env::var("PRACTISE_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "This test needs Postgres. Run `make test`, or one test with `tests/support/with-postgres.sh cargo test NAME`, \
             or set PRACTISE_TEST_POSTGRES to a server's address: postgres://user:password@127.0.0.1:5432/postgres"
        )
    })
}

fn admin() -> PgConnection {
    let mut admin = PgConnection::establish(&admin_url()).expect("the server that PRACTISE_TEST_POSTGRES names should answer");
    admin.batch_execute("SET client_min_messages = 'warning'").unwrap();
    admin
}

fn execute(admin: &mut PgConnection, statement: &str) {
    admin
        .batch_execute(statement)
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// The address of the database `name` on the same server.
fn on_server(name: &str) -> DatabaseUrl {
    let mut url = url::Url::parse(&admin_url()).expect("PRACTISE_TEST_POSTGRES should be an address");
    url.set_path(name);
    DatabaseUrl::Postgres(url.into())
}
