//! The emailed link by which somebody who may decide decides on one proposal.

use super::acting::{By, act};
use super::decide::passing;
use super::forms::DecisionForm;
use super::model::{Act, Decision, Proposal};
use super::store;
use super::views::{DecidedPage, HandedOnPage, ProposalPage, Reader};
use crate::audit::{Seen, SeenPage};
use crate::auth;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities as offered;
use crate::rounds::{self, ProposalState, Why};
use crate::tx::{Actor, Tx};
use crate::web::form::Errors;

/// Links of purpose `proposal`.
pub struct ProposalLink;

/// As what the recipient of a link still may decide: coordinators, and from the later reminders on the champion and the area's lead. A role that
/// was taken away takes its links along, and so does knowing the person.
fn recipient(db: &mut AnyConnection, link: &Link, proposal: &Proposal) -> Result<Option<By>, Error> {
    let all = rounds::deciders(db, proposal.application_id, proposal.organisation_id)?;
    Ok(all.iter().find(|one| one.email == link.recipient).map(|one| By {
        person_id: one.person_id,
        role: one.role,
    }))
}

/// True if the recipient has said that they know the person.
fn knows(db: &mut AnyConnection, link: &Link, proposal: &Proposal) -> Result<bool, Error> {
    Ok(match auth::person_with_email(db, &link.recipient)? {
        Some(id) => rounds::who_know(db, proposal.application_id)?.contains(&id),
        None => false,
    })
}

fn page(db: &mut AnyConnection, link: &Link, form: &DecisionForm, errors: Errors, now: Instant) -> Result<Page, Error> {
    let proposal = store::by_id(db, link.subject_id)?;
    let Some(by) = recipient(db, link, &proposal)? else {
        return if knows(db, link, &proposal)? {
            Ok(Box::new(HandedOnPage::load(db, &proposal)?))
        } else {
            Err(Error::NotFound)
        };
    };
    let reader = Reader {
        actor: Actor::Link(link.id),
        person_id: by.person_id,
        back: "/coordinate",
    };
    Ok(Box::new(ProposalPage::load(db, &proposal, &reader, now, form, errors)?))
}

impl Handler for ProposalLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<Page, Error> {
        page(db, link, &DecisionForm::default(), Errors::default(), now)
    }

    fn shows(&self, db: &mut AnyConnection, link: &Link) -> Result<Option<Seen>, Error> {
        let proposal = store::by_id(db, link.subject_id)?;
        Ok(recipient(db, link, &proposal)?.map(|by| Seen {
            by: Actor::Link(link.id),
            role: by.reader(),
            organisation_id: Some(proposal.organisation_id),
            page: SeenPage::Proposal,
            applications: vec![proposal.application_id],
        }))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let proposal = store::by_id(db, link.subject_id)?;
        if knows(db, link, &proposal)? {
            return Ok(Box::new(HandedOnPage::load(db, &proposal)?));
        }
        Ok(Box::new(DecidedPage::load(db, &proposal, false)?))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let form: DecisionForm = posted.form.parse()?;
        let what = match form.parse() {
            Ok(what) => what,
            Err(errors) => return Ok(Answer::Invalid(page(tx.db, link, &form, errors, tx.now)?)),
        };
        let round_id = store::by_id(tx.db, link.subject_id)?.round_id;
        offered::hold_round(tx, round_id)?;
        let proposal = store::by_id(tx.db, link.subject_id)?;
        if proposal.state != ProposalState::Open {
            // Somebody was faster: the link's page says who.
            return Ok(Answer::Done);
        }
        let by = recipient(tx.db, link, &proposal)?.ok_or(Error::NotFound)?;
        let how = match what {
            // The link stays as it is: its page shows the name to the end of the hour.
            Act::ShowName => return act(tx, &proposal, what, by).map(|()| Answer::Done),
            Act::Know => "handed_on",
            Act::Decide(ruling) => {
                if passing(tx.db, &proposal, ruling.passing, Some(by.person_id), tx.now.date())?.is_err() {
                    let errors = ProposalPage::reason_needed();
                    return Ok(Answer::Invalid(page(tx.db, link, &form, errors, tx.now)?));
                }
                match ruling.decision {
                    Decision::Approve => "approved",
                    Decision::Decline(_) => "declined",
                }
            }
        };
        if links::spend(tx, link.id, how)? {
            act(tx, &proposal, what, by)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let proposal = store::by_id(tx.db, link.subject_id)?;
        let all = rounds::deciders(tx.db, proposal.application_id, proposal.organisation_id)?;
        let Some(to) = all.iter().find(|one| one.email == link.recipient) else {
            return Ok(());
        };
        if proposal.state != ProposalState::Open {
            return Ok(());
        }
        let about = offered::by_id(tx.db, proposal.opportunity_id)?;
        let round = offered::round_by_id(tx.db, proposal.round_id)?;
        rounds::ask(tx, to, &round.name, proposal.id, &about, Why::Reminder)
    }
}
