//! Recording days, and closing a placement: by a coordinator, or by itself a week after its last day if every day is recorded.

use serde_json::json;
use time::Duration;

use super::model::{Marks, Outcome, outcome};
use super::store;
use crate::afterwards::guard::plan;
use crate::afterwards::mails;
use crate::afterwards::model::has_begun;
use crate::applications::{ApplicationState, change_state};
use crate::audit;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::opportunities::hold_round;
use crate::placements::{self, Placed, PlacementState, placed_by_id};
use crate::tx::{Actor, Ledger, Tx};

/// So long after the last day a placement whose days are all recorded is closed by itself.
const CLOSES_AFTER: Duration = Duration::days(7);
/// Placements in one batch.
const BATCH: i64 = 200;

/// The placement as it is now; whoever else changes it waits.
fn held(tx: &mut Tx<'_>, placed: &Placed) -> Result<Placed, Error> {
    hold_round(tx, placed.round_id)?;
    let placed = placed_by_id(tx.db, placed.id)?;
    if placed.state == PlacementState::Agreed {
        Ok(placed)
    } else {
        Err(Error::conflict("This placement is closed. Its record cannot be changed any more."))
    }
}

/// Keeps what is said of days, each with its row in the log if it changes something.
///
/// # Errors
/// `Conflict` if the placement is closed, or a day has not begun or is none of the placement's.
pub fn record(tx: &mut Tx<'_>, placed: &Placed, said: &Marks) -> Result<(), Error> {
    let placed = held(tx, placed)?;
    let today = tx.now.date();
    has_begun(&placed, today)?;
    let (_, days) = plan(tx.db, placed.opportunity_id)?;
    let known = store::marks(tx.db, placed.id)?;
    let by = match tx.actor {
        Actor::Person(id) => Some(id),
        Actor::System | Actor::Operator | Actor::Link(_) => None,
    };
    for (day, mark) in said {
        if *day > today || !days.contains(day) {
            return Err(Error::conflict(
                "Attendance can be recorded for days of the placement that have begun.",
            ));
        }
        let before = known.get(day);
        if before != Some(mark) {
            store::keep(tx, placed.id, *day, *mark, by)?;
            let facts = json!({"on": day.to_string(), "from": before, "to": mark});
            audit::record(tx, "attendance.recorded", "placement", placed.id, &facts)?;
        }
    }
    Ok(())
}

/// Closes a placement after its last day: completed if the person came on any day, otherwise not attended.
///
/// # Errors
/// `Conflict`, in words for a coordinator, if it is closed already, not over, or a day is not recorded.
pub fn close(tx: &mut Tx<'_>, placed: &Placed) -> Result<Outcome, Error> {
    let placed = held(tx, placed)?;
    if tx.now.date() <= placed.last_day {
        return Err(Error::conflict("This placement can be closed on the day after its last day."));
    }
    let (_, days) = plan(tx.db, placed.opportunity_id)?;
    let marks = store::marks(tx.db, placed.id)?;
    let outcome = outcome(&days, &marks).ok_or_else(|| Error::conflict("Record every day first. Then you can close this placement."))?;
    let (state, next, act) = match outcome {
        Outcome::Completed => (PlacementState::Completed, ApplicationState::Completed, "placement.completed"),
        Outcome::DidNotAttend => (
            PlacementState::DidNotAttend,
            ApplicationState::DidNotAttend,
            "placement.did_not_attend",
        ),
    };
    placements::close(tx, placed.id, state)?;
    change_state(tx, placed.application_id, ApplicationState::Placed, next, None)?;
    audit::record(tx, act, "placement", placed.id, &json!({"days": days.len()}))?;
    if outcome == Outcome::DidNotAttend {
        mails::did_not_attend(tx, &placed)?;
    }
    Ok(outcome)
}

/// Job: closes the placements whose last day was a week ago and whose days are all recorded.
pub fn close_recorded(ledger: &Ledger) -> Result<String, Error> {
    let before = ledger.clock.now().plus(-CLOSES_AFTER).date();
    let (mut tally, mut after) = (Tally::default(), 0);
    loop {
        let open = ledger.db.read_now(|db| store::open_before(db, before, after, BATCH))?;
        let Some(last) = open.last() else {
            return tally.outcome("placements closed");
        };
        after = *last;
        tally += one_by_one(ledger, &open, |id| *id, |tx, id| close_if_recorded(tx, *id))?;
    }
}

fn close_if_recorded(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let placed = placed_by_id(tx.db, id)?;
    let (_, days) = plan(tx.db, placed.opportunity_id)?;
    let whole = outcome(&days, &store::marks(tx.db, id)?).is_some();
    if whole && placed.state == PlacementState::Agreed {
        close(tx, &placed)?;
    }
    Ok(whole)
}
