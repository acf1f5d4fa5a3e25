//! How much the pools have to do, and how large the database is.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::dsl::sql;
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

/// The bytes of the database on its disk, without what `SQLite` has not yet written into the file itself.
pub fn bytes(db: &mut AnyConnection) -> Result<i64, Error> {
    let bytes = match db {
        AnyConnection::Sqlite(db) => diesel::select(sql::<BigInt>(
            "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())",
        ))
        .get_result(db)?,
        AnyConnection::Postgres(db) => diesel::select(sql::<BigInt>("pg_database_size(current_database())")).get_result(db)?,
    };
    Ok(bytes)
}
