//! Taking an application back, at any time before it is over, and deleting a draft.

use super::draft_store::{self, Owner};
use super::mails::Withdrawn;
use super::state::ApplicationState;
use super::store::{change_state, recipient};
use crate::confirmations::{self, Leave};
use crate::error::Error;
use crate::mail;
use crate::tx::Tx;

/// What came of taking back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// The draft and everything in it is gone.
    Deleted,
    /// The application is taken back.
    Withdrawn,
    /// The application is over.
    Over(ApplicationState),
}

/// Takes an application back. Whoever was asked to confirm it is told nothing more, and their links stop working. What a ranked application
/// holds is given back by `leave`, so that it goes to whoever is next. One that is over is left alone.
pub fn withdraw(tx: &mut Tx<'_>, owner: &Owner, reference: &str, leave: Leave) -> Result<Withdrawal, Error> {
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
            tell(tx, application.id, reference)?;
            Ok(Withdrawal::Withdrawn)
        }
        ApplicationState::Proposed
        | ApplicationState::Waiting
        | ApplicationState::NotReached
        | ApplicationState::Offered
        | ApplicationState::Placed => {
            leave(tx, &application, "by_applicant")?;
            tell(tx, application.id, reference)?;
            Ok(Withdrawal::Withdrawn)
        }
        over => Ok(Withdrawal::Over(over)),
    }
}

fn tell(tx: &mut Tx<'_>, id: i64, reference: &str) -> Result<(), Error> {
    let (email, name) = recipient(tx.db, id)?;
    let first_name = name.map_or_else(String::new, |name| name.first);
    let letter = Withdrawn {
        first_name: &first_name,
        reference,
    };
    mail::enqueue(tx, &mail::compose("application.withdrawn", 1, &email, &letter)?)?;
    Ok(())
}
