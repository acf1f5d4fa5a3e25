//! Placements and organisations for the lists.

use std::collections::BTreeMap;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use time::Date;

use crate::db::AnyConnection;
use crate::db::schema::{application, opportunity, organisation, organisation_area, placement};
use crate::error::Error;
use crate::placements::PlacementState;

diesel::allow_columns_to_appear_in_same_group_by_clause!(opportunity::organisation_id, placement::state);

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

/// How many placements of organisations are over: for each that has any, completed and not attended.
pub fn over(db: &mut AnyConnection, organisations: &[i64]) -> Result<BTreeMap<i64, (i64, i64)>, Error> {
    let rows: Vec<(i64, PlacementState, i64)> = placement::table
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq_any(organisations))
        .filter(placement::state.eq_any([PlacementState::Completed, PlacementState::DidNotAttend]))
        .group_by((opportunity::organisation_id, placement::state))
        .select((opportunity::organisation_id, placement::state, count_star()))
        .load(db)?;
    let mut over: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for (organisation_id, state, count) in rows {
        let (completed, missed) = over.entry(organisation_id).or_default();
        match state {
            PlacementState::Completed => *completed = count,
            _ => *missed = count,
        }
    }
    Ok(over)
}

/// The organisations of areas that have ever had a placement: number and name, by name.
pub fn in_areas(db: &mut AnyConnection, areas: &[i64]) -> Result<Vec<(i64, String)>, Error> {
    let beside = organisation_area::table
        .filter(organisation_area::area_id.eq_any(areas))
        .select(organisation_area::organisation_id);
    let had = placement::table
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq(organisation::id));
    Ok(organisation::table
        .filter(organisation::area_id.eq_any(areas).or(organisation::id.eq_any(beside)))
        .filter(exists(had))
        .order((organisation::name, organisation::id))
        .select((organisation::id, organisation::name))
        .load(db)?)
}
