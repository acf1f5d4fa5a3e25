//! Scheduled work: each job once per period, whatever the number of instances, by a lease in the database.

pub mod cleaning;
mod schedule;
mod store;

use std::panic::{AssertUnwindSafe, catch_unwind};

use time::Duration;

pub use schedule::schedule;
pub use store::{Guard, Status, statuses};

use crate::db::Instant;
use crate::error::Error;
use crate::meters;
use crate::tx::{Actor, Ledger, Tx};

/// One piece of scheduled work.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name in the database and the log.
    pub name: &'static str,
    /// From one start to the next.
    pub every: Duration,
    /// The work; the words say what was done, without personal data. It makes transactions of its own, and must bear being run again.
    pub run: fn(&Ledger) -> Result<String, Error>,
    /// True if it erases: then it does not run when the clock says that the last run was long ago, because a wrong clock looks the same.
    pub erases: bool,
}

impl Job {
    /// A job that erases nothing.
    pub fn new(name: &'static str, every: Duration, run: fn(&Ledger) -> Result<String, Error>) -> Self {
        Self {
            name,
            every,
            run,
            erases: false,
        }
    }

    /// True if it should have run again by `now`: after twice its time, and an hour.
    pub fn is_late(&self, status: &Status, now: Instant) -> bool {
        now.since(status.started_at) > self.every * 2 + Duration::HOUR
    }

    /// The same job, guarded against a wrong clock.
    #[must_use]
    pub fn erasing(mut self) -> Self {
        self.erases = true;
        self
    }
}

/// What came of one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its name.
    pub name: &'static str,
    /// What it did, or why it failed.
    pub outcome: Result<String, String>,
}

/// Runs the jobs that are due, one after the other, on this thread. One that fails, or panics, leaves the others alone; it is tried again
/// within five minutes. `owner` tells instances apart.
///
/// # Errors
/// Only if it cannot be read which jobs are due.
pub fn run_due(ledger: &Ledger, jobs: &[Job], owner: &str, guard: Guard) -> Result<Vec<Ran>, Error> {
    let mut ran = Vec::new();
    let known = ledger.db.read_now(statuses)?;
    for job in jobs {
        let status = known.iter().find(|status| status.name == job.name);
        match store::take(ledger, job, status, owner, guard) {
            Ok(true) => ran.push(run(ledger, job, owner)),
            Ok(false) => {}
            Err(error) => tracing::error!(job = job.name, %error, "the job cannot be leased"),
        }
    }
    Ok(ran)
}

/// Does `act` for each of `items`, each in a transaction of its own: one that fails is logged by its number and leaves the others alone. Answers
/// how many did something (`act` said true) and how many failed, for a job's words.
///
/// # Errors
/// `Unavailable` at once: then the others would fail as well, and the job is tried again soon.
pub fn one_by_one<T>(
    ledger: &Ledger,
    items: &[T],
    number: impl Fn(&T) -> i64,
    act: impl Fn(&mut Tx<'_>, &T) -> Result<bool, Error>,
) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for item in items {
        match ledger.write_now(Actor::System, |tx| act(tx, item)) {
            Ok(true) => tally.done += 1,
            Ok(false) => {}
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                tracing::error!(row = number(item), %error, "left for the next run");
                tally.failed += 1;
            }
        }
    }
    Ok(tally)
}

/// What came of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that something was done about.
    pub done: u32,
    /// Those that failed.
    pub failed: u32,
}

impl Tally {
    /// The words of a job whose rows did not all go well are an error, so that the job is seen to fail and comes back soon.
    pub fn outcome(self, verb: &str) -> Result<String, Error> {
        let Self { done, failed } = self;
        if failed == 0 {
            Ok(format!("{done} {verb}"))
        } else {
            Err(Error::internal(format!("{done} {verb}, {failed} failed")))
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.done += more.done;
        self.failed += more.failed;
    }
}

fn run(ledger: &Ledger, job: &Job, owner: &str) -> Ran {
    let _span = tracing::error_span!("job", name = job.name).entered();
    let outcome = match catch_unwind(AssertUnwindSafe(|| (job.run)(ledger))) {
        Ok(Ok(words)) => Ok(words),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("panicked".to_owned()),
    };
    meters::job(job.name, if outcome.is_ok() { "done" } else { "failed" });
    match &outcome {
        Ok(words) => tracing::info!(job = job.name, outcome = words, "job done"),
        Err(words) => tracing::error!(job = job.name, outcome = words, "job failed"),
    }
    if let Err(error) = store::finish(ledger, job, owner, &outcome) {
        tracing::error!(job = job.name, %error, "what came of the job was not written down");
    }
    Ran { name: job.name, outcome }
}
