//! Attendance in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;
use time::Date;

use super::model::{Mark, Marks};
use crate::db::AnyConnection;
use crate::db::schema::{attendance, opportunity, placement};
use crate::error::Error;
use crate::placements::PlacementState;
use crate::tx::Tx;

/// What is recorded of a placement.
pub fn marks(db: &mut AnyConnection, placement_id: i64) -> Result<Marks, Error> {
    let rows: Vec<(Date, Mark)> = attendance::table
        .filter(attendance::placement_id.eq(placement_id))
        .select((attendance::on_day, attendance::state))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// The same of several placements, by their numbers.
pub fn marks_of(db: &mut AnyConnection, placements: &[i64]) -> Result<BTreeMap<i64, Marks>, Error> {
    let rows: Vec<(i64, Date, Mark)> = attendance::table
        .filter(attendance::placement_id.eq_any(placements))
        .select((attendance::placement_id, attendance::on_day, attendance::state))
        .load(db)?;
    let mut all: BTreeMap<i64, Marks> = BTreeMap::new();
    for (placement_id, day, mark) in rows {
        all.entry(placement_id).or_default().insert(day, mark);
    }
    Ok(all)
}

/// Keeps what is recorded of one day, in place of what was.
pub fn keep(tx: &mut Tx<'_>, placement_id: i64, day: Date, mark: Mark, by: Option<i64>) -> Result<(), Error> {
    let values = (
        attendance::state.eq(mark),
        attendance::recorded_at.eq(tx.now),
        attendance::recorded_by.eq(by),
    );
    let rows = diesel::update(attendance::table.find((placement_id, day)))
        .set(values)
        .execute(tx.db)?;
    if rows == 0 {
        diesel::insert_into(attendance::table)
            .values((
                attendance::placement_id.eq(placement_id),
                attendance::on_day.eq(day),
                attendance::state.eq(mark),
                attendance::recorded_at.eq(tx.now),
                attendance::recorded_by.eq(by),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// The numbers of agreed placements whose last day lies before `day`, after the number `after`.
pub fn open_before(db: &mut AnyConnection, day: Date, after: i64, limit: i64) -> Result<Vec<i64>, Error> {
    Ok(placement::table
        .inner_join(opportunity::table)
        .filter(placement::state.eq(PlacementState::Agreed))
        .filter(opportunity::last_day.lt(day))
        .filter(placement::id.gt(after))
        .order(placement::id)
        .limit(limit)
        .select(placement::id)
        .load(db)?)
}

/// The number and the organisation of the opportunity with this reference.
pub fn opportunity_of(db: &mut AnyConnection, reference: &str) -> Result<(i64, i64), Error> {
    Ok(opportunity::table
        .filter(opportunity::public_ref.eq(reference))
        .select((opportunity::id, opportunity::organisation_id))
        .get_result(db)?)
}
