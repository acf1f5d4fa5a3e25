//! What is not needed any more: details of tasks go when a placement is over, and everything goes with the person.

use diesel::prelude::*;

use super::model::Task;
use super::store;
use crate::applications::Step;
use crate::dates::date_of;
use crate::db::schema::{application_answer, calendar_feed, opportunity, placement, placement_task, reconfirmation};
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::links::{self, Purpose};
use crate::mail;
use crate::placements::PlacementState;
use crate::tx::{Ledger, Tx};

/// Rows in one run of the job; the rest is for the next.
const BATCH: i64 = 500;
/// Tasks of which nothing but that they were done is kept once a placement is over.
const PASSING: [Task; 4] = [Task::Travel, Task::Adjustments, Task::Interpreter, Task::TravelHelp];

/// Job: clears the details of placements whose last day has passed or that were given back, and who should have been called in an emergency.
pub fn clear_over(ledger: &Ledger) -> Result<String, Error> {
    let today = date_of(ledger.clock.now());
    let rows: Vec<i64> = ledger.db.read_now(|db| {
        let details = diesel::dsl::exists(
            placement_task::table
                .filter(placement_task::placement_id.eq(placement::id))
                .filter(placement_task::task.eq_any(PASSING))
                .filter(placement_task::detail.is_not_null()),
        );
        let contact = diesel::dsl::exists(
            application_answer::table
                .filter(application_answer::application_id.eq(placement::application_id))
                .filter(application_answer::step.eq(Step::EmergencyContact)),
        );
        Ok(placement::table
            .inner_join(opportunity::table)
            .filter(placement::state.ne(PlacementState::Agreed).or(opportunity::last_day.lt(today)))
            .filter(details.or(contact))
            .order(placement::id)
            .limit(BATCH)
            .select(placement::id)
            .load(db)?)
    })?;
    one_by_one(ledger, &rows, |id| *id, |tx, id| clear(tx, *id).map(|()| true))?.outcome("placements cleared")
}

fn clear(tx: &mut Tx<'_>, placement_id: i64) -> Result<(), Error> {
    diesel::update(
        placement_task::table
            .filter(placement_task::placement_id.eq(placement_id))
            .filter(placement_task::task.eq_any(PASSING)),
    )
    .set(placement_task::detail.eq(None::<String>))
    .execute(tx.db)?;
    let application: i64 = placement::table
        .find(placement_id)
        .select(placement::application_id)
        .get_result(tx.db)?;
    diesel::delete(application_answer::table.find((application, Step::EmergencyContact))).execute(tx.db)?;
    Ok(())
}

/// Forgets what was prepared for an application: that tasks were done, and when, stays.
pub fn forget(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    let ids: Vec<i64> = placement::table
        .filter(placement::application_id.eq(application_id))
        .select(placement::id)
        .load(tx.db)?;
    let asked: Vec<i64> = store::reconfirmations_of(tx.db, &ids)?.iter().map(|one| one.id).collect();
    for (purpose, subjects) in [(Purpose::RiskNotice, &ids), (Purpose::Reconfirmation, &asked)] {
        let sent = links::about(tx.db, purpose, subjects)?;
        mail::forget_linked(tx, &sent)?;
        links::forget(tx, &sent)?;
    }
    diesel::update(placement_task::table.filter(placement_task::placement_id.eq_any(&ids)))
        .set(placement_task::detail.eq(None::<String>))
        .execute(tx.db)?;
    diesel::delete(reconfirmation::table.filter(reconfirmation::placement_id.eq_any(&ids))).execute(tx.db)?;
    Ok(())
}

/// Ends the calendars of a person for good.
pub fn forget_person(tx: &mut Tx<'_>, person_id: i64) -> Result<(), Error> {
    diesel::delete(calendar_feed::table.filter(calendar_feed::person_id.eq(person_id))).execute(tx.db)?;
    Ok(())
}
