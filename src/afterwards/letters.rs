//! The letters of the day after: to who came, and to the coordinators.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde_json::json;
use time::{Date, Duration};

use super::feedback;
use super::mails;
use super::model::Side;
use crate::db::AnyConnection;
use crate::db::schema::{link, opportunity, person, placement};
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::links::{self, Purpose, lifetimes};
use crate::placements::{Placed, PlacementState, placed_by_id};
use crate::tx::{Ledger, Tx};
use crate::{applications, audit, auth, mail};

/// Placements in one batch.
const BATCH: i64 = 200;
/// A placement that ended longer ago is not written about any more.
const WITHIN: Duration = Duration::days(14);

/// Job: asks about the placements whose last day was yesterday, once each.
pub fn write_after(ledger: &Ledger) -> Result<String, Error> {
    let today = ledger.clock.now().date();
    let (mut tally, mut after) = (Tally::default(), 0);
    loop {
        let over = ledger.db.read_now(|db| over(db, today, after))?;
        let Some(last) = over.last() else {
            return tally.outcome("placements asked about");
        };
        after = *last;
        tally += one_by_one(ledger, &over, |id| *id, |tx, id| write(tx, *id))?;
    }
}

/// The numbers of placements that ended lately and that nobody was asked about, after the number `after`.
fn over(db: &mut AnyConnection, today: Date, after: i64) -> Result<Vec<i64>, Error> {
    let asked = link::table
        .filter(link::purpose.eq(Purpose::Afterwards))
        .filter(link::subject_id.eq(placement::id));
    // By the index of last days: with the bare number the placements of all time are walked.
    let number = placement::id + 0_i64;
    Ok(placement::table
        .inner_join(opportunity::table)
        .filter(placement::state.eq_any([PlacementState::Agreed, PlacementState::Completed]))
        .filter(opportunity::last_day.lt(today))
        .filter(opportunity::last_day.ge(today.saturating_sub(WITHIN)))
        .filter(not(exists(asked)))
        .filter(number.gt(after))
        .order(number)
        .limit(BATCH)
        .select(placement::id)
        .load(db)?)
}

fn write(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let placed = placed_by_id(tx.db, id)?;
    crate::opportunities::hold_round(tx, placed.round_id)?;
    // Of two processes the second finds it done.
    if !links::about(tx.db, Purpose::Afterwards, &[id])?.is_empty() {
        return Ok(false);
    }
    let gone: bool = person::table
        .find(placed.person_id)
        .select(person::disabled_at.is_not_null())
        .get_result(tx.db)?;
    if !gone && !feedback::store::is_given(tx.db, id, Side::Participant)? {
        let (email, _) = applications::recipient(tx.db, placed.application_id)?;
        to_participant(tx, &placed, &email)?;
    }
    let coordinators = auth::coordinators_of(tx.db, placed.organisation_id)?;
    for (_, email) in &coordinators {
        to_coordinator(tx, &placed, email)?;
    }
    audit::record(
        tx,
        "placement.asked_about",
        "placement",
        id,
        &json!({"coordinators": coordinators.len()}),
    )?;
    Ok(true)
}

/// Asks the participant, with a fresh link.
pub fn to_participant(tx: &mut Tx<'_>, placed: &Placed, email: &str) -> Result<(), Error> {
    let (_, name) = applications::recipient(tx.db, placed.application_id)?;
    let link = links::issue(tx, Purpose::Afterwards, placed.id, email, lifetimes::AFTERWARDS)?;
    let letter = mails::after(tx, email, name.as_ref(), placed)?.with_link(link);
    mail::enqueue(tx, &letter).map(drop)
}

/// Asks a coordinator, with a fresh link.
pub fn to_coordinator(tx: &mut Tx<'_>, placed: &Placed, email: &str) -> Result<(), Error> {
    let link = links::issue(tx, Purpose::Afterwards, placed.id, email, lifetimes::AFTERWARDS)?;
    let letter = mails::after_coordinator(tx, email, placed)?.with_link(link);
    mail::enqueue(tx, &letter).map(drop)
}
