//! Limits that several processes share: for each visitor or account the moment until which what they did counts, in the database.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Timestamp};
use time::Duration;

use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::{Actor, Ledger};

/// What is counted, and how much of it there may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    /// Tells one limit from the others.
    pub name: &'static str,
    /// So many at once.
    pub count: u32,
    /// After so long all of them are free again.
    pub per: Duration,
}

/// When something is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Before it is done: what is too much is not done, and does not count.
    Before,
    /// After it was done: it counts in any case.
    After,
}

#[derive(QueryableByName)]
struct Used {
    #[diesel(sql_type = Timestamp)]
    used_until: Instant,
}

impl Allowance {
    /// How long `times` of it count.
    fn cost(&self, times: u32) -> Duration {
        let micros = self.per.whole_microseconds() * i128::from(times) / i128::from(self.count.max(1));
        Duration::microseconds(i64::try_from(micros).unwrap_or(i64::MAX))
    }

    /// Counts `times` of it for whoever has this key, in all processes together; `None` if that was in order, or how long to wait.
    ///
    /// # Errors
    /// As for every write.
    pub async fn take(self, ledger: &Ledger, key: &[u8], times: u32, when: When) -> Result<Option<Duration>, Error> {
        let key = ledger.env().keys.derive("allowance", &[self.name.as_bytes(), key]);
        let cost = self.cost(times);
        ledger
            .write(Actor::System, move |tx| {
                let full = tx.now.plus(self.per);
                let most = if when == When::Before {
                    full
                } else {
                    full.plus(Duration::days(365))
                };
                let used = count(tx.db, &key, tx.now, cost, most)?;
                Ok(match used {
                    Some(until) if until <= full => None,
                    Some(until) => Some(until.since(full)),
                    // What counts already counts no longer than for the whole period: then there is room for as many.
                    None => Some(cost),
                })
            })
            .await
    }
}

/// One statement, so that processes which count at the same moment count one after the other. `None` if it would count beyond `most`.
fn count(db: &mut AnyConnection, key: &[u8], now: Instant, cost: Duration, most: Instant) -> Result<Option<Instant>, Error> {
    const COUNT: &str = "INSERT INTO allowance (key, used_until) VALUES ($1, $2 + $3 * INTERVAL '1 microsecond')
        ON CONFLICT (key) DO UPDATE SET used_until = GREATEST(allowance.used_until, $2) + $3 * INTERVAL '1 microsecond'
        WHERE GREATEST(allowance.used_until, $2) + $3 * INTERVAL '1 microsecond' <= $4
        RETURNING used_until";
    let AnyConnection::Postgres(postgres) = db else {
        return Err(Error::internal("an SQLite file has one process, which counts in memory"));
    };
    let used: Option<Used> = diesel::sql_query(COUNT)
        .bind::<Binary, _>(key)
        .bind::<Timestamp, _>(now)
        .bind::<BigInt, _>(i64::try_from(cost.whole_microseconds()).unwrap_or(i64::MAX))
        .bind::<Timestamp, _>(most)
        .get_result(postgres)
        .optional()?;
    Ok(used.map(|used| used.used_until))
}
