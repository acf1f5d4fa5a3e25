//! Placements whose organisation ends.

use diesel::prelude::*;
use time::Date;

use super::state::Phase;
use crate::db::AnyConnection;
use crate::db::schema::{opportunity, round, round_owner};
use crate::error::Error;

/// Gives the placements of `old` that are not over to `new`: those whose round goes on, and those whose last day is `from` or later. What is over
/// stays with whom it was. Its rounds are run by `new` from now on. Answers how many placements.
pub fn move_to_successor(db: &mut AnyConnection, old: i64, new: i64, from: Date) -> Result<usize, Error> {
    diesel::update(round_owner::table.filter(round_owner::organisation_id.eq(old)))
        .set(round_owner::organisation_id.eq(new))
        .execute(db)?;
    let going_on: Vec<i64> = round::table.filter(round::state.ne(Phase::Settled)).select(round::id).load(db)?;
    let theirs = opportunity::table
        .filter(opportunity::organisation_id.eq(old))
        .filter(opportunity::round_id.eq_any(going_on).or(opportunity::last_day.ge(from)));
    Ok(diesel::update(theirs).set(opportunity::organisation_id.eq(new)).execute(db)?)
}
