//! The leases of jobs and what came of the last run.

use diesel::prelude::*;
use time::Duration;

use super::Job;
use crate::db::schema::job;
use crate::db::{AnyConnection, Instant, violated};
use crate::error::Error;
use crate::tx::{Actor, Ledger};

/// An instance that is killed holds its job for this long. Jobs do their work in batches and end well before.
const LEASE: Duration = Duration::minutes(15);
/// A failed job waits at most this long.
const RETRY: Duration = Duration::minutes(5);
/// A last run this long ago may be a wrong clock.
const GAP: Duration = Duration::days(40);
/// Clocks of two machines may differ by this much.
const SKEW: Duration = Duration::minutes(5);

/// Before the words of a run that failed.
const FAILED: &str = "failed: ";

/// Whether the clock has to make sense for a job to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// No job runs when the clock is behind the last run, and none that erases when it is far ahead.
    Clock,
    /// Somebody looked at the clock: jobs run whatever it says.
    Waived,
}

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Status {
    /// Its name.
    pub name: String,
    /// Until when somebody works on it.
    pub leased_until: Option<Instant>,
    /// When it was last started.
    pub started_at: Instant,
    /// When the last run ended well; `None` while it runs and after a failure.
    pub finished_at: Option<Instant>,
    /// What the last run said.
    pub outcome: Option<String>,
}

impl Status {
    /// What the last run said went wrong; nothing while somebody works on it, and if it ended well.
    pub fn failure(&self) -> Option<&str> {
        let over = self.finished_at.is_none() && self.leased_until.is_none();
        let words = self.outcome.as_deref().filter(|_| over)?;
        Some(words.strip_prefix(FAILED).unwrap_or(words))
    }
}

/// Every job that was ever run.
pub fn statuses(db: &mut AnyConnection) -> Result<Vec<Status>, Error> {
    Ok(job::table
        .filter(job::started_at.is_not_null())
        .order(job::name)
        .select((
            job::name,
            job::leased_until,
            job::started_at.assume_not_null(),
            job::finished_at,
            job::outcome,
        ))
        .load(db)?)
}

/// Leases `wanted` if it is due: true if this instance has to run it now.
pub(super) fn take(ledger: &Ledger, wanted: &Job, status: Option<&Status>, owner: &str, guard: Guard) -> Result<bool, Error> {
    let now = ledger.clock.now();
    let Some(status) = status else {
        return first(ledger, wanted, owner);
    };
    if !due(wanted, status, now, guard) {
        return Ok(false);
    }
    ledger.write_now(Actor::System, |tx| {
        // The same row as was looked at: of two instances one finds it unchanged.
        let rows = diesel::update(job::table.find(wanted.name))
            .filter(job::started_at.eq(status.started_at))
            .set((
                job::owner.eq(owner),
                job::leased_until.eq(now.plus(LEASE)),
                job::started_at.eq(now),
                job::finished_at.eq(None::<Instant>),
            ))
            .execute(tx.db)?;
        Ok(rows == 1)
    })
}

/// Whether a job has to run at `now`.
fn due(job: &Job, status: &Status, now: Instant, guard: Guard) -> bool {
    let started = status.started_at;
    if guard == Guard::Clock {
        let wrong = now.plus(SKEW) < started || (job.erases && now.since(started) > GAP.max(job.every * 2));
        if wrong {
            tracing::warn!(job = job.name, last = %started, "the clock does not fit the last run: look at it, then use jobs run-once --despite-clock");
            return false;
        }
        if status.leased_until.is_some_and(|until| now < until) {
            return false;
        }
    }
    let period = if status.finished_at.is_some() {
        job.every
    } else {
        job.every.min(RETRY)
    };
    now.since(started) >= period || (guard == Guard::Waived && now < started)
}

/// A job's first run ever.
fn first(ledger: &Ledger, wanted: &Job, owner: &str) -> Result<bool, Error> {
    let now = ledger.clock.now();
    let mut taken = false;
    let inserted = ledger.write_now(Actor::System, |tx| {
        let row = (
            job::name.eq(wanted.name),
            job::owner.eq(owner),
            job::leased_until.eq(now.plus(LEASE)),
            job::started_at.eq(now),
        );
        match diesel::insert_into(job::table).values(row).execute(tx.db) {
            Err(error) if violated(&error, "job", &["name"]) || violated(&error, "job", &["pkey"]) => {
                taken = true;
                Err(error.into())
            }
            other => Ok(other?),
        }
    });
    if taken { Ok(false) } else { inserted.map(|_| true) }
}

/// Ends the lease with what came of the run.
pub(super) fn finish(ledger: &Ledger, done: &Job, owner: &str, outcome: &Result<String, String>) -> Result<(), Error> {
    ledger.write_now(Actor::System, |tx| {
        let words = outcome.as_ref().map_or_else(|words| format!("{FAILED}{words}"), Clone::clone);
        diesel::update(job::table.find(done.name))
            .filter(job::owner.eq(owner))
            .set((
                job::leased_until.eq(None::<Instant>),
                job::finished_at.eq(outcome.is_ok().then_some(tx.now)),
                job::outcome.eq(words),
            ))
            .execute(tx.db)?;
        Ok(())
    })
}
