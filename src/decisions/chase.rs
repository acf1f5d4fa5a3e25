//! Reminders: silence is never an answer. After 3 days the coordinators, after 7 the champion too, after 14 the area's lead too.

use serde_json::json;
use time::Duration;

use super::store;
use crate::audit;
use crate::auth::{self, Role};
use crate::db::Instant;
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::opportunities as offered;
use crate::rounds;
use crate::tx::{Ledger, Tx};

/// The days after which a reminder goes out.
const DAYS: [i64; 3] = [3, 7, 14];

/// Job: reminds of every proposal that is due, each in a transaction of its own.
pub fn chase(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let due = ledger.db.read_now(|db| store::due_for_chase(db, now, 200))?;
    let chase = |tx: &mut Tx<'_>, (id, chases, since): &(i64, i32, Instant)| {
        let next = usize::try_from(*chases + 1)
            .ok()
            .and_then(|index| DAYS.get(index))
            .map(|days| since.plus(Duration::days(*days)));
        if !store::count_chase(tx, *id, *chases, next)? {
            return Ok(false);
        }
        remind(tx, *id, *chases).map(|()| true)
    };
    one_by_one(ledger, &due, |(id, ..)| *id, chase)?.outcome("reminded")
}

fn remind(tx: &mut Tx<'_>, proposal_id: i64, chases: i32) -> Result<(), Error> {
    let proposal = store::by_id(tx.db, proposal_id)?;
    let about = offered::by_id(tx.db, proposal.opportunity_id)?;
    let round = offered::round_by_id(tx.db, proposal.round_id)?;
    let mut people: Vec<String> = auth::coordinators_of(tx.db, proposal.organisation_id)?
        .into_iter()
        .map(|(_, email)| email)
        .collect();
    if chases >= 1 {
        people.extend(auth::addresses_with(tx.db, Role::Champion, proposal.organisation_id)?);
    }
    if chases >= 2 {
        people.extend(auth::addresses_with(tx.db, Role::AreaLead, proposal.organisation_id)?);
    }
    people.sort();
    people.dedup();
    for email in &people {
        rounds::ask_coordinator(tx, email, &round.name, proposal_id, &about, true)?;
    }
    audit::record(
        tx,
        "proposal.chased",
        "proposal",
        proposal_id,
        &json!({"time": chases + 1, "people": people.len()}),
    )
}
