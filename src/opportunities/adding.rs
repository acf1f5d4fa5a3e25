//! Opportunities as they are added and changed.

use diesel::prelude::*;

use super::model::{NewOpportunity, Opportunity, OpportunityState};
use crate::db::schema::opportunity;
use crate::error::Error;
use crate::tx::Tx;

/// Adds an opportunity; answers its number.
pub fn add_opportunity(tx: &mut Tx<'_>, new: &NewOpportunity<'_>) -> Result<i64, Error> {
    let published_at = (new.state != OpportunityState::Draft).then_some(tx.now);
    Ok(diesel::insert_into(opportunity::table)
        .values((
            (
                opportunity::public_ref.eq(tx.env.random.reference()?),
                opportunity::slug.eq(new.slug),
                opportunity::round_id.eq(new.round_id),
                opportunity::organisation_id.eq(new.organisation_id),
                opportunity::title.eq(new.title),
                opportunity::family.eq(new.family),
                opportunity::summary.eq(new.summary),
                opportunity::activities.eq(new.activities),
                opportunity::limits.eq(new.limits),
                opportunity::first_day.eq(new.first_day),
                opportunity::last_day.eq(new.last_day),
                opportunity::start_time.eq("9am"),
                opportunity::finish_time.eq("4pm"),
            ),
            (
                opportunity::town.eq(new.town),
                opportunity::outcode.eq(new.outcode),
                opportunity::minimum_age.eq(new.minimum_age),
                opportunity::places.eq(new.places),
                opportunity::local_areas.eq(serde_json::to_string(new.local_areas)?),
                opportunity::reserves.eq(serde_json::to_string(&new.reserves)?),
                opportunity::support.eq(serde_json::to_string(new.support)?),
                opportunity::dress.eq(new.dress),
                opportunity::state.eq(new.state),
                opportunity::published_at.eq(published_at),
            ),
        ))
        .returning(opportunity::id)
        .get_result(tx.db)?)
}

/// Stores what an opportunity says now, its state with it. How many places are taken is left alone: offers count that.
pub fn save_opportunity(tx: &mut Tx<'_>, one: &Opportunity) -> Result<(), Error> {
    diesel::update(opportunity::table.find(one.id))
        .set((
            (
                opportunity::slug.eq(&one.slug),
                opportunity::round_id.eq(one.round_id),
                opportunity::title.eq(&one.title),
                opportunity::family.eq(&one.family),
                opportunity::summary.eq(&one.summary),
                opportunity::activities.eq(&one.activities),
                opportunity::limits.eq(&one.limits),
                opportunity::first_day.eq(one.first_day),
                opportunity::last_day.eq(one.last_day),
                opportunity::start_time.eq(&one.start_time),
                opportunity::finish_time.eq(&one.finish_time),
            ),
            (
                opportunity::town.eq(&one.town),
                opportunity::outcode.eq(&one.outcode),
                opportunity::minimum_age.eq(one.minimum_age),
                opportunity::places.eq(one.places),
                opportunity::local_areas.eq(serde_json::to_string(&one.local_areas)?),
                opportunity::reserves.eq(serde_json::to_string(&one.reserves)?),
                opportunity::support.eq(serde_json::to_string(&one.support)?),
                opportunity::dress.eq(&one.dress),
                opportunity::state.eq(one.state),
            ),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Puts the moment of first publishing beside an opportunity.
pub fn mark_published(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(opportunity::table.find(id))
        .set(opportunity::published_at.eq(tx.now))
        .execute(tx.db)?;
    Ok(())
}
