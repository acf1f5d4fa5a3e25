//! Opportunities with their plans.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::{opportunity, organisation, round, round_owner};
use crate::error::Error;
use crate::hosting::model::Plan;
use crate::opportunities::{self as offered, Phase};

/// The plan of the opportunity with this public reference.
///
/// # Errors
/// `NotFound` if there is none.
pub fn plan_by_ref(db: &mut AnyConnection, reference: &str) -> Result<Plan, Error> {
    let id: i64 = opportunity::table
        .filter(opportunity::public_ref.eq(reference))
        .select(opportunity::id)
        .get_result(db)?;
    plan_by_id(db, id)
}

/// The plan of the opportunity with this number.
///
/// # Errors
/// `NotFound` if there is none.
pub fn plan_by_id(db: &mut AnyConnection, id: i64) -> Result<Plan, Error> {
    let opportunity = offered::by_id(db, id)?;
    let round = offered::round_by_id(db, opportunity.round_id)?;
    let owner = round_owner::table
        .find(round.id)
        .select(round_owner::organisation_id)
        .get_result(db)
        .optional()?;
    Ok(Plan {
        detail: offered::detail(db, id)?.unwrap_or_default(),
        opportunity,
        round,
        owner,
    })
}

/// The plans of an organisation in a round, without those that were withdrawn, by first day.
pub fn plans_of(db: &mut AnyConnection, round_id: i64, organisation_id: i64) -> Result<Vec<Plan>, Error> {
    let ids: Vec<i64> = opportunity::table
        .filter(opportunity::round_id.eq(round_id))
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(opportunity::state.ne(offered::OpportunityState::Withdrawn))
        .order((opportunity::first_day, opportunity::id))
        .select(opportunity::id)
        .load(db)?;
    ids.into_iter().map(|id| plan_by_id(db, id)).collect()
}

/// The rounds that an organisation can put a placement into: its own until they close, its area's and everybody's until they open. By opening time.
pub fn rounds_for(db: &mut AnyConnection, organisation_id: i64) -> Result<Vec<(i64, String, String)>, Error> {
    let area: i64 = organisation::table
        .find(organisation_id)
        .select(organisation::area_id)
        .get_result(db)?;
    let own = round_owner::organisation_id
        .eq(organisation_id)
        .and(round_owner::cancelled_at.is_null())
        .and(round::state.eq_any([Phase::Planned, Phase::Open]));
    let shared = round_owner::round_id
        .is_null()
        .and(round::state.eq(Phase::Planned))
        .and(round::area_id.is_null().or(round::area_id.eq(area)));
    Ok(round::table
        .left_join(round_owner::table)
        .filter(own.or(shared))
        .order((round::opens_at, round::id))
        .limit(100)
        .select((round::id, round::public_ref, round::name))
        .load(db)?)
}

/// Organisations by number and name.
pub fn names_of(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<(i64, String)>, Error> {
    Ok(organisation::table
        .filter(organisation::id.eq_any(organisations))
        .order((organisation::name, organisation::id))
        .select((organisation::id, organisation::name))
        .load(db)?)
}

/// `wanted`, or with the first number behind it that makes it the only one.
pub fn free_slug(db: &mut AnyConnection, wanted: &str, own_id: i64) -> Result<String, Error> {
    for number in 1..1_000 {
        let slug = if number == 1 {
            wanted.to_owned()
        } else {
            format!("{wanted}-{number}")
        };
        let taken: i64 = opportunity::table
            .filter(opportunity::slug.eq(&slug))
            .filter(opportunity::id.ne(own_id))
            .count()
            .get_result(db)?;
        if taken == 0 {
            return Ok(slug);
        }
    }
    Err(Error::internal("a thousand placements of one name"))
}
