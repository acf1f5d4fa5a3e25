//! Job: ends what nobody answered, and what is old.

use time::Duration;

use super::link::stop;
use super::store;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::tx::Ledger;

/// So long after they were asked for the emails end, whether or not somebody stops them.
pub const KEPT: Duration = Duration::days(365);
/// An address that is not proven is kept for this long: the link can be sent afresh once its own time is over.
const UNPROVEN: Duration = Duration::days(14);
/// Searches in one batch.
const BATCH: i64 = 500;

/// Ends the searches whose address was not proven in 14 days, and those that are a year old: the address goes with them.
pub fn end_old(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let mut tally = Tally::default();
    loop {
        let over = ledger.db.read_now(|db| store::over(db, now, UNPROVEN, KEPT, BATCH))?;
        let before = tally;
        tally += one_by_one(ledger, &over, |id| *id, |tx, id| stop(tx, *id, "over"))?;
        // Nothing left, or nothing but what fails.
        if tally.done == before.done {
            return tally.outcome("saved searches ended");
        }
    }
}
