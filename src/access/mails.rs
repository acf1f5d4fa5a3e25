//! The letter that invites somebody to a role.

use askama::Template;

use super::model::{Invitation, role_does, role_words};
use crate::error::Error;
use crate::links::{self, Purpose, lifetimes};
use crate::mail;
use crate::tx::Tx;

#[derive(Template)]
#[template(path = "mail/access/invitation.txt")]
struct Invited<'a> {
    role: &'static str,
    does: &'static str,
    place: &'a str,
    days: i64,
    service: &'a str,
}

/// Sends the letter; an earlier link for the same is overtaken.
pub(super) fn send(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<(), Error> {
    let link = links::issue(tx, Purpose::Invitation, invitation.id, &invitation.email, lifetimes::INVITATION)?;
    let words = Invited {
        role: role_words(invitation.grant.role),
        does: role_does(invitation.grant.role),
        place: &invitation.place,
        days: lifetimes::INVITATION.whole_days(),
        service: &tx.env.service_name,
    };
    let letter = mail::compose("invitation.sent", 1, &invitation.email, &words)?.with_link(link);
    mail::enqueue(tx, &letter).map(|_| ())
}
