//! Placements whose organisation ends.

use diesel::prelude::*;
use time::Date;

use super::state::Phase;
use crate::db::AnyConnection;
use crate::db::schema::{opportunity, round};
use crate::error::Error;

/// Gives the placements of `old` that are not over to `new`: those whose round goes on, and those whose last day is `from` or later. What is over
/// stays with whom it was. Answers how many.
pub fn move_to_successor(db: &mut AnyConnection, old: i64, new: i64, from: Date) -> Result<usize, Error> {
    let going_on: Vec<i64> = round::table.filter(round::state.ne(Phase::Settled)).select(round::id).load(db)?;
    let theirs = opportunity::table
        .filter(opportunity::organisation_id.eq(old))
        .filter(opportunity::round_id.eq_any(going_on).or(opportunity::last_day.ge(from)));
    Ok(diesel::update(theirs).set(opportunity::organisation_id.eq(new)).execute(db)?)
}
