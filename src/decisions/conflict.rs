//! "I know this person": whoever says so decides nothing about it, and colleagues are asked.

use serde_json::json;

use super::model::Proposal;
use super::store;
use super::who::already;
use crate::audit;
use crate::error::Error;
use crate::links::{self, Purpose};
use crate::opportunities as offered;
use crate::rounds::{self, ProposalState, Why};
use crate::tx::Tx;

/// Hands an open proposal on: `by` knows the person, and whoever may decide is sent a fresh link. Said again, it changes nothing.
///
/// # Errors
/// `Conflict`, in words, if it is not open any more.
pub(super) fn hand_on(tx: &mut Tx<'_>, proposal: &Proposal, by: i64) -> Result<(), Error> {
    offered::hold_round(tx, proposal.round_id)?;
    let proposal = &store::by_id(tx.db, proposal.id)?;
    if rounds::who_know(tx.db, proposal.application_id)?.contains(&by) {
        return Ok(());
    }
    if proposal.state != ProposalState::Open {
        return Err(Error::conflict(already(tx.db, proposal)?));
    }
    store::add_conflict(tx, proposal.id, by)?;
    links::supersede(tx, Purpose::Proposal, proposal.id)?;
    let about = offered::by_id(tx.db, proposal.opportunity_id)?;
    let round = offered::round_by_id(tx.db, proposal.round_id)?;
    let all = rounds::deciders(tx.db, proposal.application_id, proposal.organisation_id)?;
    let asked = rounds::whom_to_ask(&all, store::reminders(tx.db, proposal.id)?);
    for decider in &asked {
        rounds::ask(tx, decider, &round.name, proposal.id, &about, Why::HandedOn)?;
    }
    let to = asked.first().map(|decider| decider.role);
    let facts = json!({"people": asked.len(), "to": to});
    audit::record(tx, "proposal.handed_on", "proposal", proposal.id, &facts)
}
