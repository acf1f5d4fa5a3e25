//! Job: new answers are counted once a night, all at once.

use super::store;
use crate::error::Error;
use crate::tx::{Actor, Ledger};

/// Rows of one transaction.
const BATCH: i64 = 5_000;

/// Counts the answers that came since the last run. They join the figures together, so that nobody who watches the figures learns what the last
/// person answered; and each row is written anew, in the order of the random keys, so that neither its place in the file nor the number of the
/// transaction that wrote it, which Postgres keeps beside each row, is still that of the application.
pub fn count_new(ledger: &Ledger) -> Result<String, Error> {
    let mut done = 0;
    loop {
        let batch = ledger.write_now(Actor::System, |tx| {
            let keys = store::new_keys(tx.db, BATCH)?;
            keys.iter().try_fold(0, |done, key| Ok(done + store::count(tx, key)?))
        })?;
        done += batch;
        if batch == 0 {
            return Ok(format!("{done} answers counted"));
        }
    }
}
