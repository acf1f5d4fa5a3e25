//! The emailed link by which a coordinator decides on one proposal.

use super::decide::decide;
use super::forms::DecisionForm;
use super::model::{Decision, Proposal};
use super::store;
use super::views::{DecidedPage, ProposalPage};
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::{self, Role};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities as offered;
use crate::rounds::{self, ProposalState};
use crate::tx::{Actor, Tx};
use crate::web::form::Errors;

/// Links of purpose `proposal`.
pub struct ProposalLink;

fn page(db: &mut AnyConnection, link: &Link, form: &DecisionForm, errors: Errors) -> Result<Page, Error> {
    let proposal = store::by_id(db, link.subject_id)?;
    reader(db, link, &proposal)?.ok_or(Error::NotFound)?;
    Ok(Box::new(ProposalPage::load(db, &proposal, "/coordinate", form, errors)?))
}

/// As what the recipient of a link still may decide: coordinators, and from the later reminders on the champion and the area's lead. A role that
/// was taken away takes its links along.
fn reader(db: &mut AnyConnection, link: &Link, proposal: &Proposal) -> Result<Option<ReaderRole>, Error> {
    let own = auth::coordinators_of(db, proposal.organisation_id)?;
    if own.iter().any(|(_, email)| *email == link.recipient) {
        return Ok(Some(ReaderRole::Coordinator));
    }
    for (role, reader) in [(Role::Champion, ReaderRole::Champion), (Role::AreaLead, ReaderRole::AreaLead)] {
        if auth::addresses_with(db, role, proposal.organisation_id)?.contains(&link.recipient) {
            return Ok(Some(reader));
        }
    }
    Ok(None)
}

impl Handler for ProposalLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<Page, Error> {
        page(db, link, &DecisionForm::default(), Errors::default())
    }

    fn shows(&self, db: &mut AnyConnection, link: &Link) -> Result<Option<Seen>, Error> {
        let proposal = store::by_id(db, link.subject_id)?;
        Ok(reader(db, link, &proposal)?.map(|role| Seen {
            by: Actor::Link(link.id),
            role,
            organisation_id: Some(proposal.organisation_id),
            page: SeenPage::Proposal,
            applications: vec![proposal.application_id],
        }))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(Box::new(DecidedPage::new(&store::by_id(db, link.subject_id)?)))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let form: DecisionForm = posted.form.parse()?;
        let decision = match form.parse() {
            Ok(decision) => decision,
            Err(errors) => return Ok(Answer::Invalid(page(tx.db, link, &form, errors)?)),
        };
        let how = match decision {
            Decision::Approve => "approved",
            Decision::Decline(_) => "declined",
        };
        let proposal = store::by_id(tx.db, link.subject_id)?;
        offered::hold_round(tx, proposal.round_id)?;
        if reader(tx.db, link, &proposal)?.is_none() {
            return Err(Error::NotFound);
        }
        if links::spend(tx, link.id, how)? {
            decide(tx, &proposal, decision, None)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let proposal = store::by_id(tx.db, link.subject_id)?;
        if proposal.state != ProposalState::Open || reader(tx.db, link, &proposal)?.is_none() {
            return Ok(());
        }
        let about = offered::by_id(tx.db, proposal.opportunity_id)?;
        let round = offered::round_by_id(tx.db, proposal.round_id)?;
        rounds::ask_coordinator(tx, &link.recipient, &round.name, proposal.id, &about, true)
    }
}
