//! Events in the database.

use diesel::prelude::*;
use serde_json::json;
use time::Date;

use super::model::{Event, EventKind, EventState, NewEvent};
use crate::audit;
use crate::db::schema::{event, organisation};
use crate::db::{AnyConnection, among};
use crate::error::Error;
use crate::tx::{Actor, Tx};

type Row = (i64, String, i64, String, String, Date, EventKind, i32, EventState);

fn from((id, reference, organisation_id, organisation, title, on_day, kind, reached, state): Row) -> Event {
    Event {
        id,
        reference,
        organisation_id,
        organisation,
        recorded: NewEvent {
            title,
            on_day,
            kind,
            reached,
            state,
        },
    }
}

macro_rules! columns {
    () => {
        (
            event::id,
            event::public_ref,
            event::organisation_id,
            organisation::name,
            event::title,
            event::on_day,
            event::kind,
            event::reached,
            event::state,
        )
    };
}

/// The event with this reference.
///
/// # Errors
/// `NotFound` if there is none.
pub fn event_by_ref(db: &mut AnyConnection, reference: &str) -> Result<Event, Error> {
    let row: Row = event::table
        .inner_join(organisation::table)
        .filter(event::public_ref.eq(reference))
        .select(columns!())
        .get_result(db)?;
    Ok(from(row))
}

/// The events of organisations, newest first, before the place of the one at `after`.
pub(super) fn events_of(
    db: &mut AnyConnection,
    organisations: &[i64],
    after: Option<(Date, i64)>,
    limit: i64,
) -> Result<Vec<Event>, Error> {
    let mut query = event::table
        .inner_join(organisation::table)
        .filter(among(event::organisation_id, organisations))
        .order((event::on_day.desc(), event::id.desc()))
        .limit(limit)
        .select(columns!())
        .into_boxed();
    if let Some((day, id)) = after {
        query = query.filter(event::on_day.lt(day).or(event::on_day.eq(day).and(event::id.lt(id))));
    }
    let rows: Vec<Row> = query.load(db)?;
    Ok(rows.into_iter().map(from).collect())
}

fn by(actor: Actor) -> Option<i64> {
    if let Actor::Person(id) = actor { Some(id) } else { None }
}

/// Records an event of an organisation; answers its reference.
pub fn add_event(tx: &mut Tx<'_>, organisation_id: i64, new: &NewEvent) -> Result<String, Error> {
    let reference = tx.env.random.reference()?;
    let id: i64 = diesel::insert_into(event::table)
        .values((
            event::public_ref.eq(&reference),
            event::organisation_id.eq(organisation_id),
            event::title.eq(&new.title),
            event::on_day.eq(new.on_day),
            event::kind.eq(new.kind),
            event::reached.eq(new.reached),
            event::state.eq(new.state),
            event::recorded_by.eq(by(tx.actor)),
            event::recorded_at.eq(tx.now),
        ))
        .returning(event::id)
        .get_result(tx.db)?;
    audit::record(
        tx,
        "event.recorded",
        "event",
        id,
        &json!({ "organisation": organisation_id, "state": new.state }),
    )?;
    Ok(reference)
}

/// Changes an event that is not cancelled.
///
/// # Errors
/// `Conflict` if it is.
pub fn change_event(tx: &mut Tx<'_>, id: i64, new: &NewEvent) -> Result<(), Error> {
    let rows = diesel::update(event::table.filter(event::id.eq(id)).filter(event::state.ne(EventState::Cancelled)))
        .set((
            event::title.eq(&new.title),
            event::on_day.eq(new.on_day),
            event::kind.eq(new.kind),
            event::reached.eq(new.reached),
            event::state.eq(new.state),
            event::recorded_by.eq(by(tx.actor)),
            event::recorded_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    if rows == 0 {
        return Err(Error::conflict("This event was cancelled. It cannot be changed any more."));
    }
    audit::record(tx, "event.changed", "event", id, &json!({ "state": new.state }))
}

/// Cancels an event.
///
/// # Errors
/// `Conflict` if it is cancelled already.
pub fn cancel_event(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let rows = diesel::update(event::table.filter(event::id.eq(id)).filter(event::state.ne(EventState::Cancelled)))
        .set(event::state.eq(EventState::Cancelled))
        .execute(tx.db)?;
    if rows == 0 {
        return Err(Error::conflict("This event was cancelled already."));
    }
    audit::record(tx, "event.cancelled", "event", id, &json!({}))
}
