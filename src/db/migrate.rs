//! Migrations: compiled in, one transaction each, one starter at a time. A number has four digits; the first is the generation. Within a
//! generation a migration only adds, so that a program of before works on. What takes something away begins the next one, and no older program
//! touches such a database.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{AnyConnection, Manager, Purpose};
use crate::config::DatabaseUrl;
use crate::error::Error;

/// A set of migrations, made anew for each use: the harness takes it by value.
type Migrations = fn() -> EmbeddedMigrations;

fn for_sqlite() -> EmbeddedMigrations {
    const ALL: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
    ALL
}

fn for_postgres() -> EmbeddedMigrations {
    const ALL: EmbeddedMigrations = embed_migrations!("migrations/postgres");
    ALL
}

/// A number of our own for Postgres' advisory lock, so that two starters do not migrate at once.
const ADVISORY_LOCK: i64 = 5_074_201_601;

/// Brings the database to this program's schema; answers how many migrations ran. One that a newer program of the same generation has migrated
/// is left as it is.
///
/// # Errors
/// `Unavailable` if it cannot be reached; `Internal` if a migration fails or the database is of a later generation.
pub fn run(url: &DatabaseUrl) -> Result<usize, Error> {
    if let DatabaseUrl::Sqlite(path) = url
        && let Some(folder) = std::path::Path::new(path).parent()
    {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
    }
    let connection = Manager::new(url.clone(), Purpose::Write)
        .open()
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    match connection {
        AnyConnection::Sqlite(mut connection) => up(&mut connection, for_sqlite),
        AnyConnection::Postgres(mut connection) => {
            connection.batch_execute(&format!(
                "SET lock_timeout = '60s'; SELECT pg_advisory_lock({ADVISORY_LOCK}); SET lock_timeout = '5s'"
            ))?;
            let done = up(&mut connection, for_postgres);
            connection.batch_execute(&format!("SELECT pg_advisory_unlock({ADVISORY_LOCK})"))?;
            done
        }
    }
}

diesel::table! {
    /// The list of migrations that ran, which diesel keeps.
    __diesel_schema_migrations (version) {
        /// The migration's number.
        version -> VarChar,
        /// When it ran.
        run_on -> Timestamp,
    }
}

/// Where the generation stands in a migration's number.
fn generation(version: &MigrationVersion<'_>) -> Option<char> {
    version.to_string().chars().next()
}

/// True if this program can work on a database with these migrations: those that it does not know are of its own generation.
fn works_on<'a>(known: &[MigrationVersion<'_>], ran: impl Iterator<Item = &'a MigrationVersion<'a>>) -> bool {
    let newest = known.iter().filter_map(generation).max();
    let mut unknown = ran.filter(|version| !known.iter().any(|one| one == *version));
    unknown.all(|version| generation(version) <= newest)
}

/// True if every migration of this program has run, and none of a later generation.
///
/// # Errors
/// As for every query; a database without any migration is an error.
pub fn is_current(connection: &mut AnyConnection) -> Result<bool, Error> {
    let ran: Vec<String> = __diesel_schema_migrations::table
        .select(__diesel_schema_migrations::version)
        .load(connection)?;
    let ran: Vec<MigrationVersion<'_>> = ran.iter().map(|version| MigrationVersion::from(version.as_str())).collect();
    let known: Vec<Box<dyn Migration<Sqlite>>> = for_sqlite().migrations().map_err(Error::internal)?;
    let known: Vec<MigrationVersion<'_>> = known.iter().map(|migration| migration.name().version()).collect();
    Ok(known.iter().all(|version| ran.contains(version)) && works_on(&known, ran.iter()))
}

/// Takes every migration back and applies them again: the test that `down.sql` is right.
pub fn redo_all(url: &DatabaseUrl) -> Result<(), Error> {
    let connection = Manager::new(url.clone(), Purpose::Write)
        .open()
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    match connection {
        AnyConnection::Sqlite(mut connection) => down_up(&mut connection, for_sqlite),
        AnyConnection::Postgres(mut connection) => down_up(&mut connection, for_postgres),
    }
}

fn down_up<C, DB>(connection: &mut C, migrations: Migrations) -> Result<(), Error>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    connection.revert_all_migrations(migrations()).map_err(Error::internal)?;
    connection.run_pending_migrations(migrations()).map_err(Error::internal)?;
    Ok(())
}

fn up<C, DB>(connection: &mut C, migrations: Migrations) -> Result<usize, Error>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let known: Vec<Box<dyn Migration<DB>>> = migrations().migrations().map_err(Error::internal)?;
    let applied = connection.applied_migrations().map_err(Error::internal)?;
    let known: Vec<MigrationVersion<'_>> = known.iter().map(|migration| migration.name().version()).collect();
    if !works_on(&known, applied.iter()) {
        return Err(Error::internal(
            "the database was migrated by a newer version of this program: start that version",
        ));
    }
    let ran = connection.run_pending_migrations(migrations()).map_err(Error::internal)?;
    Ok(ran.len())
}
