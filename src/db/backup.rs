//! Backups: a whole copy while the portal runs, and back again, never over what is there.

use std::path::Path;
use std::process::Command;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use url::Url;

use super::{AnyConnection, Manager, Purpose, migrate};
use crate::config::DatabaseUrl;
use crate::error::Error;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Writes everything that is stored at the beginning into a new file, while others read and write: an `SQLite` file, or an archive of `pg_dump`.
///
/// # Errors
/// `Conflict` if there is such a file; `Internal` if it cannot be written, or `pg_dump` says no.
pub fn backup(url: &DatabaseUrl, file: &Path) -> Result<(), Error> {
    if file.exists() {
        return Err(Error::conflict(format!("{} is there already.", file.display())));
    }
    match url {
        DatabaseUrl::Sqlite(_) => {
            let path = file.to_str().ok_or_else(|| Error::conflict("The name of the file is not text."))?;
            let mut connection = open(url, Purpose::Read)?;
            if let AnyConnection::Sqlite(sqlite) = &mut connection {
                diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(path).execute(sqlite)?;
            }
            std::fs::File::open(file)
                .and_then(|written| written.sync_all())
                .map_err(Error::internal)
        }
        DatabaseUrl::Postgres(address) => {
            let mut dump = tool("pg_dump", address)?;
            dump.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(file);
            finish(dump, "pg_dump")
        }
    }
}

/// Brings a backup into the configured database, which must not have anything in it; then to this program's schema.
///
/// # Errors
/// `Conflict` if the database is not empty; `Internal` if the backup cannot be read, or is of a newer version of this program.
pub fn restore(url: &DatabaseUrl, file: &Path) -> Result<(), Error> {
    if !file.is_file() {
        return Err(Error::conflict(format!("{} is not a file.", file.display())));
    }
    match url {
        DatabaseUrl::Sqlite(path) => copy(file, Path::new(path))?,
        DatabaseUrl::Postgres(address) => {
            let mut connection = open(url, Purpose::Write)?;
            if tables(&mut connection)? > 0 {
                return Err(Error::conflict("The database is not empty: nothing was restored."));
            }
            let mut restore = tool("pg_restore", address)?;
            restore
                .args(["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"])
                .arg(file);
            finish(restore, "pg_restore")?;
        }
    }
    migrate::run(url)?;
    Ok(())
}

/// What is wrong with the pages and keys of a database; nothing if all is well.
pub fn problems(connection: &mut AnyConnection) -> Result<Vec<String>, Error> {
    let AnyConnection::Sqlite(sqlite) = connection else {
        // Postgres checks its keys as it restores, in one transaction.
        return Ok(Vec::new());
    };
    let check = "SELECT integrity_check AS line FROM pragma_integrity_check WHERE integrity_check <> 'ok'
        UNION ALL SELECT 'a row of ' || \"table\" || ' refers to nothing' FROM pragma_foreign_key_check";
    let lines: Vec<Line> = diesel::sql_query(check).load(sqlite)?;
    Ok(lines.into_iter().map(|one| one.line).collect())
}

/// A database beside the configured one, into which a backup is restored to look at it. It goes when this value does.
pub struct Scratch {
    url: DatabaseUrl,
    server: Option<DatabaseUrl>,
    name: String,
}

impl Scratch {
    /// Restores a backup into a database of its own; `name` tells it from others, letters and digits.
    ///
    /// # Errors
    /// As [`restore`]; on Postgres the role needs the right to create databases.
    pub fn restore(configured: &DatabaseUrl, file: &Path, name: &str) -> Result<Self, Error> {
        let name = format!("practise_check_{name}");
        let scratch = match configured {
            DatabaseUrl::Sqlite(_) => {
                let path = std::env::temp_dir().join(&name);
                Self {
                    url: DatabaseUrl::Sqlite(path.display().to_string()),
                    server: None,
                    name,
                }
            }
            DatabaseUrl::Postgres(address) => {
                open(configured, Purpose::Write)?.batch_execute(&format!("CREATE DATABASE {name}"))?;
                let mut beside = Url::parse(address).map_err(Error::internal)?;
                beside.set_path(&name);
                Self {
                    url: DatabaseUrl::Postgres(beside.into()),
                    server: Some(configured.clone()),
                    name,
                }
            }
        };
        restore(&scratch.url, file)?;
        Ok(scratch)
    }

    /// A connection to it.
    pub fn open(&self) -> Result<AnyConnection, Error> {
        open(&self.url, Purpose::Read)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let gone = match (&self.server, &self.url) {
            (Some(server), _) => {
                open(server, Purpose::Write).and_then(|mut db| Ok(db.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name))?))
            }
            (None, DatabaseUrl::Sqlite(path)) => {
                for file in [path.clone(), format!("{path}-wal"), format!("{path}-shm")] {
                    // The two beside it may not be there.
                    let _ = std::fs::remove_file(file);
                }
                Ok(())
            }
            (None, DatabaseUrl::Postgres(_)) => Ok(()),
        };
        if let Err(error) = gone {
            tracing::warn!(%error, name = self.name, "a database that was made to check a backup is still there");
        }
    }
}

fn open(url: &DatabaseUrl, purpose: Purpose) -> Result<AnyConnection, Error> {
    let manager = Manager::new(url.clone(), purpose);
    manager.open().map_err(|error| Error::Unavailable(error.to_string()))
}

fn tables(connection: &mut AnyConnection) -> Result<i64, Error> {
    let AnyConnection::Postgres(postgres) = connection else {
        return Ok(0);
    };
    let count = "SELECT count(*) AS number FROM information_schema.tables WHERE table_schema = 'public'";
    let found: Number = diesel::sql_query(count).get_result(postgres)?;
    Ok(found.number)
}

/// Copies an `SQLite` file to where none is: whole, or not at all.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if to.exists() {
        return Err(Error::conflict(format!("{} is there already: nothing was restored.", to.display())));
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
    }
    let half = to.with_extension("restoring");
    std::fs::copy(from, &half).map_err(Error::internal)?;
    std::fs::File::open(&half)
        .and_then(|copy| copy.sync_all())
        .map_err(Error::internal)?;
    std::fs::rename(&half, to).map_err(Error::internal)
}

/// A program of Postgres for the database at `address`. The password is not among its arguments, which everybody on the machine can read.
fn tool(program: &str, address: &str) -> Result<Command, Error> {
    let mut url = Url::parse(address).map_err(Error::internal)?;
    let mut command = Command::new(program);
    if let Some(password) = url.password() {
        // A plus is a plus in an address, and a space in a form.
        let pair = format!("p={}", password.replace('+', "%2B"));
        let decoded = url::form_urlencoded::parse(pair.as_bytes()).next();
        command.env("PGPASSWORD", decoded.map(|(_, value)| value.into_owned()).unwrap_or_default());
    }
    url.set_password(None)
        .map_err(|()| Error::internal("DATABASE_URL cannot have a password"))?;
    command.arg(format!("--dbname={url}"));
    Ok(command)
}

fn finish(mut command: Command, program: &str) -> Result<(), Error> {
    let output = command
        .output()
        .map_err(|error| Error::internal(format!("{program} cannot be started: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    // Postgres' programs name tables and files, never what is in them.
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Error::internal(format!(
        "{program} failed: {}",
        said.lines().last().unwrap_or_default()
    )))
}
