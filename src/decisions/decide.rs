//! Deciding: one function for the emailed link and for the page, so that there is exactly one decision.

use serde_json::json;
use time::Date;

use super::mails;
use super::model::{Decision, PassReason, Passed, Proposal, ReasonNeeded, Ruling};
use super::store;
use super::who::already;
use crate::audit;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::links::{self, Purpose};
use crate::opportunities as offered;
use crate::placements;
use crate::rounds;
use crate::tx::Tx;

/// What is said to whoever knows the person.
pub(super) const KNOWN: &str = "You said that you know this person. Somebody else decides.";
/// What is said if a reason is missing.
const ABOVE: &str = "Somebody above on the list waits for a decision. Say why this person comes first.";

/// Who is passed by a decision about a proposal, and why: what is stored with it; or that a reason is needed that was not given, or that cannot be
/// given for these days.
pub(super) fn passing(
    db: &mut AnyConnection,
    proposal: &Proposal,
    given: Option<PassReason>,
    by: Option<i64>,
    today: Date,
) -> Result<Result<Option<(Passed, PassReason)>, ReasonNeeded>, Error> {
    let passed = store::passed(db, proposal, by)?;
    if passed.count == 0 {
        return Ok(Ok(None));
    }
    let offered = PassReason::offered(proposal.first_day, today);
    let reason = passed.reason(given.filter(|reason| offered.contains(reason)));
    Ok(reason.map(|reason| reason.map(|reason| (passed, reason))))
}

/// Decides a proposal. `by` is who decides, if it is known.
///
/// # Errors
/// `Conflict`, in words for whoever decides, if it was decided before or overtaken, if they know the person, or if somebody above waits and no
/// reason is given.
pub fn decide(tx: &mut Tx<'_>, proposal: &Proposal, ruling: Ruling, by: Option<i64>) -> Result<(), Error> {
    offered::hold_round(tx, proposal.round_id)?;
    let proposal = &store::by_id(tx.db, proposal.id)?;
    let Some(next) = proposal.decided(ruling.decision) else {
        return Err(Error::conflict(already(tx.db, proposal)?));
    };
    if let Some(by) = by
        && rounds::who_know(tx.db, proposal.application_id)?.contains(&by)
    {
        return Err(Error::conflict(KNOWN));
    }
    let passing = passing(tx.db, proposal, ruling.passing, by, tx.now.date())?.map_err(|ReasonNeeded| Error::conflict(ABOVE))?;
    let reason = match ruling.decision {
        Decision::Approve => None,
        Decision::Decline(reason) => Some(reason.as_str()),
    };
    if !store::save_decision(tx, proposal.id, next, by, reason)? {
        return Err(Error::conflict("A colleague decided this a moment ago."));
    }
    links::supersede(tx, Purpose::Proposal, proposal.id)?;
    let mut facts = json!({"to": next, "reason": reason});
    if let Some((passed, why)) = passing {
        store::add_passed(tx, proposal.id, passed, why, by)?;
        facts["passed"] = json!(passed.count);
        facts["because"] = json!(why);
    }
    audit::record(tx, "proposal.decided", "proposal", proposal.id, &facts)?;
    match ruling.decision {
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
