//! Offers and placements in the database.

use diesel::prelude::*;
use time::Date;

use super::model::{Offer, OfferState, PlacementState};
use crate::db::schema::{application, offer, opportunity, placement, proposal};
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::tx::Tx;

type Columns = (
    offer::id,
    offer::application_id,
    offer::opportunity_id,
    offer::state,
    offer::made_at,
    offer::expires_at,
);
const COLUMNS: Columns = (
    offer::id,
    offer::application_id,
    offer::opportunity_id,
    offer::state,
    offer::made_at,
    offer::expires_at,
);
type Row = (i64, i64, i64, OfferState, Instant, Instant);

fn from((id, application_id, opportunity_id, state, made_at, expires_at): Row) -> Offer {
    Offer {
        id,
        application_id,
        opportunity_id,
        state,
        made_at,
        expires_at,
    }
}

/// The offer with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Offer, Error> {
    offer::table.find(id).select(COLUMNS).get_result(db).map(from).map_err(Error::from)
}

/// The latest offer of an application.
pub fn latest_of(db: &mut AnyConnection, application_id: i64) -> Result<Offer, Error> {
    offer::table
        .filter(offer::application_id.eq(application_id))
        .order(offer::id.desc())
        .select(COLUMNS)
        // The first of a few, without `LIMIT` (decision 219).
        .get_result(db)
        .map(from)
        .map_err(Error::from)
}

/// The open offers whose time is over at `now`, oldest first.
pub fn lapsed(db: &mut AnyConnection, now: Instant, limit: i64) -> Result<Vec<Offer>, Error> {
    let rows: Vec<Row> = offer::table
        .filter(offer::state.eq(literal(OfferState::Open.as_str())))
        .filter(offer::expires_at.le(now))
        .order(offer::expires_at)
        .limit(limit)
        .select(COLUMNS)
        .load(db)?;
    Ok(rows.into_iter().map(from).collect())
}

/// Adds an offer; answers its number.
pub fn add(tx: &mut Tx<'_>, proposal_id: i64, application_id: i64, opportunity_id: i64, expires_at: Instant) -> Result<i64, Error> {
    Ok(diesel::insert_into(offer::table)
        .values((
            offer::public_ref.eq(tx.env.random.reference()?),
            offer::proposal_id.eq(proposal_id),
            offer::application_id.eq(application_id),
            offer::opportunity_id.eq(opportunity_id),
            offer::state.eq(OfferState::Open),
            offer::made_at.eq(tx.now),
            offer::expires_at.eq(expires_at),
        ))
        .returning(offer::id)
        .get_result(tx.db)?)
}

/// Ends an open offer. False means that somebody else was faster.
pub fn end(tx: &mut Tx<'_>, id: i64, state: OfferState, reason: Option<&str>) -> Result<bool, Error> {
    let rows = diesel::update(offer::table.filter(offer::id.eq(id)).filter(offer::state.eq(OfferState::Open)))
        .set((offer::state.eq(state), offer::answered_at.eq(tx.now), offer::reason.eq(reason)))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Adds an agreed placement; answers its number.
pub fn add_placement(tx: &mut Tx<'_>, of: &Offer) -> Result<i64, Error> {
    Ok(diesel::insert_into(placement::table)
        .values((
            placement::public_ref.eq(tx.env.random.reference()?),
            placement::application_id.eq(of.application_id),
            placement::opportunity_id.eq(of.opportunity_id),
            placement::offer_id.eq(of.id),
            placement::state.eq(PlacementState::Agreed),
            placement::agreed_at.eq(tx.now),
        ))
        .returning(placement::id)
        .get_result(tx.db)?)
}

/// The public reference of the proposal that an offer came of.
pub fn proposal_of(db: &mut AnyConnection, offer_id: i64) -> Result<String, Error> {
    Ok(offer::table
        .inner_join(proposal::table)
        .filter(offer::id.eq(offer_id))
        .select(proposal::public_ref)
        .get_result(db)?)
}

/// The years in which a person has a placement that is agreed or over, by its first day; without that of the application `but`.
pub fn years_of(db: &mut AnyConnection, person_id: i64, but: Option<i64>) -> Result<Vec<i32>, Error> {
    let days: Vec<Date> = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(application::person_id.eq(person_id))
        .filter(application::id.ne(but.unwrap_or_default()))
        .filter(placement::state.eq_any([PlacementState::Agreed, PlacementState::Completed]))
        .select(opportunity::first_day)
        .load(db)?;
    Ok(days.into_iter().map(Date::year).collect())
}

/// The public reference and the opportunity of an application's agreed placement.
pub fn agreed_of(db: &mut AnyConnection, application_id: i64) -> Result<(String, i64), Error> {
    Ok(placement::table
        .filter(placement::application_id.eq(application_id))
        .filter(placement::state.eq(PlacementState::Agreed))
        .select((placement::public_ref, placement::opportunity_id))
        .get_result(db)?)
}

/// Ends an agreed placement after its last day.
///
/// # Errors
/// `Conflict` if it is not agreed any more.
pub fn close(tx: &mut Tx<'_>, id: i64, state: PlacementState) -> Result<(), Error> {
    let agreed = placement::table
        .filter(placement::id.eq(id))
        .filter(placement::state.eq(PlacementState::Agreed));
    let rows = diesel::update(agreed)
        .set((placement::state.eq(state), placement::ended_at.eq(tx.now)))
        .execute(tx.db)?;
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::conflict("This placement has changed since you opened the page."))
    }
}
