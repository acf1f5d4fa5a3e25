//! The dashboard and the ranked list, as coordinators see them.

use diesel::dsl::not;
use diesel::prelude::*;
use time::Date;

use crate::applications::ApplicationState;
use crate::db::schema::{application, opportunity, proposal, standing};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::knows;
use crate::rounds::{ProposalState, Standing};

/// One open proposal on the dashboard.
#[derive(Clone, Debug, Queryable)]
pub struct Waiting {
    /// Its public reference.
    pub reference: String,
    /// The application's public reference.
    pub application: String,
    /// The placement's title.
    pub title: String,
    /// Its first day.
    pub first_day: Date,
    /// Since when it waits.
    pub created_at: Instant,
}

/// The open proposals of organisations, longest waiting first; without those whose people the reader knows.
pub fn waiting(db: &mut AnyConnection, organisations: &[i64], reader: i64, limit: i64) -> Result<Vec<Waiting>, Error> {
    Ok(proposal::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(among(opportunity::organisation_id, organisations))
        .filter(proposal::state.eq(ProposalState::Open))
        .filter(not(knows!(proposal::application_id, reader)))
        .order((proposal::created_at, proposal::id))
        .limit(limit)
        .select((
            proposal::public_ref,
            application::public_ref,
            opportunity::title,
            opportunity::first_day,
            proposal::created_at,
        ))
        .load(db)?)
}

/// One opportunity on the dashboard.
#[derive(Clone, Debug, Queryable)]
pub struct Own {
    /// Its public reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its first day.
    pub first_day: Date,
    /// How many can come.
    pub places: i32,
    /// How many have agreed.
    pub places_taken: i32,
}

/// The opportunities of organisations, latest first day first.
pub fn own_opportunities(db: &mut AnyConnection, organisations: &[i64], limit: i64) -> Result<Vec<Own>, Error> {
    Ok(opportunity::table
        .filter(among(opportunity::organisation_id, organisations))
        .order((opportunity::first_day.desc(), opportunity::id.desc()))
        .limit(limit)
        .select((
            opportunity::public_ref,
            opportunity::title,
            opportunity::first_day,
            opportunity::places,
            opportunity::places_taken,
        ))
        .load(db)?)
}

/// One line of a ranked list: no name, only the public reference.
pub struct Ranked {
    /// The application's public reference.
    pub application: String,
    /// Where it stands.
    pub state: ApplicationState,
    /// Its standing here.
    pub standing: Standing,
    /// The proposal here, if there is one: public reference and state.
    pub proposal: Option<(String, ProposalState)>,
    /// True if the reader has said that they know the person.
    pub known: bool,
}

/// A page of an opportunity's ranked list, by priority; `after` is the last position of the page before.
pub fn ranking(db: &mut AnyConnection, opportunity_id: i64, reader: i64, after: i64, limit: i64) -> Result<Vec<Ranked>, Error> {
    type Line = (String, ApplicationState, Standing, Option<(String, ProposalState)>, bool);
    let rows: Vec<Line> = standing::table
        .inner_join(application::table)
        .left_join(
            proposal::table.on(proposal::application_id
                .eq(standing::application_id)
                .and(proposal::opportunity_id.eq(standing::opportunity_id))),
        )
        .filter(standing::opportunity_id.eq(opportunity_id))
        .filter(standing::priority_position.gt(after))
        .order(standing::priority_position)
        .limit(limit)
        .select((
            application::public_ref,
            application::state,
            standing::all_columns,
            (proposal::public_ref, proposal::state).nullable(),
            knows!(standing::application_id, reader),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(application, state, standing, proposal, known)| Ranked {
            application,
            state,
            standing,
            proposal,
            known,
        })
        .collect())
}
