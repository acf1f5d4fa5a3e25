//! Who is asked later, and what they answered, in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Doing, TouchState};
use crate::db::schema::{destination, keep_in_touch, opportunity, placement};
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::tx::Tx;

/// Whether somebody is asked, if they ever agreed to it.
pub fn state(db: &mut AnyConnection, placement_id: i64) -> Result<Option<TouchState>, Error> {
    Ok(keep_in_touch::table
        .find(placement_id)
        .select(keep_in_touch::state)
        .get_result(db)
        .optional()?)
}

/// Somebody agrees, perhaps anew, and is asked next at `next`.
pub fn start(tx: &mut Tx<'_>, placement_id: i64, next: Instant) -> Result<(), Error> {
    let rows = diesel::update(keep_in_touch::table.find(placement_id))
        .set((
            keep_in_touch::state.eq(TouchState::On),
            keep_in_touch::agreed_at.eq(tx.now),
            keep_in_touch::next_at.eq(next),
            keep_in_touch::stopped_at.eq(None::<Instant>),
        ))
        .execute(tx.db)?;
    if rows == 0 {
        diesel::insert_into(keep_in_touch::table)
            .values((
                keep_in_touch::placement_id.eq(placement_id),
                keep_in_touch::state.eq(TouchState::On),
                keep_in_touch::agreed_at.eq(tx.now),
                keep_in_touch::next_at.eq(next),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// Nobody is asked any more. False if that was so before.
pub fn stop(tx: &mut Tx<'_>, placement_id: i64) -> Result<bool, Error> {
    let on = keep_in_touch::table
        .filter(keep_in_touch::placement_id.eq(placement_id))
        .filter(keep_in_touch::state.ne(TouchState::Stopped));
    let rows = diesel::update(on)
        .set((
            keep_in_touch::state.eq(TouchState::Stopped),
            keep_in_touch::next_at.eq(None::<Instant>),
            keep_in_touch::stopped_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// The question that was due at `known` is sent; the next one is due at `next`, or none is. False if another process was faster.
pub fn sent(tx: &mut Tx<'_>, placement_id: i64, known: Instant, next: Option<Instant>) -> Result<bool, Error> {
    let state = if next.is_some() { TouchState::On } else { TouchState::Over };
    let due = keep_in_touch::table
        .filter(keep_in_touch::placement_id.eq(placement_id))
        .filter(keep_in_touch::state.eq(TouchState::On))
        .filter(keep_in_touch::next_at.eq(known));
    let rows = diesel::update(due)
        .set((keep_in_touch::state.eq(state), keep_in_touch::next_at.eq(next)))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Those who are to be asked now: placement and since when.
pub fn due(db: &mut AnyConnection, now: Instant, limit: i64) -> Result<Vec<(i64, Instant)>, Error> {
    let rows: Vec<(i64, Option<Instant>)> = keep_in_touch::table
        .filter(keep_in_touch::state.eq(literal(TouchState::On.as_str())))
        .filter(keep_in_touch::next_at.le(now))
        .order((keep_in_touch::next_at, keep_in_touch::placement_id))
        .limit(limit)
        .select((keep_in_touch::placement_id, keep_in_touch::next_at))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

/// Keeps an answer, in place of an earlier one to the same question.
pub fn answer(tx: &mut Tx<'_>, placement_id: i64, months: i32, doing: Doing) -> Result<(), Error> {
    let rows = diesel::update(destination::table.find((placement_id, months)))
        .set((destination::answer.eq(doing), destination::answered_at.eq(tx.now)))
        .execute(tx.db)?;
    if rows == 0 {
        diesel::insert_into(destination::table)
            .values((
                destination::placement_id.eq(placement_id),
                destination::after_months.eq(months),
                destination::answer.eq(doing),
                destination::answered_at.eq(tx.now),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// The answers of a placement, by months.
pub fn answers(db: &mut AnyConnection, placement_id: i64) -> Result<Vec<(i32, Doing)>, Error> {
    Ok(destination::table
        .filter(destination::placement_id.eq(placement_id))
        .order(destination::after_months)
        .select((destination::after_months, destination::answer))
        .load(db)?)
}

/// The latest answer of each placement of these organisations, counted.
pub fn counts(db: &mut AnyConnection, organisations: &[i64]) -> Result<BTreeMap<Doing, u64>, Error> {
    let rows: Vec<(i64, Doing)> = destination::table
        .inner_join(placement::table.inner_join(opportunity::table))
        .filter(opportunity::organisation_id.eq_any(organisations))
        .order((destination::placement_id, destination::after_months))
        .select((destination::placement_id, destination::answer))
        .load(db)?;
    let latest: BTreeMap<i64, Doing> = rows.into_iter().collect();
    let mut counts = BTreeMap::new();
    for doing in latest.into_values() {
        *counts.entry(doing).or_default() += 1;
    }
    Ok(counts)
}
