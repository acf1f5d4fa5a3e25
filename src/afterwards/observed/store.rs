//! The log in the database.

use diesel::prelude::*;
use serde_json::json;
use time::Date;

use super::forms::NewSeen;
use crate::afterwards::guard::plan;
use crate::afterwards::model::{CoreValue, Side, begun, has_begun};
use crate::audit;
use crate::db::AnyConnection;
use crate::db::schema::observation;
use crate::error::Error;
use crate::placements::{Placed, placed_by_id};
use crate::tx::Tx;

/// Entries that one side can make about a placement.
const MOST: i64 = 30;

/// An entry.
#[derive(Clone, Debug, Queryable)]
pub struct Observation {
    /// Its number.
    pub id: i64,
    /// Who saw it.
    pub side: Side,
    /// Which value.
    pub value: CoreValue,
    /// On which day.
    pub on_day: Date,
    /// What was done.
    pub note: String,
}

/// The entries about a placement, by day.
pub fn of(db: &mut AnyConnection, placement_id: i64) -> Result<Vec<Observation>, Error> {
    Ok(observation::table
        .filter(observation::placement_id.eq(placement_id))
        .order((observation::on_day, observation::id))
        .select((
            observation::id,
            observation::side,
            observation::value,
            observation::on_day,
            observation::note,
        ))
        .load(db)?)
}

/// Adds an entry.
///
/// # Errors
/// `Conflict`, in words for the reader, if the placement has not begun, or there are as many entries as there can be.
pub fn add(tx: &mut Tx<'_>, placed: &Placed, side: Side, new: &NewSeen, by: i64) -> Result<(), Error> {
    let (placed, today) = (placed_by_id(tx.db, placed.id)?, tx.now.date());
    has_begun(&placed, today)?;
    let (_, days) = plan(tx.db, placed.opportunity_id)?;
    if !begun(&days, today).contains(&new.day) {
        return Err(Error::conflict("That day is not part of this placement, or has not begun."));
    }
    let known: i64 = observation::table
        .filter(observation::placement_id.eq(placed.id))
        .filter(observation::side.eq(side))
        .count()
        .get_result(tx.db)?;
    if known >= MOST {
        return Err(Error::conflict(format!("You have added {MOST} entries. There can be no more.")));
    }
    diesel::insert_into(observation::table)
        .values((
            observation::placement_id.eq(placed.id),
            observation::side.eq(side),
            observation::value.eq(new.value),
            observation::on_day.eq(new.day),
            observation::note.eq(&new.note),
            observation::recorded_at.eq(tx.now),
            observation::recorded_by.eq(by),
        ))
        .execute(tx.db)?;
    let facts = json!({"side": side, "value": new.value});
    audit::record(tx, "observation.added", "placement", placed.id, &facts)
}
