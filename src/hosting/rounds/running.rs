//! A round on its way: its supervisor is asked, it opens by hand or at its time, it closes early, or it is called off.

use serde_json::json;

use super::Own;
use crate::audit;
use crate::auth::{self, Role};
use crate::error::Error;
use crate::hosting::model::WithdrawReason;
use crate::hosting::store;
use crate::hosting::{mails, withdraw};
use crate::jobs::one_by_one;
use crate::links::{self, Purpose};
use crate::opportunities::{self as offered, OpportunityState};
use crate::rounds::{self, Supervisor};
use crate::tx::{Ledger, Tx};

/// Names the supervisor of a planned round and asks them for their promise. One that was named before is asked no longer.
///
/// # Errors
/// `Conflict` if the round is not planned, or if the address is one of the organisation's own people.
pub fn ask_supervisor(tx: &mut Tx<'_>, own: &Own, organisation: &str, name: &str, email: &str) -> Result<(), Error> {
    if !own.is_planned() {
        return Err(Error::conflict("The supervisor can be named until the round opens."));
    }
    if is_of_organisation(tx, own.owner.organisation_id, email)? {
        return Err(Error::conflict(
            "The supervisor must be somebody outside your organisation who does not decide about places.",
        ));
    }
    store::save_supervisor(tx, own.round.id, name, email)?;
    links::supersede(tx, Purpose::Promise, own.round.id)?;
    mails::ask_promise(tx, &own.round, organisation, email)?;
    audit::record(tx, "round.supervisor_asked", "round", own.round.id, &json!({}))
}

fn is_of_organisation(tx: &mut Tx<'_>, organisation_id: i64, email: &str) -> Result<bool, Error> {
    let coordinators = auth::coordinators_of(tx.db, organisation_id)?;
    let champions = auth::addresses_with(tx.db, Role::Champion, organisation_id)?;
    Ok(coordinators.iter().any(|(_, known)| known == email) || champions.iter().any(|known| known == email))
}

/// Opens a planned round now.
///
/// # Errors
/// `Conflict`, in words for the coordinator, if the promise is missing, nothing in it is published, or its time is over.
pub fn open_now(tx: &mut Tx<'_>, own: &Own) -> Result<(), Error> {
    if !own.is_planned() {
        return Err(Error::conflict("This round was opened or called off before."));
    }
    let (Some(name), Some(email), Some(commitment)) = (&own.owner.supervisor, &own.owner.supervisor_email, &own.owner.commitment) else {
        return Err(Error::conflict("The supervisor of the draw has not promised a number yet."));
    };
    if own.round.closes_at <= tx.now {
        return Err(Error::conflict("The closing time of this round has passed. Change it first."));
    }
    let listed = offered::of_round(tx.db, own.round.id)?;
    if !listed.iter().any(|one| one.state == OpportunityState::Published) {
        return Err(Error::conflict("Publish at least one placement in this round first."));
    }
    if own.round.opens_at > tx.now {
        let round = &own.round;
        store::set_window(tx, round.id, &round.name, tx.now, round.closes_at, round.answer_days)?;
    }
    let supervisor = Supervisor { name, email, commitment };
    rounds::open(tx, &own.round, &supervisor)?;
    store::blank_supervisor(tx, own.round.id)
}

/// Closes an open round before its time.
///
/// # Errors
/// `Conflict` unless it is open.
pub fn close_now(tx: &mut Tx<'_>, own: &Own) -> Result<(), Error> {
    rounds::close(tx, &own.round)
}

/// Calls a planned round off: what is in it is withdrawn.
///
/// # Errors
/// `Conflict` if it is not planned any more.
pub fn cancel(tx: &mut Tx<'_>, own: &Own) -> Result<(), Error> {
    let round_id = own.round.id;
    if !own.is_planned() || !store::cancel_owner(tx, round_id)? {
        return Err(Error::conflict("A round can be called off until it opens."));
    }
    links::supersede(tx, Purpose::Promise, round_id)?;
    let all = offered::references_of(tx.db, round_id)?;
    for (_, reference, _) in all.into_iter().filter(|one| one.2 != OpportunityState::Withdrawn) {
        let plan = store::plan_by_ref(tx.db, &reference)?;
        withdraw::withdraw(tx, &plan, WithdrawReason::Mistake)?;
    }
    audit::record(tx, "round.cancelled", "round", round_id, &json!({}))
}

/// Job: opens every round whose time has come and whose supervisor has promised. One without anything published waits.
///
/// # Errors
/// Whatever the first round failed with.
pub fn open_due(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let due = ledger.db.read_now(|db| store::due_to_open(db, now))?;
    let open = |tx: &mut Tx<'_>, id: &i64| {
        offered::hold_round(tx, *id)?;
        let round = offered::round_by_id(tx.db, *id)?;
        let Some(owner) = store::owner_of(tx.db, *id)? else {
            return Ok(false);
        };
        let own = Own { round, owner };
        let listed = offered::of_round(tx.db, *id)?;
        if !own.is_planned() || !listed.iter().any(|one| one.state == OpportunityState::Published) {
            return Ok(false);
        }
        open_now(tx, &own).map(|()| true)
    };
    one_by_one(ledger, &due, |id| *id, open)?.outcome("opened")
}
