//! Letters about decisions.

use askama::Template;

use super::model::{DeclineReason, Proposal};
use crate::applications;
use crate::error::Error;
use crate::mail;
use crate::opportunities as offered;
use crate::tx::Tx;

#[derive(Template)]
#[template(path = "mail/decisions/declined.txt")]
struct Declined<'a> {
    first_name: &'a str,
    title: &'a str,
    organisation: &'a str,
    reason: &'static str,
    goes_on: bool,
    url: String,
    others: String,
}

/// Tells an applicant that a coordinator declined, why, and what comes next.
pub(super) fn declined(tx: &mut Tx<'_>, proposal: &Proposal, reason: DeclineReason) -> Result<(), Error> {
    let (email, name) = applications::recipient(tx.db, proposal.application_id)?;
    let application = applications::application_by_id(tx.db, proposal.application_id)?;
    let about = offered::by_id(tx.db, proposal.opportunity_id)?;
    let words = Declined {
        first_name: name.as_ref().map_or("applicant", |name| name.first.as_str()),
        title: &about.title,
        organisation: &about.organisation,
        reason: reason.told(),
        goes_on: application.state != applications::ApplicationState::Declined,
        url: format!("{}/applications/{}", tx.env.public_url, application.reference),
        others: format!("{}/work-experience", tx.env.public_url),
    };
    let letter = mail::compose("proposal.declined", 1, &email, &words)?;
    mail::enqueue(tx, &letter)?;
    Ok(())
}
