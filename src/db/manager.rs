//! Connections: the backend is chosen by the URL's scheme, never by trying.

use diesel::connection::SimpleConnection;
use diesel::r2d2::R2D2Connection;
use diesel::{Connection, ConnectionError, MultiConnection, PgConnection, SqliteConnection};

use crate::config::DatabaseUrl;

/// A connection to either database.
#[derive(MultiConnection)]
pub enum AnyConnection {
    /// Postgres.
    Postgres(PgConnection),
    /// An `SQLite` file.
    Sqlite(SqliteConnection),
}

/// What a connection is for: `SQLite`'s writer waits for the disk at each commit, its readers never write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Queries only.
    Read,
    /// Transactions that change something.
    Write,
}

/// Opens connections for a pool.
#[derive(Debug)]
pub struct Manager {
    url: DatabaseUrl,
    purpose: Purpose,
}

impl Manager {
    /// A manager of connections to `url` for `purpose`.
    pub fn new(url: DatabaseUrl, purpose: Purpose) -> Self {
        Self { url, purpose }
    }

    /// Opens one connection and sets it up.
    pub fn open(&self) -> Result<AnyConnection, ConnectionError> {
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path)?;
                // The one writer keeps 12 MB of pages: with the 2 MB of a reader, closing a round reads the same pages again and again once the file is large.
                let (synchronous, kilobytes) = if self.purpose == Purpose::Write {
                    ("FULL", 12288)
                } else {
                    ("NORMAL", 2048)
                };
                connection
                    .batch_execute(&format!(
                        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; \
                         PRAGMA cache_size = -{kilobytes}; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;"
                    ))
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(AnyConnection::Sqlite(connection))
            }
            DatabaseUrl::Postgres(url) => {
                let mut connection = PgConnection::establish(url)?;
                connection
                    // A query is planned once for a connection, for no values in particular (decision 219).
                    .batch_execute("SET plan_cache_mode = force_generic_plan; SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s'")
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(AnyConnection::Postgres(connection))
            }
        }
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, Self::Error> {
        self.open().map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), Self::Error> {
        connection.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        std::thread::panicking() || R2D2Connection::is_broken(connection)
    }
}
