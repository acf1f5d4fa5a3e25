//! Closing a round: the list is frozen, numbers for the draw are revealed, and when the last one is there the round is ranked.

use serde_json::json;

use super::mails;
use super::ranking::rank_round;
use crate::audit;
use crate::confirmations;
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::links::{self, Purpose, lifetimes};
use crate::mail;
use crate::opportunities::{self as offered, Contribution, Phase, Round};
use crate::prioritisation::lottery;
use crate::tx::{Ledger, Tx};

/// Closes an open round: what is unconfirmed is decided, the portal's number becomes public, and everybody else who promised one is asked.
///
/// # Errors
/// `Conflict` unless the round is open.
pub fn close(tx: &mut Tx<'_>, round: &Round) -> Result<(), Error> {
    offered::hold_round(tx, round.id)?;
    let closed = round.state.close(tx.now)?;
    confirmations::at_closing(tx, round.id)?;
    if !offered::save_round_state(tx, round.id, Phase::Open, closed)? {
        return Err(Error::conflict("This round is closed already."));
    }
    audit::record(tx, "round.closed", "round", round.id, &json!({"policy": round.policy.sha256}))?;
    for contribution in offered::contributions(tx.db, round.id)? {
        if let Some(value) = &contribution.value {
            offered::reveal_contribution(tx, contribution.id, value)?;
        } else if contribution.revealed_at.is_none() {
            ask_for_number(tx, round, &contribution)?;
        }
    }
    Ok(())
}

/// Asks a supervisor for their number, with a fresh link.
pub(super) fn ask_for_number(tx: &mut Tx<'_>, round: &Round, contribution: &Contribution) -> Result<(), Error> {
    let Some(recipient) = &contribution.recipient else {
        return Ok(());
    };
    let link = links::issue(tx, Purpose::Reveal, contribution.id, recipient, lifetimes::REVEAL)?;
    let letter = mails::reveal(recipient, round)?.with_link(link);
    mail::enqueue(tx, &letter)?;
    Ok(())
}

/// Takes a supervisor's number after closing, and ranks the round if it was the last one that was missing.
///
/// # Errors
/// `Conflict` if the round has not closed (D06), the number does not match its promise (D02), or it was revealed before.
pub fn reveal(tx: &mut Tx<'_>, round: &Round, contribution_id: i64, value: &str) -> Result<(), Error> {
    offered::hold_round(tx, round.id)?;
    let contributions = offered::contributions(tx.db, round.id)?;
    let contribution = contributions
        .iter()
        .find(|contribution| contribution.id == contribution_id)
        .ok_or(Error::NotFound)?;
    if matches!(round.state.phase(), Phase::Planned | Phase::Open) {
        return Err(Error::conflict("Numbers are revealed after the round has closed."));
    }
    if !matches(round, contribution, value) {
        return Err(Error::conflict(
            "This number does not match what was promised before the round opened.",
        ));
    }
    if !offered::reveal_contribution(tx, contribution_id, value)? {
        return Err(Error::conflict("This number was revealed before."));
    }
    audit::record(
        tx,
        "draw.revealed",
        "round",
        round.id,
        &json!({"contribution": contribution_id, "value": value}),
    )?;
    if contributions
        .iter()
        .all(|other| other.id == contribution_id || other.revealed_at.is_some())
    {
        rank_round(tx, round)?;
    }
    Ok(())
}

/// Takes the one number that a closed round still misses, from the command line.
///
/// # Errors
/// As [`reveal`]; also `Conflict` if none is missing.
pub fn reveal_missing(tx: &mut Tx<'_>, reference: &str, value: &str) -> Result<(), Error> {
    let round = offered::round_by_ref(tx.db, reference)?;
    let missing = offered::contributions(tx.db, round.id)?
        .into_iter()
        .find(|one| one.revealed_at.is_none());
    let missing = missing.ok_or_else(|| Error::conflict("No number is missing for this round."))?;
    links::supersede(tx, Purpose::Reveal, missing.id)?;
    reveal(tx, &round, missing.id, value)
}

/// True if `value` is the number that was promised.
pub(super) fn matches(round: &Round, contribution: &Contribution, value: &str) -> bool {
    lottery::is_value(value) && hex::encode(lottery::commitment(&round.reference, value)) == contribution.commitment
}

/// Job: closes every round whose time is over.
pub fn close_due(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let due = ledger.db.read_now(|db| offered::due_to_close(db, now))?;
    let close = |tx: &mut Tx<'_>, round: &Round| close(tx, round).map(|()| true);
    one_by_one(ledger, &due, |round| round.id, close)?.outcome("closed")
}

/// Job: ranks every closed round whose numbers are all public (the last one was revealed while this program was not running).
pub fn rank_due(ledger: &Ledger) -> Result<String, Error> {
    let closed = ledger.db.read_now(|db| offered::rounds_in(db, &[Phase::Closed]))?;
    let rank = |tx: &mut Tx<'_>, round: &Round| {
        let contributions = offered::contributions(tx.db, round.id)?;
        if contributions.iter().any(|one| one.revealed_at.is_none()) {
            return Ok(false);
        }
        rank_round(tx, round).map(|()| true)
    };
    one_by_one(ledger, &closed, |round| round.id, rank)?.outcome("ranked")
}
