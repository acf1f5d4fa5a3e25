//! Making a claim, and deciding on one.

use serde_json::json;
use time::Date;

use super::forms::NewClaim;
use super::model::{Claim, Decision, is_in_time};
use super::store;
use crate::afterwards::attendance::model::came;
use crate::afterwards::attendance::store::marks;
use crate::afterwards::mails;
use crate::afterwards::model::has_begun;
use crate::audit;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::hold_round;
use crate::placements::{Placed, placed_by_id};
use crate::tx::Tx;

/// The days for which somebody can claim: those on which the record says that they came.
///
/// # Errors
/// `Conflict`, in words for them, if there is none, or it is too late.
pub fn days(db: &mut AnyConnection, placed: &Placed, today: Date) -> Result<Vec<Date>, Error> {
    has_begun(placed, today)?;
    if !is_in_time(placed.last_day, today) {
        return Err(Error::conflict("You can claim money up to 90 days after the last day."));
    }
    let days = came(&marks(db, placed.id)?);
    if days.is_empty() {
        return Err(Error::conflict(
            "You can claim money once the organisation has written down that you came. Ask them to do it.",
        ));
    }
    Ok(days)
}

/// Makes a claim, and tells the coordinators.
///
/// # Errors
/// `Conflict`, in words for the claimant, likewise, or if they claimed the same before.
pub fn claim(tx: &mut Tx<'_>, placed: &Placed, new: &NewClaim) -> Result<(), Error> {
    hold_round(tx, placed.round_id)?;
    let placed = placed_by_id(tx.db, placed.id)?;
    if !days(tx.db, &placed, tx.now.date())?.contains(&new.on_day) {
        return Err(Error::conflict("The record says that you did not come on that day."));
    }
    if store::has_one(tx.db, placed.id, new)? {
        return Err(Error::conflict(
            "You have claimed this for that day already. Add up what belongs together.",
        ));
    }
    let id = store::add(tx, placed.id, new)?;
    let facts = json!({"placement": placed.id, "kind": new.kind, "pence": new.pence});
    audit::record(tx, "expense_claim.sent", "expense_claim", id, &facts)?;
    mails::claim_made(tx, &placed)
}

/// Decides on a claim, and tells the claimant.
///
/// # Errors
/// `Conflict`, in words for a coordinator, if it was decided before.
pub fn decide(tx: &mut Tx<'_>, claim: &Claim, decision: Decision, by: i64) -> Result<(), Error> {
    let next = claim.state.decided(decision)?;
    let reason = match decision {
        Decision::Refuse(reason) => Some(reason),
        Decision::Agree | Decision::MarkPaid => None,
    };
    if !store::decide(tx, claim, next, reason, Some(by))? {
        return Err(Error::conflict("This claim was decided a moment ago."));
    }
    let facts = json!({"to": next, "reason": reason});
    audit::record(tx, "expense_claim.decided", "expense_claim", claim.id, &facts)?;
    let placed = placed_by_id(tx.db, claim.placement_id)?;
    mails::claim_decided(tx, &placed, claim, next, reason)
}
