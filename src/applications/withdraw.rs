//! Taking an application back before it is ranked, and deleting a draft.

use super::draft_store::{self, Owner};
use super::mails::Withdrawn;
use super::state::ApplicationState;
use super::store::{change_state, recipient};
use crate::confirmations;
use crate::error::Error;
use crate::mail;
use crate::opportunities::hold_round;
use crate::tx::Tx;

/// What came of taking back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// The draft and everything in it is gone.
    Deleted,
    /// The application is taken back.
    Withdrawn,
    /// The application is ranked, over, or has a seat: whoever gives seats has to take it back.
    NotHere(ApplicationState),
}

/// Takes an application back that is a draft or has not been ranked. Whoever was asked to confirm it is told nothing more, and their links
/// stop working. Any other state is left alone.
pub fn withdraw(tx: &mut Tx<'_>, owner: &Owner, reference: &str) -> Result<Withdrawal, Error> {
    let round_id = draft_store::own(tx.db, owner.id, reference)?.round_id;
    // The round is held before the application is read: it may be being ranked.
    hold_round(tx, round_id)?;
    let application = draft_store::own(tx.db, owner.id, reference)?;
    match application.state {
        ApplicationState::Draft => {
            change_state(
                tx,
                application.id,
                ApplicationState::Draft,
                ApplicationState::Withdrawn,
                Some("draft_deleted"),
            )?;
            draft_store::forget_all(tx, application.id)?;
            Ok(Withdrawal::Deleted)
        }
        state @ (ApplicationState::AwaitingConfirmation | ApplicationState::Ready) => {
            change_state(tx, application.id, state, ApplicationState::Withdrawn, Some("by_applicant"))?;
            confirmations::call_off(tx, application.id)?;
            let (email, name) = recipient(tx.db, application.id)?;
            let first_name = name.map_or_else(String::new, |name| name.first);
            let letter = Withdrawn {
                first_name: &first_name,
                reference,
            };
            mail::enqueue(tx, &mail::compose("application.withdrawn", 1, &email, &letter)?)?;
            Ok(Withdrawal::Withdrawn)
        }
        other => Ok(Withdrawal::NotHere(other)),
    }
}
