//! Agreeing to be asked, stopping it, and the job that asks.

use serde_json::json;

use super::model::{Doing, TouchState, months_at, next};
use super::store;
use crate::afterwards::mails;
use crate::audit;
use crate::db::Instant;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::links::{self, Purpose, lifetimes};
use crate::placements::{Placed, placed_by_id};
use crate::tx::{Ledger, Tx};
use crate::{applications, mail};

/// Questions in one batch.
const BATCH: i64 = 200;

/// Somebody agrees to be asked; nothing if the last question would be over.
pub fn agree(tx: &mut Tx<'_>, placed: &Placed) -> Result<(), Error> {
    let Some((_, at)) = next(placed.last_day, tx.now) else {
        return Ok(());
    };
    if store::state(tx.db, placed.id)? == Some(TouchState::On) {
        return Ok(());
    }
    store::start(tx, placed.id, at)?;
    audit::record(tx, "keep_in_touch.agreed", "placement", placed.id, &json!({}))
}

/// Somebody is not asked any more.
pub fn stop(tx: &mut Tx<'_>, placement_id: i64) -> Result<(), Error> {
    if store::stop(tx, placement_id)? {
        audit::record(tx, "keep_in_touch.stopped", "placement", placement_id, &json!({}))?;
    }
    Ok(())
}

/// Keeps what somebody says they do, after so many months.
pub fn answer(tx: &mut Tx<'_>, placement_id: i64, months: i32, doing: Doing) -> Result<(), Error> {
    store::answer(tx, placement_id, months, doing)?;
    audit::record(tx, "destination.told", "placement", placement_id, &json!({"months": months}))
}

/// Job: asks those who agreed to it, 3, 6 and 12 months after their last day.
pub fn ask_due(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let mut tally = Tally::default();
    loop {
        let due = ledger.db.read_now(|db| store::due(db, now, BATCH))?;
        let before = tally;
        tally += one_by_one(ledger, &due, |(id, _)| *id, |tx, (id, at)| ask(tx, *id, *at))?;
        // Nothing left, or nothing but what fails.
        if tally.done == before.done {
            return tally.outcome("people asked what they do");
        }
    }
}

/// Asks one person. A question whose time is long over is left out for the next one.
fn ask(tx: &mut Tx<'_>, placement_id: i64, at: Instant) -> Result<bool, Error> {
    let placed = placed_by_id(tx.db, placement_id)?;
    let following = next(placed.last_day, tx.now).map(|(_, at)| at);
    if !store::sent(tx, placement_id, at, following)? {
        return Ok(false);
    }
    let months = months_at(placed.last_day, at).ok_or_else(|| Error::internal(format!("keep_in_touch {placement_id}: next_at")))?;
    send(tx, &placed)?;
    audit::record(tx, "keep_in_touch.asked", "placement", placement_id, &json!({"months": months}))?;
    Ok(true)
}

/// Sends the question with a fresh link.
pub fn send(tx: &mut Tx<'_>, placed: &Placed) -> Result<(), Error> {
    let (email, name) = applications::recipient(tx.db, placed.application_id)?;
    let link = links::issue(tx, Purpose::KeepInTouch, placed.id, &email, lifetimes::AFTERWARDS)?;
    let letter = mails::keep_in_touch(tx, &email, name.as_ref(), placed)?.with_link(link);
    mail::enqueue(tx, &letter)?;
    Ok(())
}
