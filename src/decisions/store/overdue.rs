//! Proposals that nobody has decided on for days: numbers and placements, nobody's name.

use diesel::prelude::*;
use time::Duration;

use crate::db::schema::{opportunity, organisation, proposal};
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::rounds::ProposalState;

/// A proposal that is overdue.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Overdue {
    /// The placement's number.
    pub opportunity_id: i64,
    /// The placement's title.
    pub title: String,
    /// Whose placement it is.
    pub organisation: String,
    /// Since when it waits.
    pub since: Instant,
}

/// The proposals that have waited for `days` or more, longest waiting first, at most `most`.
pub fn overdue(db: &mut AnyConnection, now: Instant, days: i64, most: i64) -> Result<Vec<Overdue>, Error> {
    Ok(proposal::table
        .inner_join(opportunity::table.inner_join(organisation::table))
        .filter(proposal::state.eq(literal(ProposalState::Open.as_str())))
        .filter(proposal::created_at.le(now.plus(-Duration::days(days))))
        .order((proposal::created_at, proposal::id))
        .limit(most)
        .select((opportunity::id, opportunity::title, organisation::name, proposal::created_at))
        .load(db)?)
}

/// How many proposals have waited for as many days as a reminder is after: for each of these, in days, the number.
pub fn count_overdue(db: &mut AnyConnection, now: Instant, days: [i64; 3]) -> Result<[(i64, i64); 3], Error> {
    let waited = |days: i64| {
        proposal::table
            .filter(proposal::state.eq(literal(ProposalState::Open.as_str())))
            .filter(proposal::created_at.le(now.plus(-Duration::days(days))))
            .count()
            .single_value()
    };
    let counts: (Option<i64>, Option<i64>, Option<i64>) =
        diesel::select((waited(days[0]), waited(days[1]), waited(days[2]))).get_result(db)?;
    let counts = [counts.0, counts.1, counts.2].map(Option::unwrap_or_default);
    Ok([(days[0], counts[0]), (days[1], counts[1]), (days[2], counts[2])])
}
