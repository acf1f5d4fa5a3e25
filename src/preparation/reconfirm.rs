//! "Are you still coming?": asked ten and three working days before the first day; whoever coordinates is told of silence.

use serde_json::json;
use time::Duration;

use super::mails;
use super::model::due_number;
use super::store;
use crate::applications;
use crate::audit;
use crate::auth;
use crate::dates::{at_clock, date_of};
use crate::db::Instant;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::links::{self, Purpose};
use crate::mail;
use crate::placements::{Placed, PlacementState, placed_by_id, placed_starting};
use crate::tx::{Ledger, Tx};

/// How many are read at a time.
const BATCH: i64 = 200;
/// Ten working days are never more than so many days.
const AHEAD: i64 = 30;
/// Whoever coordinates is told this long after the second question.
const SILENT: Duration = Duration::DAY;
/// Nobody gets the question in the night.
const FROM: time::Time = time::macros::time!(8:00);

/// Job: asks everybody whose day has come, from 8am on.
pub fn ask_due(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    if now < at_clock(date_of(now), FROM) {
        return Ok("0 asked".to_owned());
    }
    each_soon(ledger, "asked", |tx, placed| {
        let Some(number) = due_number(placed.first_day, date_of(placed.agreed_at), date_of(tx.now)) else {
            return Ok(false);
        };
        if store::was_asked(tx.db, placed.id, number)? {
            return Ok(false);
        }
        let placed = &placed_by_id(tx.db, placed.id)?;
        if placed.state != PlacementState::Agreed {
            return Ok(false);
        }
        let id = store::add_reconfirmation(tx, placed.id, number)?;
        audit::record(tx, "placement.asked", "placement", placed.id, &json!({"number": number}))?;
        send(tx, placed, id).map(|()| true)
    })
}

/// Sends the question with a fresh link; earlier links about the same placement end.
pub(super) fn send(tx: &mut Tx<'_>, placed: &Placed, id: i64) -> Result<(), Error> {
    for earlier in store::reconfirmations_of(tx.db, &[placed.id])? {
        links::supersede(tx, Purpose::Reconfirmation, earlier.id)?;
    }
    let (email, _) = applications::recipient(tx.db, placed.application_id)?;
    let lives = Instant::midnight(placed.first_day).since(tx.now);
    let link = links::issue(tx, Purpose::Reconfirmation, id, &email, lives)?;
    let letter = mails::still_coming(tx, placed)?.with_link(link);
    mail::enqueue(tx, &letter)?;
    Ok(())
}

/// Job: tells the coordinators of everybody who has not answered the second question for a day.
pub fn tell_silent(ledger: &Ledger) -> Result<String, Error> {
    each_soon(ledger, "told", |tx, placed| {
        let asked = store::reconfirmations_of(tx.db, &[placed.id])?;
        let Some(second) = asked.iter().find(|one| one.number == 2 && one.answer.is_none()) else {
            return Ok(false);
        };
        if tx.now < second.asked_at.plus(SILENT) || !store::save_told(tx, second.id)? {
            return Ok(false);
        }
        audit::record(tx, "placement.silent", "placement", placed.id, &json!({}))?;
        for (_, email) in auth::coordinators_of(tx.db, placed.organisation_id)? {
            let letter = mails::silent(tx, placed, &email)?;
            mail::enqueue(tx, &letter)?;
        }
        Ok(true)
    })
}

/// Does `act` for each agreed placement that starts within the next weeks.
fn each_soon(ledger: &Ledger, verb: &str, act: impl Fn(&mut Tx<'_>, &Placed) -> Result<bool, Error>) -> Result<String, Error> {
    let (mut after, mut tally) = (0, Tally::default());
    let today = date_of(ledger.clock.now());
    let last = today.saturating_add(Duration::days(AHEAD));
    loop {
        let soon = ledger.db.read_now(|db| placed_starting(db, today, last, after, BATCH))?;
        let Some(furthest) = soon.last().map(|placed| placed.id) else {
            return tally.outcome(verb);
        };
        after = furthest;
        tally += one_by_one(ledger, &soon, |placed| placed.id, &act)?;
    }
}
