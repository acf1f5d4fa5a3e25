//! Reminders: silence is never an answer. After 3 days the coordinators, after 7 the champion too, after 14 the area's lead too; never
//! who knows the person.

use serde_json::json;
use time::Duration;

use super::model::Proposal;
use super::store::{self, Overdue};
use crate::audit;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::opportunities as offered;
use crate::rounds::{self, Why};
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
        let proposal = store::by_id(tx.db, *id)?;
        // Whoever says meanwhile that they know the person is not asked.
        offered::hold_round(tx, proposal.round_id)?;
        if !store::count_chase(tx, *id, *chases, next)? {
            return Ok(false);
        }
        remind(tx, &proposal, *chases).map(|()| true)
    };
    one_by_one(ledger, &due, |(id, ..)| *id, chase)?.outcome("reminded")
}

/// The proposals that are overdue, that is for which somebody was, or should have been, reminded: longest waiting first, at most `most`.
pub fn overdue(db: &mut AnyConnection, now: Instant, most: i64) -> Result<Vec<Overdue>, Error> {
    store::overdue(db, now, DAYS[0], most)
}

/// How many proposals are overdue, for each number of days after which a reminder goes out.
pub fn count_overdue(db: &mut AnyConnection, now: Instant) -> Result<[(i64, i64); 3], Error> {
    store::count_overdue(db, now, DAYS)
}

fn remind(tx: &mut Tx<'_>, proposal: &Proposal, chases: i32) -> Result<(), Error> {
    let about = offered::by_id(tx.db, proposal.opportunity_id)?;
    let round = offered::round_by_id(tx.db, proposal.round_id)?;
    let all = rounds::deciders(tx.db, proposal.application_id, proposal.organisation_id)?;
    let asked = rounds::whom_to_ask(&all, chases);
    for decider in &asked {
        rounds::ask(tx, decider, &round.name, proposal.id, &about, Why::Reminder)?;
    }
    audit::record(
        tx,
        "proposal.chased",
        "proposal",
        proposal.id,
        &json!({"time": chases + 1, "people": asked.len()}),
    )
}
