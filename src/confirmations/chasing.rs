//! Reminding: whoever was asked and has not answered gets the letter again with a fresh link.

use serde_json::json;

use super::asking::send;
use super::model::{ConfirmationState, next_chase};
use super::store;
use crate::applications::{ApplicationState, application_by_id};
use crate::audit;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::opportunities::round_by_id;
use crate::tx::{Ledger, Tx};

/// How many are read at a time.
const BATCH: i64 = 100;

/// The job: sends every reminder that is due, each in its own transaction, so that one that fails holds up no other and none goes out twice.
/// Answers what was done, for the job's row.
///
/// # Errors
/// `Unavailable` if the database cannot be used: the rest waits for the next run.
pub fn chase(ledger: &Ledger) -> Result<String, Error> {
    let (mut after, mut tally) = (0, Tally::default());
    loop {
        let now = ledger.clock.now();
        let ids = ledger.db.read_now(|db| store::due(db, now, after, BATCH))?;
        let Some(last) = ids.last() else {
            return tally.outcome("reminded");
        };
        after = *last;
        tally += one_by_one(ledger, &ids, |id| *id, |tx, id| remind(tx, *id))?;
    }
}

/// Sends one reminder, if it is still due. False means that there was nothing to do.
fn remind(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let confirmation = store::by_id(tx.db, id)?;
    let due = confirmation.state == ConfirmationState::Waiting && confirmation.next_chase_at.is_some_and(|at| at <= tx.now);
    if !due {
        return Ok(false);
    }
    let application = application_by_id(tx.db, confirmation.application_id)?;
    let closes_at = round_by_id(tx.db, application.round_id)?.closes_at;
    if application.state != ApplicationState::AwaitingConfirmation || tx.now >= closes_at {
        store::save_unchased(tx, id)?;
        return Ok(false);
    }
    if !store::save_chased(tx, &confirmation, next_chase(confirmation.asked_at, tx.now, closes_at))? {
        return Ok(false);
    }
    audit::record(
        tx,
        "confirmation.chased",
        "application",
        application.id,
        &json!({"kind": confirmation.kind, "number": confirmation.chases + 1}),
    )?;
    send(tx, &confirmation, true)?;
    Ok(true)
}
