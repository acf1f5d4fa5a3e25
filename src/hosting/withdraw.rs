//! Taking an opportunity back: everything there ends, its people fall to their other choices, and each is told what comes next.

use serde_json::json;

use super::mails;
use super::model::{Plan, WithdrawReason};
use super::state::Act;
use super::store;
use crate::audit;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity};
use crate::rounds;
use crate::tx::Tx;

/// Withdraws an opportunity in whatever state it is.
///
/// # Errors
/// `Conflict` if it was withdrawn before.
pub fn withdraw(tx: &mut Tx<'_>, plan: &Plan, reason: WithdrawReason) -> Result<(), Error> {
    offered::hold_round(tx, plan.round.id)?;
    // Read again: somebody may have been faster while this waited.
    let plan = store::plan_by_ref(tx.db, &plan.opportunity.reference)?;
    let next = Act::Withdraw.lead(plan.opportunity.state, plan.round.state.phase())?;
    let one = Opportunity {
        state: next,
        ..plan.opportunity.clone()
    };
    offered::save_opportunity(tx, &one)?;
    let concerned = rounds::opportunity_withdrawn(tx, &one, reason.as_str())?;
    for one in &concerned {
        mails::withdrawn(tx, &plan.opportunity, *one, reason)?;
    }
    audit::record(
        tx,
        Act::Withdraw.done(),
        "opportunity",
        one.id,
        &json!({"from": plan.opportunity.state, "to": next, "reason": reason, "people": concerned.len()}),
    )
}
