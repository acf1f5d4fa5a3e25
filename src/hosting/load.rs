//! What pages of those who host are made of: their own things, and nothing of anybody else's.

use super::model::Plan;
use super::sections::Context;
use super::store;
use super::views::Overview;
use super::write::policy_of;
use crate::auth::Coordinator;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities as offered;
use crate::tx::Tx;

/// Rounds on the dashboard.
const ROUNDS: i64 = 10;

/// The plan of an opportunity of one of the viewer's organisations.
///
/// # Errors
/// `NotFound` if there is none, `NotYours` if it is another organisation's.
pub fn mine(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<Plan, Error> {
    let plan = store::plan_by_ref(db, reference)?;
    if viewer.organisations.contains(&plan.opportunity.organisation_id) {
        Ok(plan)
    } else {
        Err(Error::NotYours {
            kind: "opportunity",
            id: plan.opportunity.id,
            by: viewer.id,
        })
    }
}

/// The same for a change: its round is held first, and the viewer's roles are read again.
pub fn mine_held(tx: &mut Tx<'_>, viewer: &Coordinator, reference: &str) -> Result<Plan, Error> {
    let viewer = viewer.again(tx.db)?;
    let round_id = mine(tx.db, &viewer, reference)?.round.id;
    offered::hold_round(tx, round_id)?;
    mine(tx.db, &viewer, reference)
}

/// What a page of a plan needs, of two more queries at most. Its own round is among those that it can be in as long as that takes it.
pub fn context(db: &mut AnyConnection, plan: Plan) -> Result<Context, Error> {
    let rounds = store::rounds_for(db, &[plan.opportunity.organisation_id])?;
    Ok(Context {
        policy: policy_of(db, &plan.round)?,
        rounds: rounds.into_iter().map(|(_, reference, name)| (reference, name)).collect(),
        plan,
    })
}

/// The viewer's organisation that was chosen: the only one if there is no choice.
pub fn chosen(viewer: &Coordinator, typed: &str) -> Option<i64> {
    match viewer.organisations.as_slice() {
        [only] => Some(*only),
        several => typed.parse().ok().filter(|id| several.contains(id)),
    }
}

/// The rounds of organisations as the dashboard shows them, with what is due next in each: two questions.
pub fn overview(db: &mut AnyConnection, organisations: &[i64], now: Instant) -> Result<Overview, Error> {
    let rounds = store::rounds_of(db, organisations, None, ROUNDS)?;
    let ids: Vec<i64> = rounds.iter().map(|round| round.id).collect();
    let pending = store::pending(db, organisations, &ids)?;
    Ok(Overview::new(&rounds, &pending, organisations, now))
}
