//! A second Postgres that follows the first: it answers questions whose answers may be a second old, as long as it keeps up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use r2d2::{Pool, PooledConnection};

use super::{AnyConnection, Db, Manager, Purpose};
use crate::config::DatabaseUrl;
use crate::error::Error;

/// Between two looks at how far the replica is. Whatever it answers was so no longer ago than twice this.
const LOOK: Duration = Duration::from_millis(500);
/// Somebody who waits for a connection to the replica is better served by the primary.
const WAIT: Duration = Duration::from_millis(250);

/// The pool of the replica, and whether it keeps up. Nobody uses it before the first look.
#[derive(Debug)]
pub(super) struct Replica {
    pool: Pool<Manager>,
    keeps_up: AtomicBool,
}

/// A place in the primary's log.
#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Text)]
    place: String,
}

#[derive(QueryableByName)]
struct Reached {
    #[diesel(sql_type = Bool)]
    reached: bool,
}

impl Replica {
    /// The replica at `url`, without a connection yet.
    pub fn new(url: &DatabaseUrl, connections: u32) -> Self {
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(0))
            .connection_timeout(WAIT)
            .build_unchecked(Manager::new(url.clone(), Purpose::Read));
        Self {
            pool,
            keeps_up: AtomicBool::new(false),
        }
    }

    /// A connection, if the replica keeps up and has one.
    pub fn connection(&self) -> Option<PooledConnection<Manager>> {
        if self.keeps_up.load(Ordering::Acquire) {
            self.pool.get().ok()
        } else {
            None
        }
    }

    /// Whether the replica has come to `place`.
    fn has_reached(&self, place: &str) -> Result<bool, Error> {
        const REACHED: &str = "SELECT pg_is_in_recovery() AND coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) AS reached";
        let mut connection = self.pool.get()?;
        let AnyConnection::Postgres(postgres) = &mut *connection else {
            return Ok(false);
        };
        let found: Reached = diesel::sql_query(REACHED).bind::<Text, _>(place).get_result(postgres)?;
        Ok(found.reached)
    }

    /// Looks once: does the replica have all that the primary had at the look before? Answers how far the primary is now; when it does not
    /// answer, as far as it was.
    fn look(&self, primary: &Db, before: Option<String>) -> Option<String> {
        // While it is asked, which may take long when it has just gone away, nobody else uses it.
        self.keeps_up.store(false, Ordering::Release);
        let reached = before.as_deref().is_some_and(|place| self.has_reached(place).unwrap_or(false));
        self.keeps_up.store(reached, Ordering::Release);
        primary.read_now(place_of_primary).ok().or(before)
    }
}

fn place_of_primary(db: &mut AnyConnection) -> Result<String, Error> {
    let AnyConnection::Postgres(postgres) = db else {
        return Err(Error::internal("only Postgres has replicas"));
    };
    let found: Place = diesel::sql_query("SELECT pg_current_wal_lsn()::text AS place").get_result(postgres)?;
    Ok(found.place)
}

/// Looks at the replica twice a second, on a thread of its own, until nobody else holds it.
///
/// # Errors
/// `Internal` if there is no thread.
pub(super) fn watch(replica: &Arc<Replica>, mut primary: Db) -> Result<(), Error> {
    let replica = Arc::downgrade(replica);
    // The watcher itself does not keep it alive.
    primary.replica = None;
    let watcher = move || {
        let (mut place, mut kept_up) = (None, false);
        while let Some(replica) = replica.upgrade() {
            place = replica.look(&primary, place);
            let keeps_up = replica.keeps_up.load(Ordering::Acquire);
            if keeps_up != kept_up {
                tracing::warn!(keeps_up, "whether the replica of the database is asked has changed");
            }
            kept_up = keeps_up;
            drop(replica);
            thread::sleep(LOOK);
        }
    };
    thread::Builder::new()
        .name("replica".to_owned())
        .spawn(watcher)
        .map_err(Error::internal)?;
    Ok(())
}
