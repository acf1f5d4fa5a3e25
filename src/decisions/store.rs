//! Proposals and ranked lists in the database, as coordinators see them.

use diesel::prelude::*;
use time::Date;

use super::model::Proposal;
use crate::applications::ApplicationState;
use crate::db::schema::{application, opportunity, proposal, standing};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::rounds::{ProposalState, Standing};
use crate::tx::Tx;

type Columns = (
    proposal::id,
    proposal::public_ref,
    proposal::application_id,
    application::public_ref,
    proposal::opportunity_id,
    opportunity::organisation_id,
    opportunity::round_id,
    proposal::state,
    proposal::created_at,
    proposal::decided_at,
    proposal::reason,
);
const COLUMNS: Columns = (
    proposal::id,
    proposal::public_ref,
    proposal::application_id,
    application::public_ref,
    proposal::opportunity_id,
    opportunity::organisation_id,
    opportunity::round_id,
    proposal::state,
    proposal::created_at,
    proposal::decided_at,
    proposal::reason,
);
type Row = (
    i64,
    String,
    i64,
    String,
    i64,
    i64,
    i64,
    ProposalState,
    Instant,
    Option<Instant>,
    Option<String>,
);

fn from(row: Row) -> Proposal {
    let (id, reference, application_id, application, opportunity_id, organisation_id, round_id, state, created_at, decided_at, reason) =
        row;
    Proposal {
        id,
        reference,
        application_id,
        application,
        opportunity_id,
        organisation_id,
        round_id,
        state,
        created_at,
        decided_at,
        reason,
    }
}

/// The proposal with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Proposal, Error> {
    let row: Row = proposal::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(proposal::id.eq(id))
        .select(COLUMNS)
        .get_result(db)?;
    Ok(from(row))
}

/// The proposal with this public reference.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Proposal, Error> {
    let row: Row = proposal::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(proposal::public_ref.eq(reference))
        .select(COLUMNS)
        .get_result(db)?;
    Ok(from(row))
}

/// Decides an open proposal. False means that somebody else was faster.
pub fn save_decision(tx: &mut Tx<'_>, id: i64, state: ProposalState, by: Option<i64>, reason: Option<&str>) -> Result<bool, Error> {
    let rows = diesel::update(
        proposal::table
            .filter(proposal::id.eq(id))
            .filter(proposal::state.eq(ProposalState::Open)),
    )
    .set((
        proposal::state.eq(state),
        proposal::decided_at.eq(tx.now),
        proposal::decided_by.eq(by),
        proposal::reason.eq(reason),
        proposal::next_chase_at.eq(None::<Instant>),
    ))
    .execute(tx.db)?;
    Ok(rows == 1)
}

/// One open proposal on the dashboard.
#[derive(Clone, Debug, Queryable)]
pub struct Waiting {
    /// Its public reference.
    pub reference: String,
    /// The application's.
    pub application: String,
    /// The placement's title.
    pub title: String,
    /// Its first day.
    pub first_day: Date,
    /// Since when it waits.
    pub created_at: Instant,
}

/// The open proposals of organisations, longest waiting first.
pub fn waiting(db: &mut AnyConnection, organisations: &[i64], limit: i64) -> Result<Vec<Waiting>, Error> {
    Ok(proposal::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq_any(organisations))
        .filter(proposal::state.eq(ProposalState::Open))
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
        .filter(opportunity::organisation_id.eq_any(organisations))
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
}

/// The number of an opportunity of these organisations.
pub fn opportunity_of(db: &mut AnyConnection, reference: &str) -> Result<(i64, i64), Error> {
    Ok(opportunity::table
        .filter(opportunity::public_ref.eq(reference))
        .select((opportunity::id, opportunity::organisation_id))
        .get_result(db)?)
}

/// A page of an opportunity's ranked list, by priority; `after` is the last position of the page before.
pub fn ranking(db: &mut AnyConnection, opportunity_id: i64, after: i64, limit: i64) -> Result<Vec<Ranked>, Error> {
    type Line = (String, ApplicationState, Standing, Option<(String, ProposalState)>);
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
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(application, state, standing, proposal)| Ranked {
            application,
            state,
            standing,
            proposal,
        })
        .collect())
}

/// The standing of an application at an opportunity.
pub fn standing_at(db: &mut AnyConnection, application_id: i64, opportunity_id: i64) -> Result<Standing, Error> {
    Ok(standing::table.find((application_id, opportunity_id)).get_result(db)?)
}

/// The open proposals that are due for a reminder: number, reminders so far, since when.
pub fn due_for_chase(db: &mut AnyConnection, now: Instant, limit: i64) -> Result<Vec<(i64, i32, Instant)>, Error> {
    Ok(proposal::table
        .filter(proposal::state.eq(ProposalState::Open))
        .filter(proposal::next_chase_at.le(now))
        .order(proposal::next_chase_at)
        .limit(limit)
        .select((proposal::id, proposal::chases, proposal::created_at))
        .load(db)?)
}

/// Counts a reminder. False means that another process was faster, or that the proposal was decided.
pub fn count_chase(tx: &mut Tx<'_>, id: i64, chases: i32, next: Option<Instant>) -> Result<bool, Error> {
    let rows = diesel::update(
        proposal::table
            .filter(proposal::id.eq(id))
            .filter(proposal::state.eq(ProposalState::Open))
            .filter(proposal::chases.eq(chases)),
    )
    .set((proposal::chases.eq(chases + 1), proposal::next_chase_at.eq(next)))
    .execute(tx.db)?;
    Ok(rows == 1)
}
