//! Giving feedback: one function for each side, for emailed links and for pages.

use serde_json::json;

use super::forms::Said;
use super::model::FromOrganisation;
use super::store;
use crate::afterwards::model::{Side, can_look_back};
use crate::afterwards::touch;
use crate::audit;
use crate::error::Error;
use crate::placements::{Placed, placed_by_id};
use crate::tx::Tx;

/// Takes what the participant says, once; and their yes to being asked again.
///
/// # Errors
/// `Conflict`, in words for the reader, if it is too early or was given before.
pub fn from_participant(tx: &mut Tx<'_>, placed: &Placed, said: &Said) -> Result<(), Error> {
    let placed = placed_by_id(tx.db, placed.id)?;
    can_look_back(&placed, tx.now.date())?;
    store::add(tx, placed.id, Side::Participant, &said.answers, said.may_quote)?;
    audit::record(tx, "feedback.given", "placement", placed.id, &json!({"side": Side::Participant}))?;
    if said.keep_in_touch {
        touch::agree(tx, &placed)?;
    }
    Ok(())
}

/// Takes what the organisation says, once.
///
/// # Errors
/// `Conflict` likewise.
pub fn from_organisation(tx: &mut Tx<'_>, placed: &Placed, said: &FromOrganisation) -> Result<(), Error> {
    let placed = placed_by_id(tx.db, placed.id)?;
    can_look_back(&placed, tx.now.date())?;
    store::add(tx, placed.id, Side::Organisation, said, false)?;
    audit::record(tx, "feedback.given", "placement", placed.id, &json!({"side": Side::Organisation}))
}
