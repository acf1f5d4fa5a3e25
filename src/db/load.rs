//! How much the pools have to do, and how large the database is.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use r2d2::{Pool, PooledConnection};

use super::{AnyConnection, Manager};
use crate::error::Error;

/// The connections of one pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolLoad {
    /// `read` and `write` on `SQLite`; `all` on Postgres.
    pub name: &'static str,
    /// Those that are open.
    pub connections: u32,
    /// Those of them that work at the moment.
    pub in_use: u32,
}

impl PoolLoad {
    pub(super) fn of(name: &'static str, pool: &Pool<Manager>) -> Self {
        let state = pool.state();
        Self {
            name,
            connections: state.connections,
            in_use: state.connections.saturating_sub(state.idle_connections),
        }
    }
}

/// Takes a connection; `waiting` counts those who wait for one.
pub(super) fn take(pool: &Pool<Manager>, waiting: &AtomicU32) -> Result<PooledConnection<Manager>, Error> {
    if let Some(connection) = pool.try_get() {
        return Ok(connection);
    }
    waiting.fetch_add(1, Ordering::Relaxed);
    let connection = pool.get();
    waiting.fetch_sub(1, Ordering::Relaxed);
    Ok(connection?)
}

/// The free percent of the disk that has the file at `path`.
pub(super) fn free_disk(path: &str) -> Result<u8, Error> {
    let disk = rustix::fs::statvfs(path).map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(percent(disk.f_bavail, disk.f_blocks))
}

/// `part` of `whole` in percent, rounded down; all of nothing.
fn percent(part: u64, whole: u64) -> u8 {
    let percent = u128::from(part) * 100 / u128::from(whole.max(1));
    u8::try_from(percent).unwrap_or(100).min(100)
}

/// The bytes of the database on its disk, without what `SQLite` has not yet written into the file itself.
pub fn bytes(db: &mut AnyConnection) -> Result<i64, Error> {
    Ok(diesel::select(size(db)).get_result(db)?)
}

/// The same as part of a question.
pub fn size(db: &AnyConnection) -> SqlLiteral<BigInt> {
    sql(match db {
        AnyConnection::Sqlite(_) => "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())",
        AnyConnection::Postgres(_) => "pg_database_size(current_database())",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_rounded_down() {
        let free = [(0, 1000), (49, 1000), (50, 1000), (999, 1000), (1000, 1000)].map(|(part, whole)| percent(part, whole));
        assert_eq!(free, [0, 4, 5, 99, 100]);
        assert_eq!(percent(u64::MAX, u64::MAX), 100);
    }

    #[test]
    fn a_disk_that_is_not_there_says_nothing() {
        assert!(free_disk("/").is_ok_and(|free| free <= 100));
        assert!(matches!(free_disk("/no/such/folder"), Err(Error::Unavailable(_))));
    }
}
