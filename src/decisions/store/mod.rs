//! Proposals and ranked lists in the database, as coordinators see them.

mod case;
mod conflicts;
mod lists;
mod order;
mod overdue;

use diesel::prelude::*;
use time::Date;

pub use self::case::{Applied, Case, applied, case, case_for, matter};
pub use self::conflicts::{add_conflict, conflicts_of, declared_at, forget_application, forget_person};
pub use self::lists::{Own as OwnOpportunity, Ranked, Waiting, own_opportunities, ranking, waiting};
pub use self::order::{OutOfOrder, add_passed, from_the_top, passed, passed_in_areas, passed_in_round};
pub use self::overdue::{Overdue, count_overdue, overdue};
use super::model::Proposal;
use crate::db::schema::{application, opportunity, organisation, proposal};
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::rounds::ProposalState;
use crate::tx::Tx;

type Columns = (
    (
        proposal::id,
        proposal::public_ref,
        proposal::application_id,
        application::public_ref,
        proposal::opportunity_id,
        proposal::state,
        proposal::created_at,
        proposal::decided_at,
        proposal::decided_by,
        proposal::reason,
    ),
    (
        opportunity::organisation_id,
        opportunity::round_id,
        opportunity::title,
        opportunity::first_day,
        opportunity::last_day,
        organisation::name,
    ),
);
const COLUMNS: Columns = (
    (
        proposal::id,
        proposal::public_ref,
        proposal::application_id,
        application::public_ref,
        proposal::opportunity_id,
        proposal::state,
        proposal::created_at,
        proposal::decided_at,
        proposal::decided_by,
        proposal::reason,
    ),
    (
        opportunity::organisation_id,
        opportunity::round_id,
        opportunity::title,
        opportunity::first_day,
        opportunity::last_day,
        organisation::name,
    ),
);
type Own = (
    i64,
    String,
    i64,
    String,
    i64,
    ProposalState,
    Instant,
    Option<Instant>,
    Option<i64>,
    Option<String>,
);
type Row = (Own, (i64, i64, String, Date, Date, String));

fn from((own, about): Row) -> Proposal {
    let (id, reference, application_id, application, opportunity_id, state, created_at, decided_at, decided_by, reason) = own;
    let (organisation_id, round_id, title, first_day, last_day, organisation) = about;
    Proposal {
        id,
        reference,
        application_id,
        application,
        opportunity_id,
        title,
        first_day,
        last_day,
        organisation_id,
        organisation,
        round_id,
        state,
        created_at,
        decided_at,
        decided_by,
        reason,
    }
}

/// The proposal with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Proposal, Error> {
    let row: Row = proposal::table
        .inner_join(application::table)
        .inner_join(opportunity::table.inner_join(organisation::table))
        .filter(proposal::id.eq(id))
        .select(COLUMNS)
        .get_result(db)?;
    Ok(from(row))
}

/// The proposal with this public reference.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Proposal, Error> {
    let row: Row = proposal::table
        .inner_join(application::table)
        .inner_join(opportunity::table.inner_join(organisation::table))
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

/// How many reminders about a proposal were sent.
pub fn reminders(db: &mut AnyConnection, id: i64) -> Result<i32, Error> {
    Ok(proposal::table.find(id).select(proposal::chases).get_result(db)?)
}

/// The open proposals that are due for a reminder: number, reminders so far, since when.
pub fn due_for_chase(db: &mut AnyConnection, now: Instant, limit: i64) -> Result<Vec<(i64, i32, Instant)>, Error> {
    Ok(proposal::table
        .filter(proposal::state.eq(literal(ProposalState::Open.as_str())))
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
