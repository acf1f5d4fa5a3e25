//! What a page of the register shows beside what is kept in memory.

use diesel::prelude::*;
use time::Duration;

use super::case_studies::CaseStudyState;
use crate::db::schema::{area_contact, case_study, opportunity, organisation, out_of_order, pledge_clause, proposal};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
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
        .filter(among(pledge_clause::pledge_id, pledges))
        .order((pledge_clause::pledge_id, pledge_clause::clause))
        .select((pledge_clause::pledge_id, pledge_clause::clause, pledge_clause::statement))
        .load(db)?)
}

/// How far the page looks back on decisions.
const YEAR: Duration = Duration::days(365);
/// The days after which the last reminder goes out.
const LATE: Duration = Duration::days(14);

/// The most decisions that are looked at, newest first.
const DECISIONS: i64 = 5000;

/// How an organisation answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// How long each decision of the last year took.
    pub times: Vec<Duration>,
    /// How many decisions of the last year came before somebody higher on the list was decided.
    pub out_of_order: usize,
    /// How many proposals wait for longer than until the last reminder.
    pub overdue: usize,
}

/// How an organisation answered on proposals in the year before `now`, and what it owes an answer.
pub fn answers(db: &mut AnyConnection, organisation_id: i64, now: Instant) -> Result<Answers, Error> {
    type Row = (ProposalState, Instant, Option<Instant>, Option<Instant>);
    let since = now.plus(-YEAR);
    let decided = proposal::state
        .eq_any([ProposalState::Approved, ProposalState::Declined])
        .and(proposal::decided_at.gt(since).assume_not_null());
    let waits = proposal::state
        .eq(ProposalState::Open)
        .and(proposal::created_at.lt(now.plus(-LATE)));
    let rows: Vec<Row> = proposal::table
        .inner_join(opportunity::table)
        .left_join(out_of_order::table)
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(decided.or(waits))
        .order(proposal::id.desc())
        .limit(DECISIONS)
        .select((
            proposal::state,
            proposal::created_at,
            proposal::decided_at,
            out_of_order::decided_at.nullable(),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .fold(Answers::default(), |mut answers, (state, asked, decided, passed)| {
            match decided.filter(|_| state != ProposalState::Open) {
                Some(decided) => answers.times.push(decided.since(asked)),
                None => answers.overdue += 1,
            }
            answers.out_of_order += usize::from(passed.is_some());
            answers
        }))
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
