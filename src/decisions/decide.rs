//! Deciding: one function for the emailed link and for the page, so that there is exactly one decision.

use serde_json::json;

use super::mails;
use super::model::{Decision, Proposal};
use super::store;
use crate::audit;
use crate::error::Error;
use crate::links::{self, Purpose};
use crate::opportunities as offered;
use crate::placements;
use crate::rounds;
use crate::tx::Tx;

/// Decides a proposal. `by` is the coordinator, if they are signed in.
///
/// # Errors
/// `Conflict`, in words for the coordinator, if it was decided before or overtaken.
pub fn decide(tx: &mut Tx<'_>, proposal: &Proposal, decision: Decision, by: Option<i64>) -> Result<(), Error> {
    offered::hold_round(tx, proposal.round_id)?;
    let proposal = &store::by_id(tx.db, proposal.id)?;
    let next = proposal.decided(decision)?;
    let reason = match decision {
        Decision::Approve => None,
        Decision::Decline(reason) => Some(reason.as_str()),
    };
    if !store::save_decision(tx, proposal.id, next, by, reason)? {
        return Err(Error::conflict("A colleague decided this a moment ago."));
    }
    links::supersede(tx, Purpose::Proposal, proposal.id)?;
    audit::record(
        tx,
        "proposal.decided",
        "proposal",
        proposal.id,
        &json!({"to": next, "reason": reason}),
    )?;
    match decision {
        Decision::Approve => {
            let round = offered::round_by_id(tx.db, proposal.round_id)?;
            placements::make_offer(tx, &round, proposal.id, proposal.application_id, proposal.opportunity_id)
        }
        Decision::Decline(reason) => {
            rounds::place_came_free(tx, proposal.round_id, "declined")?;
            mails::declined(tx, proposal, reason)
        }
    }
}
