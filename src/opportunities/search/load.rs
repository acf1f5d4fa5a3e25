//! The rows that an index is made of.

use std::collections::BTreeMap;

use diesel::prelude::*;
use time::Date;

use super::index::{Entry, Index, Window};
use crate::db::schema::{audit, listing, opportunity, organisation, round};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities::model::OpportunityState;
use crate::opportunities::state::Phase;

/// The state of what can be searched: another number after each change. The database's own triggers count, so that no change is missed.
pub fn version(db: &mut AnyConnection) -> Result<i64, Error> {
    Ok(listing::table.find(1).select(listing::version).get_result(db)?)
}

#[derive(Queryable)]
struct Row {
    id: i64,
    round_id: i64,
    title: String,
    organisation: String,
    family: String,
    activities: String,
    first_day: Date,
    last_day: Date,
    town: String,
    outcode: String,
    minimum_age: i32,
    places: i32,
    reserves: String,
    support: String,
    published_at: Option<Instant>,
}

impl TryFrom<Row> for Entry {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let bad = |column: &str, error: serde_json::Error| {
            Error::internal(format!("opportunity {}: {column} at column {}", row.id, error.column()))
        };
        Ok(Self {
            reserves: serde_json::from_str(&row.reserves).map_err(|error| bad("reserves", error))?,
            support: serde_json::from_str(&row.support).map_err(|error| bad("support", error))?,
            id: row.id,
            round_id: row.round_id,
            title: row.title,
            organisation: row.organisation,
            family: row.family,
            activities: row.activities,
            first_day: row.first_day,
            last_day: row.last_day,
            town: row.town,
            outcode: row.outcode,
            minimum_age: row.minimum_age,
            places: row.places,
            published_at: row.published_at,
        })
    }
}

/// Makes the index of what is on show. Its version is read first: what is stored meanwhile makes it out of date, never wrong for good.
pub fn load(db: &mut AnyConnection) -> Result<Index, Error> {
    let version = version(db)?;
    let windows = windows(db)?;
    let rows: Vec<Row> = opportunity::table
        .inner_join(organisation::table)
        .inner_join(round::table)
        .filter(opportunity::state.eq(OpportunityState::Published))
        .filter(round::state.eq(Phase::Open))
        .select((
            opportunity::id,
            opportunity::round_id,
            opportunity::title,
            organisation::name,
            opportunity::family,
            opportunity::activities,
            opportunity::first_day,
            opportunity::last_day,
            opportunity::town,
            opportunity::outcode,
            opportunity::minimum_age,
            opportunity::places,
            opportunity::reserves,
            opportunity::support,
            opportunity::published_at,
        ))
        .load(db)?;
    let entries = rows.into_iter().map(Entry::try_from).collect::<Result<_, _>>()?;
    Ok(Index::new(version, entries, &windows))
}

/// When the open rounds take applications. One that was opened late is in the audit log with that moment.
fn windows(db: &mut AnyConnection) -> Result<Vec<Window>, Error> {
    let opening = audit::subject_kind
        .eq("round")
        .and(audit::subject_id.eq(round::id))
        .and(audit::act.eq("round.opened"));
    let rows: Vec<(i64, Instant, Instant, Option<Instant>)> = round::table
        .left_join(audit::table.on(opening))
        .filter(round::state.eq(Phase::Open))
        .order((round::id, audit::seq))
        .select((round::id, round::opens_at, round::closes_at, audit::at.nullable()))
        .load(db)?;
    let window = |(round_id, opens_at, closes_at, opened_at)| Window {
        round_id,
        opens_at,
        closes_at,
        opened_at,
    };
    // A round is opened once; should the log say so twice, the last one holds.
    let windows: BTreeMap<i64, Window> = rows.into_iter().map(window).map(|window| (window.round_id, window)).collect();
    Ok(windows.into_values().collect())
}
