//! Job: forgets whom an old invitation went to.

use time::Duration;

use super::invite::withdraw;
use super::store;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::tx::{Ledger, Tx};

/// An address is kept for this long after the invitation.
const KEPT: Duration = Duration::days(90);
/// Invitations in one batch.
const BATCH: i64 = 500;

/// Forgets the addresses of invitations of 90 days ago; those without an answer are over. Whoever said yes has the role, and nobody else
/// needs them.
pub fn forget_old(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let mut tally = Tally::default();
    loop {
        let old = ledger.db.read_now(|db| store::older_than(db, now.plus(-KEPT), BATCH))?;
        let before = tally;
        tally += one_by_one(ledger, &old, |id| *id, |tx, id| forget(tx, *id))?;
        if tally.done == before.done {
            return tally.outcome("invitations forgotten");
        }
    }
}

fn forget(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    withdraw(tx, id)?;
    store::forget(tx, id)
}
