//! The database: pools, transactions, and the few places where the two databases differ.

mod among;
pub mod backup;
mod kept;
mod literal;
mod load;
mod manager;
pub mod migrate;
mod replica;
#[rustfmt::skip]
pub mod schema;
mod turns;
mod types;
mod unique;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use r2d2::Pool;

pub use among::among;
pub use kept::{Keepable, Kept};
pub use literal::literal;
pub use load::{PoolLoad, bytes, size};
pub use manager::{AnyConnection, Manager, Purpose};
pub use types::Instant;

/// The backend of [`AnyConnection`].
pub type AnyBackend = <AnyConnection as Connection>::Backend;
pub use unique::violated;

use crate::config::DatabaseUrl;
use crate::error::Error;
use replica::Replica;
use turns::Turns;

/// Runs one body for either connection: for what diesel offers only on a single backend. Ten uses in the tree at most.
#[macro_export]
macro_rules! on_db {
    ($connection:expr, |$c:ident| $body:expr) => {
        match $connection {
            $crate::db::AnyConnection::Postgres($c) => $body,
            $crate::db::AnyConnection::Sqlite($c) => $body,
        }
    };
}

/// True of a column that has one of so many values: unlike `eq_any`, whose SQL depends on how many there are, this is kept prepared.
#[macro_export]
macro_rules! one_of {
    ($column:expr, $first:expr $(, $more:expr)+) => {
        $column.eq($first)$(.or($column.eq($more)))+
    };
}

/// The pools. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Db {
    readers: Pool<Manager>,
    writers: Pool<Manager>,
    reading: Turns,
    writing: Turns,
    /// How many wait for a connection.
    waiting: Arc<AtomicU32>,
    replica: Option<Arc<Replica>>,
    url: Arc<DatabaseUrl>,
}

impl Db {
    /// Opens the pools lazily: no connection is made before the first use. `SQLite` has one writer; Postgres has one pool for both.
    pub fn open(url: &DatabaseUrl, connections: u32, wait: Duration) -> Self {
        let pool = |purpose, size| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(0))
                .connection_timeout(wait)
                .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
                .build_unchecked(Manager::new(url.clone(), purpose))
        };
        let at_once = if matches!(url, DatabaseUrl::Sqlite(_)) { 1 } else { connections };
        let writers = pool(Purpose::Write, at_once);
        let readers = match url {
            DatabaseUrl::Sqlite(_) => pool(Purpose::Read, connections),
            DatabaseUrl::Postgres(_) => writers.clone(),
        };
        let queue = Arc::default();
        let writing = Turns::new(at_once, wait, &queue);
        let reading = match url {
            DatabaseUrl::Sqlite(_) => Turns::new(connections, wait, &queue),
            DatabaseUrl::Postgres(_) => writing.clone(),
        };
        Self {
            readers,
            writers,
            reading,
            writing,
            waiting: queue,
            replica: None,
            url: Arc::new(url.clone()),
        }
    }

    /// The same database with a replica that [`Db::read_stale`] asks once [`Db::watch_replica`] has found that it keeps up.
    #[must_use]
    pub fn with_replica(mut self, url: Option<&DatabaseUrl>, connections: u32) -> Self {
        self.replica = url.map(|url| Arc::new(Replica::new(url, connections)));
        self
    }

    /// Begins to look at how far the replica is, if there is one.
    ///
    /// # Errors
    /// `Internal` if there is no thread for it.
    pub fn watch_replica(&self) -> Result<(), Error> {
        match &self.replica {
            Some(replica) => replica::watch(replica, self.clone()),
            None => Ok(()),
        }
    }

    /// True if some questions are asked of a replica.
    pub fn has_replica(&self) -> bool {
        self.replica.is_some()
    }

    /// True if other processes may serve the same database: Postgres.
    pub fn is_shared(&self) -> bool {
        matches!(*self.url, DatabaseUrl::Postgres(_))
    }

    /// The address that the pools connect to.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// How much of the disk of an `SQLite` file is free, in percent, rounded down. Postgres has its disk elsewhere.
    ///
    /// # Errors
    /// `Unavailable` if the disk does not say.
    pub fn free_disk(&self) -> Result<Option<u8>, Error> {
        match &*self.url {
            DatabaseUrl::Sqlite(path) => load::free_disk(path).map(Some),
            DatabaseUrl::Postgres(_) => Ok(None),
        }
    }

    /// How much each pool has to do, and how many wait for a connection.
    pub fn load(&self) -> (Vec<PoolLoad>, u32) {
        let pools = match *self.url {
            DatabaseUrl::Sqlite(_) => vec![PoolLoad::of("read", &self.readers), PoolLoad::of("write", &self.writers)],
            DatabaseUrl::Postgres(_) => vec![PoolLoad::of("all", &self.writers)],
        };
        (pools, self.waiting.load(Ordering::Relaxed))
    }

    /// Runs `f` on a reading connection, on this thread.
    pub fn read_now<T>(&self, f: impl FnOnce(&mut AnyConnection) -> Result<T, Error>) -> Result<T, Error> {
        let mut connection = load::take(&self.readers, &self.waiting)?;
        f(&mut connection)
    }

    /// Runs `f` in one transaction, on this thread: kept whole if it answers `Ok`, otherwise not at all.
    pub fn write_now<T>(&self, f: impl FnOnce(&mut AnyConnection) -> Result<T, Error>) -> Result<T, Error> {
        let mut connection = load::take(&self.writers, &self.waiting)?;
        write_transaction(&mut connection, f)
    }

    /// Writes what an `SQLite` file's log still holds into the file and empties the log, so that nothing erased stays in it. Readers that are at
    /// work keep the log for now; the next call empties it. Postgres does this itself.
    pub fn settle_file(&self) -> Result<(), Error> {
        let mut connection = self.writers.get()?;
        if let AnyConnection::Sqlite(sqlite) = &mut *connection {
            sqlite.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        Ok(())
    }

    /// [`Db::read_now`] on a thread where waiting is allowed.
    pub async fn read<T, F>(&self, f: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        let db = self.clone();
        self.reading.run(move || db.read_now(f)).await
    }

    /// [`Db::read`] for a row or two by key: on this thread where nothing is waited for (an `SQLite` file, and a connection that is free), because
    /// that takes less time than to change threads.
    pub async fn read_briefly<T, F>(&self, f: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        if let DatabaseUrl::Sqlite(_) = *self.url
            && let Some(mut connection) = self.readers.try_get()
        {
            return f(&mut connection);
        }
        self.read(f).await
    }

    /// [`Db::read`] for what may be a second old, which nobody decides by and nobody has just written: of the replica, if there is one that keeps up.
    /// What the replica does not know, or cannot answer, the primary is asked.
    pub async fn read_stale<T, F>(&self, f: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        let db = self.clone();
        let read = move || {
            if let Some(mut connection) = db.replica.as_ref().and_then(|replica| replica.connection())
                && let Ok(answer) = f(&mut connection)
            {
                return Ok(answer);
            }
            db.read_now(f)
        };
        self.reading.run(read).await
    }

    /// [`Db::write_now`] on a thread where waiting is allowed.
    pub async fn write<T, F>(&self, f: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        let db = self.clone();
        self.run_writer(move || db.write_now(f)).await
    }

    /// Runs `f`, which writes, on a thread where waiting is allowed, once there is a connection for it.
    ///
    /// # Errors
    /// Those of `f`; `Unavailable` if none comes free in time.
    pub async fn run_writer<T, F>(&self, f: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Error> + Send + 'static,
    {
        self.writing.run(f).await
    }
}

/// Runs `f` on a thread of the blocking pool.
pub async fn blocking<T, F>(f: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Error> + Send + 'static,
{
    tokio::task::spawn_blocking(f).await.map_err(Error::internal)?
}

/// One transaction: `BEGIN IMMEDIATE` on `SQLite`, so that a reader never has to become a writer half-way.
pub fn write_transaction<T>(connection: &mut AnyConnection, f: impl FnOnce(&mut AnyConnection) -> Result<T, Error>) -> Result<T, Error> {
    match connection {
        AnyConnection::Postgres(_) => connection.transaction(f),
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?;
            match f(connection) {
                Ok(value) => {
                    <AnyConnection as Connection>::TransactionManager::commit_transaction(connection)?;
                    Ok(value)
                }
                Err(error) => {
                    <AnyConnection as Connection>::TransactionManager::rollback_transaction(connection)?;
                    Err(error)
                }
            }
        }
    }
}
