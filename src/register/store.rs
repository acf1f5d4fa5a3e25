//! What a page of the register shows beside what is kept in memory.

use diesel::prelude::*;
use time::Duration;

use super::case_studies::CaseStudyState;
use crate::db::schema::{area_contact, case_study, opportunity, organisation, pledge_clause, proposal, round};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities::{Listed, OpportunityState, Phase, listed_by_ids};
use crate::rounds::ProposalState;

/// Whom to ask about an area.
#[derive(Clone, Debug, Queryable)]
pub struct Contact {
    /// A name or a role.
    pub name: String,
    /// The address.
    pub email: String,
    /// The number.
    pub phone: Option<String>,
}

/// The single point of contact of an area, if it has one.
pub fn contact(db: &mut AnyConnection, area_id: i64) -> Result<Option<Contact>, Error> {
    Ok(area_contact::table
        .find(area_id)
        .select((area_contact::name, area_contact::email, area_contact::phone))
        .get_result(db)
        .optional()?)
}

/// What an organisation said to a clause that it signed.
#[derive(Clone, Debug, Queryable)]
pub struct Said {
    /// The pledge.
    pub pledge_id: i64,
    /// The clause.
    pub clause: String,
    /// How the organisation meets it.
    pub statement: String,
}

/// What was said to the clauses of pledges.
pub fn said(db: &mut AnyConnection, pledges: &[i64]) -> Result<Vec<Said>, Error> {
    Ok(pledge_clause::table
        .filter(pledge_clause::pledge_id.eq_any(pledges))
        .order((pledge_clause::pledge_id, pledge_clause::clause))
        .select((pledge_clause::pledge_id, pledge_clause::clause, pledge_clause::statement))
        .load(db)?)
}

/// The placements of an organisation that can be applied for at `now`, the first to start first, at most `limit`.
pub fn open_placements(db: &mut AnyConnection, organisation_id: i64, now: Instant, limit: i64) -> Result<Vec<Listed>, Error> {
    let ids: Vec<i64> = opportunity::table
        .inner_join(round::table)
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(opportunity::state.eq(OpportunityState::Published))
        .filter(round::state.eq(Phase::Open))
        .filter(round::opens_at.le(now))
        .filter(round::closes_at.gt(now))
        .order((opportunity::first_day, opportunity::id))
        .limit(limit)
        .select(opportunity::id)
        .load(db)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    listed_by_ids(db, &ids)
}

/// How far the page looks back on decisions.
pub const YEAR: Duration = Duration::days(365);
/// The days after which the last reminder goes out.
const LATE: Duration = Duration::days(14);

/// How many proposals to an organisation wait for longer than until the last reminder.
pub fn overdue(db: &mut AnyConnection, organisation_id: i64, now: Instant) -> Result<i64, Error> {
    Ok(proposal::table
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(proposal::state.eq(ProposalState::Open))
        .filter(proposal::created_at.lt(now.plus(-LATE)))
        .count()
        .get_result(db)?)
}

/// The most decisions that are looked at.
const DECISIONS: i64 = 5000;

/// How long an organisation took to decide on proposals in the year before `now`; one value for each decision.
pub fn decision_times(db: &mut AnyConnection, organisation_id: i64, now: Instant) -> Result<Vec<Duration>, Error> {
    let rows: Vec<(Instant, Option<Instant>)> = proposal::table
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(proposal::state.eq_any([ProposalState::Approved, ProposalState::Declined]))
        .filter(proposal::decided_at.gt(now.plus(-YEAR)))
        .order(proposal::decided_at.desc())
        .limit(DECISIONS)
        .select((proposal::created_at, proposal::decided_at))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(|(asked, decided)| Some(decided?.since(asked)))
        .collect())
}

/// A published case study.
#[derive(Clone, Debug, Queryable)]
pub struct Published {
    /// Its title.
    pub title: String,
    /// Its paragraphs, parted by empty lines.
    pub body: String,
    /// When it was published.
    pub at: Option<Instant>,
    /// Whose it is.
    pub organisation: String,
    /// The part of the address of the organisation's page.
    pub organisation_slug: String,
}

/// The published case study at `slug`.
///
/// # Errors
/// `NotFound` if there is none, or it is not published.
pub fn published(db: &mut AnyConnection, slug: &str) -> Result<Published, Error> {
    Ok(case_study::table
        .inner_join(organisation::table)
        .filter(case_study::slug.eq(slug))
        .filter(case_study::state.eq(CaseStudyState::Published))
        .select((
            case_study::title,
            case_study::body,
            case_study::published_at,
            organisation::name,
            organisation::slug,
        ))
        .get_result(db)?)
}
