//! The link of an invitation: a yes gives the role, a no ends it. It opens no session.

use serde_json::json;

use super::mails::send;
use super::model::{Invitation, InvitationState};
use super::store;
use super::views::{AnswerPage, OutcomePage};
use crate::audit::{self, Seen};
use crate::auth;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::tx::Tx;

/// What links of purpose `Invitation` do.
#[derive(Clone, Copy, Debug)]
pub struct InvitationLink;

impl Handler for InvitationLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        let invitation = store::by_id(db, link.subject_id)?;
        let page: Page = match invitation.state {
            InvitationState::Open => Box::new(AnswerPage::new(&invitation, None)),
            _ => Box::new(OutcomePage::new(&invitation)),
        };
        Ok((page, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(Box::new(OutcomePage::new(&store::by_id(db, link.subject_id)?)))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let invitation = store::by_id(tx.db, link.subject_id)?;
        let (state, how) = match posted.form.get("answer") {
            Some("yes") => (InvitationState::Accepted, "accepted"),
            Some("no") => (InvitationState::Declined, "declined"),
            _ => {
                let missing = "Select yes or no";
                return Ok(Answer::Invalid(Box::new(AnswerPage::new(&invitation, Some(missing)))));
            }
        };
        if !links::spend(tx, link.id, how)? || !store::settle(tx, invitation.id, state)? {
            return Ok(Answer::Done);
        }
        if state == InvitationState::Accepted {
            give(tx, &invitation)?;
        }
        let act = if state == InvitationState::Accepted {
            "invitation.accepted"
        } else {
            "invitation.declined"
        };
        audit::record(tx, act, "invitation", invitation.id, &json!({"role": invitation.grant.role}))?;
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let invitation = store::by_id(tx.db, link.subject_id)?;
        if invitation.state == InvitationState::Open && invitation.email == link.recipient {
            return send(tx, &invitation);
        }
        Ok(())
    }
}

/// Gives the role to whoever has the address that was invited.
fn give(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<(), Error> {
    let person = auth::person_for_email(tx, &invitation.email)?;
    if auth::held(tx.db, person, &invitation.grant)?.is_none() {
        auth::grant(tx, person, &invitation.grant)?;
    }
    Ok(())
}
