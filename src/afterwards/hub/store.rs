//! Placements and organisations for the lists.

use diesel::prelude::*;
use time::Date;

use crate::db::AnyConnection;
use crate::db::schema::{application, opportunity, organisation, organisation_area, placement};
use crate::error::Error;
use crate::placements::PlacementState;

/// A placement on the list of an organisation.
#[derive(Clone, Debug, Queryable)]
pub struct Listed {
    /// Its public reference.
    pub reference: String,
    /// The application's.
    pub application: String,
    /// The reference of what it is a placement at.
    pub opportunity: String,
    /// The title of that.
    pub title: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// Where it stands.
    pub state: PlacementState,
}

/// The placements of organisations that have begun by `today` and were not given back: open ones first, then the latest.
pub fn begun(db: &mut AnyConnection, organisations: &[i64], today: Date, limit: i64) -> Result<Vec<Listed>, Error> {
    // `agreed` comes first in the alphabet.
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq_any(organisations))
        .filter(opportunity::first_day.le(today))
        .filter(placement::state.eq_any([PlacementState::Agreed, PlacementState::Completed, PlacementState::DidNotAttend]))
        .order((placement::state, opportunity::last_day.desc(), placement::id.desc()))
        .limit(limit)
        .select((
            placement::public_ref,
            application::public_ref,
            opportunity::public_ref,
            opportunity::title,
            opportunity::first_day,
            opportunity::last_day,
            placement::state,
        ))
        .load(db)?)
}

/// How many placements of an organisation are over: completed, and not attended.
pub fn over(db: &mut AnyConnection, organisation_id: i64) -> Result<(i64, i64), Error> {
    let mut count = |state: PlacementState| {
        placement::table
            .inner_join(opportunity::table)
            .filter(opportunity::organisation_id.eq(organisation_id))
            .filter(placement::state.eq(state))
            .count()
            .get_result(db)
    };
    Ok((count(PlacementState::Completed)?, count(PlacementState::DidNotAttend)?))
}

/// The organisations of areas that have ever had a placement: number and name, by name.
pub fn in_areas(db: &mut AnyConnection, areas: &[i64]) -> Result<Vec<(i64, String)>, Error> {
    let beside: Vec<i64> = organisation_area::table
        .filter(organisation_area::area_id.eq_any(areas))
        .select(organisation_area::organisation_id)
        .load(db)?;
    let had = placement::table
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq(organisation::id));
    Ok(organisation::table
        .filter(organisation::area_id.eq_any(areas).or(organisation::id.eq_any(&beside)))
        .filter(diesel::dsl::exists(had))
        .order((organisation::name, organisation::id))
        .select((organisation::id, organisation::name))
        .load(db)?)
}
