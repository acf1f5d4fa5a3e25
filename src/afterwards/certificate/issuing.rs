//! Issuing and withdrawing a certificate.

use serde_json::json;

use super::forms::Printed;
use super::model::{Body, SeenValue, WhyWithdrawn};
use super::store;
use crate::afterwards::attendance::model::came;
use crate::afterwards::attendance::store::marks;
use crate::afterwards::guard::{name_of, plan};
use crate::afterwards::mails;
use crate::afterwards::observed::store::of;
use crate::audit;
use crate::error::Error;
use crate::placements::{Placed, PlacementState, placed_by_id};
use crate::tx::Tx;

/// Issues the certificate of a completed placement, and tells the participant.
///
/// # Errors
/// `Conflict`, in words for a coordinator, if the placement is not completed or has a valid certificate.
pub fn issue(tx: &mut Tx<'_>, placed: &Placed, printed: &Printed, by: i64) -> Result<(), Error> {
    let placed = placed_by_id(tx.db, placed.id)?;
    if placed.state != PlacementState::Completed {
        return Err(Error::conflict(
            "Close the placement first. Only a completed one has a certificate.",
        ));
    }
    let (about, _) = plan(tx.db, placed.opportunity_id)?;
    let chosen = of(tx.db, placed.id)?.into_iter().filter(|one| printed.values.contains(&one.id));
    let values = chosen
        .map(|one| SeenValue {
            value: one.value,
            on_day: one.on_day,
            note: one.note,
        })
        .collect();
    let body = Body {
        name: name_of(tx.db, &placed)?,
        title: about.title,
        organisation: about.organisation,
        days: came(&marks(tx.db, placed.id)?),
        hours: printed.hours,
        activities: printed.activities.clone(),
        values,
    };
    let number = store::add(tx, placed.id, &body, by)?;
    audit::record(tx, "certificate.issued", "placement", placed.id, &json!({"number": number}))?;
    mails::certificate_issued(tx, &placed, &number)
}

/// Withdraws the valid certificate of a placement, and tells the participant.
///
/// # Errors
/// `Conflict`, in words for a coordinator, if there is none.
pub fn withdraw(tx: &mut Tx<'_>, placed: &Placed, why: WhyWithdrawn) -> Result<(), Error> {
    let known = store::newest(tx.db, placed.id)?;
    let valid = known.filter(|known| known.withdrawn_at.is_none());
    let none = || Error::conflict("There is no valid certificate to withdraw.");
    let known = valid.ok_or_else(none)?;
    if !store::withdraw(tx, known.id, why)? {
        return Err(none());
    }
    let facts = json!({"number": known.number, "reason": why});
    audit::record(tx, "certificate.withdrawn", "placement", placed.id, &facts)?;
    mails::certificate_withdrawn(tx, placed, why)
}
