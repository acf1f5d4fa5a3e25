//! Forgetting somebody who began to sign: what they typed and did not send goes, with the names of others in it.

use super::model::PledgeState;
use super::store::{pledges, signings};
use crate::error::Error;
use crate::tx::Tx;

/// Deletes the answers of a person's drafts. What was sent stays: it is the organisation's.
pub fn forget(tx: &mut Tx<'_>, person_id: i64) -> Result<(), Error> {
    for signing in signings::of_person(tx.db, person_id)? {
        let draft = pledges::of_signing(tx.db, signing.id)?;
        if draft.iter().all(|pledge| pledge.state == PledgeState::Draft) {
            signings::forget_answers(tx, signing.id)?;
        }
    }
    Ok(())
}
