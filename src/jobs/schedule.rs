//! The scheduler: looks for due jobs while the program runs.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::{Guard, Job, run_due};
use crate::db::blocking;
use crate::error::Error;
use crate::tx::Ledger;

/// After the start, so that the first pages do not wait for it.
const FIRST: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_secs(15);

/// Runs due jobs until `shutdown` says true (or its sender is gone). A job that has begun is finished first.
pub async fn schedule(ledger: Ledger, jobs: Vec<Job>, mut shutdown: watch::Receiver<bool>) -> Result<(), Error> {
    let mut owner = [0; 8];
    getrandom::fill(&mut owner).map_err(Error::internal)?;
    let owner = hex::encode(owner);
    let mut pause = FIRST;
    while !*shutdown.borrow() {
        tokio::select! {
            () = sleep(pause) => {}
            changed = shutdown.changed() => if changed.is_err() { break } else { continue },
        }
        pause = POLL;
        let (ledger, jobs, owner) = (ledger.clone(), jobs.clone(), owner.clone());
        if let Err(error) = blocking(move || run_due(&ledger, &jobs, &owner, Guard::Clock)).await {
            tracing::error!(%error, "the jobs cannot be read");
        }
    }
    Ok(())
}
