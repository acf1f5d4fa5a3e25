//! Opportunities with their plans.

use diesel::prelude::*;

use crate::db::schema::{opportunity, organisation, pack_file, round, round_owner};
use crate::db::{AnyConnection, among};
use crate::error::Error;
use crate::hosting::model::Plan;
use crate::opportunities::{self as offered, Opportunity, OpportunityRow, Phase, RoundRow};

/// Rounds that an organisation can choose from at most.
const MOST: usize = 100;

/// An opportunity with its organisation's name, its round, the organisation that runs it, and the name of its pack's file.
type Found = (OpportunityRow, String, RoundRow, Option<i64>, Option<String>);

/// The plan of the opportunity with this public reference: two queries.
///
/// # Errors
/// `NotFound` if there is none.
pub fn plan_by_ref(db: &mut AnyConnection, reference: &str) -> Result<Plan, Error> {
    let (row, organisation, round, owner, file): Found = opportunity::table
        .inner_join(organisation::table)
        .inner_join(round::table)
        .left_join(round_owner::table.on(round_owner::round_id.eq(round::id)))
        .left_join(pack_file::table)
        .filter(opportunity::public_ref.eq(reference))
        .select((
            opportunity::all_columns,
            organisation::name,
            round::all_columns,
            round_owner::organisation_id.nullable(),
            pack_file::name.nullable(),
        ))
        .get_result(db)?;
    let opportunity: Opportunity = (row, organisation).try_into()?;
    Ok(Plan {
        detail: offered::detail(db, opportunity.id)?.unwrap_or_default(),
        opportunity,
        round: round.try_into()?,
        owner,
        file,
    })
}

/// The plans of an organisation in a round, without those that were withdrawn, by first day.
pub fn plans_of(db: &mut AnyConnection, round_id: i64, organisation_id: i64) -> Result<Vec<Plan>, Error> {
    let references: Vec<String> = opportunity::table
        .filter(opportunity::round_id.eq(round_id))
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(opportunity::state.ne(offered::OpportunityState::Withdrawn))
        .order((opportunity::first_day, opportunity::id))
        .select(opportunity::public_ref)
        .load(db)?;
    references.into_iter().map(|reference| plan_by_ref(db, &reference)).collect()
}

/// The rounds that any of these organisations can put a placement into: its own until they close, its area's and everybody's until they open. By
/// opening time.
pub fn rounds_for(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<(i64, String, String)>, Error> {
    let areas = organisation::table
        .filter(among(organisation::id, organisations))
        .select(organisation::area_id.nullable());
    let own = among(round_owner::organisation_id, organisations)
        .and(round_owner::cancelled_at.is_null())
        .and(round::state.eq_any([Phase::Planned, Phase::Open]));
    let shared = round_owner::round_id
        .is_null()
        .and(round::state.eq(Phase::Planned))
        .and(round::area_id.is_null().or(round::area_id.eq_any(areas)));
    Ok(round::table
        .left_join(round_owner::table)
        .filter(own.or(shared))
        .order((round::opens_at, round::id))
        .limit(i64::try_from(MOST * organisations.len()).map_err(Error::internal)?)
        .select((round::id, round::public_ref, round::name))
        .load(db)?)
}

/// Organisations by number and name.
pub fn names_of(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<(i64, String)>, Error> {
    Ok(organisation::table
        .filter(among(organisation::id, organisations))
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
