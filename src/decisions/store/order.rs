//! Decisions that were taken while somebody higher on the list waited, in the database.

use diesel::prelude::*;

use crate::db::schema::{opportunity, organisation, organisation_area, out_of_order, proposal, standing};
use crate::db::{AnyConnection, Instant};
use crate::decisions::model::{PassReason, Passed, Proposal};
use crate::error::Error;
use crate::knows;
use crate::rounds::ProposalState;
use crate::tx::Tx;

/// Who waits for a decision at the same opportunity above a proposal, and how many of them `by` knows.
pub fn passed(db: &mut AnyConnection, below: &Proposal, by: Option<i64>) -> Result<Passed, Error> {
    let own = diesel::alias!(standing as own);
    let of_own = own
        .field(standing::application_id)
        .eq(below.application_id)
        .and(own.field(standing::opportunity_id).eq(proposal::opportunity_id));
    let at = standing::application_id
        .eq(proposal::application_id)
        .and(standing::opportunity_id.eq(proposal::opportunity_id));
    // Whoever has no position any more has everybody above who has one.
    let is_above = standing::priority_position.is_not_null().and(
        standing::priority_position
            .lt(own.field(standing::priority_position))
            .or(own.field(standing::priority_position).is_null()),
    );
    let above: Vec<bool> = proposal::table
        .inner_join(standing::table.on(at))
        .inner_join(own.on(of_own))
        .filter(proposal::opportunity_id.eq(below.opportunity_id))
        .filter(proposal::state.eq(ProposalState::Open))
        .filter(proposal::id.ne(below.id))
        .filter(is_above)
        .select(knows!(proposal::application_id, by.unwrap_or_default()))
        .load(db)?;
    Ok(Passed {
        count: above.len(),
        known: above.into_iter().filter(|known| *known).count(),
    })
}

/// The proposals with these public references at an opportunity, from the top of its list.
pub fn from_the_top(db: &mut AnyConnection, opportunity_id: i64, references: &[String]) -> Result<Vec<i64>, Error> {
    let at = standing::application_id
        .eq(proposal::application_id)
        .and(standing::opportunity_id.eq(proposal::opportunity_id));
    Ok(proposal::table
        .inner_join(standing::table.on(at))
        .filter(proposal::opportunity_id.eq(opportunity_id))
        .filter(proposal::public_ref.eq_any(references))
        .order((standing::priority_position, proposal::id))
        .select(proposal::id)
        .load(db)?)
}

/// Stores that a decision came before those above.
pub fn add_passed(tx: &mut Tx<'_>, proposal_id: i64, passed: Passed, reason: PassReason, by: Option<i64>) -> Result<(), Error> {
    diesel::insert_into(out_of_order::table)
        .values((
            out_of_order::proposal_id.eq(proposal_id),
            out_of_order::passed.eq(i32::try_from(passed.count).map_err(Error::internal)?),
            out_of_order::reason.eq(reason),
            out_of_order::decided_by.eq(by),
            out_of_order::decided_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// A decision out of order, as the area's lead sees it: nothing of any person.
#[derive(Clone, Debug, Queryable)]
pub struct OutOfOrder {
    /// The organisation.
    pub organisation: String,
    /// The placement's title.
    pub title: String,
    /// When it was decided.
    pub decided_at: Instant,
    /// Why.
    pub reason: PassReason,
    /// How many waited above.
    pub passed: i32,
}

/// The decisions out of order of the organisations in areas, latest first.
pub fn passed_in_areas(db: &mut AnyConnection, areas: &[i64], limit: i64) -> Result<Vec<OutOfOrder>, Error> {
    let beside: Vec<i64> = organisation_area::table
        .filter(organisation_area::area_id.eq_any(areas))
        .select(organisation_area::organisation_id)
        .load(db)?;
    Ok(out_of_order::table
        .inner_join(proposal::table.inner_join(opportunity::table.inner_join(organisation::table)))
        .filter(organisation::area_id.eq_any(areas).or(organisation::id.eq_any(beside)))
        .order((out_of_order::decided_at.desc(), out_of_order::proposal_id.desc()))
        .limit(limit)
        .select((
            organisation::name,
            opportunity::title,
            out_of_order::decided_at,
            out_of_order::reason,
            out_of_order::passed,
        ))
        .load(db)?)
}

/// How many decisions each organisation has taken out of order in a round: its code, its name, the number; by name.
pub fn passed_in_round(db: &mut AnyConnection, round_id: i64) -> Result<Vec<(String, String, i64)>, Error> {
    Ok(out_of_order::table
        .inner_join(proposal::table.inner_join(opportunity::table.inner_join(organisation::table)))
        .filter(opportunity::round_id.eq(round_id))
        .group_by((organisation::code, organisation::name))
        .order((organisation::name, organisation::code))
        .select((organisation::code, organisation::name, diesel::dsl::count_star()))
        .load(db)?)
}
