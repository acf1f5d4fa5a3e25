//! The risk notice of somebody under 18: their guardian gets a link to it when the placement is agreed, and is reminded.

use serde_json::json;

use super::mails;
use super::model::{Task, TaskState};
use super::store;
use crate::audit;
use crate::confirmations::{self, Confirmation, Kind, next_chase};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::links::{self, Purpose, lifetimes};
use crate::mail;
use crate::opportunities as offered;
use crate::placements::{Placed, PlacementState, placed_by_id};
use crate::tx::{Ledger, Tx};

/// How many are read at a time.
const BATCH: i64 = 100;

/// The guardian who agreed to the application, if there is one whose address is known.
pub(super) fn guardian(db: &mut AnyConnection, application_id: i64) -> Result<Option<Confirmation>, Error> {
    let asked = confirmations::of_application(db, application_id)?;
    Ok(asked.into_iter().find(|one| one.kind == Kind::Guardian && !one.email.is_empty()))
}

/// Asks the guardian for the first time, and says when they are reminded.
pub(super) fn ask(tx: &mut Tx<'_>, placed: &Placed) -> Result<(), Error> {
    let next = next_chase(tx.now, tx.now, offered::cut_off(placed.first_day));
    store::save_chase(tx, placed.id, 0, next)?;
    send(tx, placed, false)
}

/// Sends the letter with a fresh link.
pub(super) fn send(tx: &mut Tx<'_>, placed: &Placed, reminder: bool) -> Result<(), Error> {
    let Some(guardian) = guardian(tx.db, placed.application_id)? else {
        return Ok(());
    };
    let link = links::issue(tx, Purpose::RiskNotice, placed.id, &guardian.email, lifetimes::RISK_NOTICE)?;
    let letter = mails::risk_notice(tx, placed, &guardian, reminder)?.with_link(link);
    mail::enqueue(tx, &letter)?;
    Ok(())
}

/// Job: reminds every guardian whose answer is still to come.
pub fn chase(ledger: &Ledger) -> Result<String, Error> {
    let (mut after, mut tally) = (0, Tally::default());
    loop {
        let now = ledger.clock.now();
        let ids = ledger.db.read_now(|db| store::due_for_chase(db, now, after, BATCH))?;
        let Some(last) = ids.last() else {
            return tally.outcome("reminded");
        };
        after = *last;
        tally += one_by_one(ledger, &ids, |id| *id, |tx, id| remind(tx, *id))?;
    }
}

/// Sends one reminder, if it is still due.
fn remind(tx: &mut Tx<'_>, placement_id: i64) -> Result<bool, Error> {
    let placed = placed_by_id(tx.db, placement_id)?;
    let (chases, next) = store::chases(tx.db, placement_id)?;
    if next.is_none_or(|at| at > tx.now) {
        return Ok(false);
    }
    let open = store::tasks(tx.db, placement_id)?
        .iter()
        .any(|one| one.task == Task::RiskNotice && one.state == TaskState::Open);
    if placed.state != PlacementState::Agreed || !open {
        store::save_chase(tx, placement_id, chases, None)?;
        return Ok(false);
    }
    let next = next_chase(placed.agreed_at, tx.now, offered::cut_off(placed.first_day));
    store::save_chase(tx, placement_id, chases + 1, next)?;
    audit::record(tx, "risk_notice.chased", "placement", placement_id, &json!({"number": chases + 1}))?;
    send(tx, &placed, true)?;
    Ok(true)
}
