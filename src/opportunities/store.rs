//! Opportunities in the database.

use diesel::prelude::*;
use time::Date;

use super::model::{Listed, Opportunity, OpportunityState, Round};
use super::round_store::Row as RoundRow;
use super::search::{self, Listing, Page};
use super::state::Phase;
use crate::db::schema::{opportunity, organisation, round};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::one_of;
use crate::tx::Tx;

/// An opportunity's row: with the name of its organisation it is an [`Opportunity`].
#[derive(Debug, Queryable)]
pub struct Row {
    id: i64,
    reference: String,
    slug: String,
    round_id: i64,
    organisation_id: i64,
    title: String,
    family: String,
    summary: String,
    activities: String,
    limits: String,
    first_day: Date,
    last_day: Date,
    start_time: String,
    finish_time: String,
    town: String,
    outcode: String,
    minimum_age: i32,
    places: i32,
    places_taken: i32,
    local_areas: String,
    reserves: String,
    support: String,
    dress: String,
    state: OpportunityState,
    _published_at: Option<Instant>,
}

impl TryFrom<(Row, String)> for Opportunity {
    type Error = Error;

    fn try_from((row, organisation): (Row, String)) -> Result<Self, Error> {
        let bad = |column: &str, error: serde_json::Error| {
            Error::internal(format!("opportunity {}: {column} at column {}", row.id, error.column()))
        };
        Ok(Self {
            local_areas: serde_json::from_str(&row.local_areas).map_err(|error| bad("local_areas", error))?,
            reserves: serde_json::from_str(&row.reserves).map_err(|error| bad("reserves", error))?,
            support: serde_json::from_str(&row.support).map_err(|error| bad("support", error))?,
            id: row.id,
            reference: row.reference,
            slug: row.slug,
            round_id: row.round_id,
            organisation_id: row.organisation_id,
            organisation,
            title: row.title,
            family: row.family,
            summary: row.summary,
            activities: row.activities,
            limits: row.limits,
            first_day: row.first_day,
            last_day: row.last_day,
            start_time: row.start_time,
            finish_time: row.finish_time,
            town: row.town,
            outcode: row.outcode,
            minimum_age: row.minimum_age,
            places: row.places,
            places_taken: row.places_taken,
            dress: row.dress,
            state: row.state,
        })
    }
}

impl TryFrom<(Row, String, Instant)> for Listed {
    type Error = Error;

    fn try_from((row, organisation, closes_at): (Row, String, Instant)) -> Result<Self, Error> {
        Ok(Self {
            opportunity: (row, organisation).try_into()?,
            closes_at,
        })
    }
}

/// True of an opportunity with a public page: whoever applied can still read what it was.
macro_rules! is_public {
    () => {
        one_of!(
            opportunity::state,
            OpportunityState::Published,
            OpportunityState::Paused,
            OpportunityState::Closed
        )
    };
}

/// The opportunity with a public page at `slug`.
pub fn by_slug(db: &mut AnyConnection, slug: &str) -> Result<Opportunity, Error> {
    let row: (Row, String) = opportunity::table
        .inner_join(organisation::table)
        .filter(opportunity::slug.eq(slug))
        .filter(is_public!())
        .select((opportunity::all_columns, organisation::name))
        .get_result(db)?;
    row.try_into()
}

/// The opportunity with this number, whatever its state.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Opportunity, Error> {
    let row: (Row, String) = opportunity::table
        .inner_join(organisation::table)
        .filter(opportunity::id.eq(id))
        .select((opportunity::all_columns, organisation::name))
        .get_result(db)?;
    row.try_into()
}

/// The opportunity with this public reference, whatever its state.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Opportunity, Error> {
    let row: (Row, String) = opportunity::table
        .inner_join(organisation::table)
        .filter(opportunity::public_ref.eq(reference))
        .select((opportunity::all_columns, organisation::name))
        .get_result(db)?;
    row.try_into()
}

/// The opportunities of a round that can be ranked or chosen: all but drafts and withdrawn ones, by first day.
pub fn of_round(db: &mut AnyConnection, round_id: i64) -> Result<Vec<Opportunity>, Error> {
    let rows: Vec<(Row, String)> = opportunity::table
        .inner_join(organisation::table)
        .filter(opportunity::round_id.eq(round_id))
        .filter(is_public!())
        .order((opportunity::first_day, opportunity::id))
        .select((opportunity::all_columns, organisation::name))
        .load(db)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every opportunity of a round, whatever its state: number, public reference, state.
pub fn references_of(db: &mut AnyConnection, round_id: i64) -> Result<Vec<(i64, String, OpportunityState)>, Error> {
    Ok(opportunity::table
        .filter(opportunity::round_id.eq(round_id))
        .order(opportunity::id)
        .select((opportunity::id, opportunity::public_ref, opportunity::state))
        .load(db)?)
}

/// What can be applied for at `now`, by first day, each with the moment at which its round closes: of the family of careers with this key, or of
/// all. It is found in the index that is kept for the search, so that it takes no longer the more there is.
pub fn soonest(db: &mut AnyConnection, listing: &Listing, family: Option<&str>, now: Instant, page: Page) -> Result<Vec<Listed>, Error> {
    let index = listing.index(db)?;
    listed_by_ids(db, &search::soonest(&index, family, now, page))
}

/// What an organisation offers that can be applied for at `now`, by first day, each with the moment at which its round closes.
pub fn listed(db: &mut AnyConnection, organisation_id: i64, now: Instant, size: i64) -> Result<Vec<Listed>, Error> {
    let rows: Vec<(Row, String, Instant)> = opportunity::table
        .inner_join(organisation::table)
        .inner_join(round::table)
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(opportunity::state.eq(OpportunityState::Published))
        .filter(round::state.eq(Phase::Open))
        .filter(round::opens_at.le(now))
        .filter(round::closes_at.gt(now))
        .order((opportunity::first_day, opportunity::id))
        .select((opportunity::all_columns, organisation::name, round::closes_at))
        .limit(size)
        .load(db)?;
    rows.into_iter().map(Listed::try_from).collect()
}

/// Those of the opportunities with these numbers that are still on offer, in this order, each with the moment at which its round closes. An index
/// of many is made anew behind the questions, so that it may know some that were taken back since.
pub fn listed_by_ids(db: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Listed>, Error> {
    let rows: Vec<(Row, String, Instant)> = opportunity::table
        .inner_join(organisation::table)
        .inner_join(round::table)
        .filter(among(opportunity::id, ids))
        .filter(opportunity::state.eq(OpportunityState::Published))
        .filter(round::state.eq(Phase::Open))
        .select((opportunity::all_columns, organisation::name, round::closes_at))
        .load(db)?;
    let mut found = rows.into_iter().map(Listed::try_from).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|listed| ids.iter().position(|id| *id == listed.opportunity.id));
    Ok(found)
}

/// Where the opportunity at `slug` stands in the order of [`soonest`], whether or not it can be applied for now.
pub fn place_in_list(db: &mut AnyConnection, slug: &str) -> Result<Option<(Date, i64)>, Error> {
    Ok(opportunity::table
        .filter(opportunity::slug.eq(slug))
        .select((opportunity::first_day, opportunity::id))
        .get_result(db)
        .optional()?)
}

/// The opportunity with a public page at `slug`, and its round.
pub fn with_round(db: &mut AnyConnection, slug: &str) -> Result<(Opportunity, Round), Error> {
    let (row, organisation, round): (Row, String, RoundRow) = opportunity::table
        .inner_join(organisation::table)
        .inner_join(round::table)
        .filter(opportunity::slug.eq(slug))
        .filter(is_public!())
        .select((opportunity::all_columns, organisation::name, round::all_columns))
        .get_result(db)?;
    Ok(((row, organisation).try_into()?, round.try_into()?))
}

/// Takes one place, if one is left: one statement, so that of many at once no more get one than there are. False means that it is full.
pub fn take_place(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let rows = diesel::update(opportunity::table)
        .filter(opportunity::id.eq(id))
        .filter(opportunity::places_taken.lt(opportunity::places))
        .set(opportunity::places_taken.eq(opportunity::places_taken + 1))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Gives one place back.
pub fn free_place(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(
        opportunity::table
            .filter(opportunity::id.eq(id))
            .filter(opportunity::places_taken.gt(0)),
    )
    .set(opportunity::places_taken.eq(opportunity::places_taken - 1))
    .execute(tx.db)?;
    Ok(())
}
