//! The emailed link by which somebody who may decide decides on one proposal.

use super::acting::{By, act};
use super::decide::passing;
use super::forms::DecisionForm;
use super::model::{Act, Decision};
use super::store::{self, Case};
use super::views::{DecidedPage, HandedOnPage, ProposalPage, Reader};
use crate::audit::{Seen, SeenPage};
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
fn recipient(case: &Case) -> Option<By> {
    let who = case.who.as_ref().filter(|_| !case.known)?;
    Some(By {
        person_id: who.person_id,
        role: who.role?,
    })
}

/// The page of a live link, with who decides, if they still may.
fn page(db: &mut AnyConnection, link: &Link, form: &DecisionForm, errors: Errors, now: Instant) -> Result<(Page, Option<Seen>), Error> {
    let case = store::case_for(db, link.subject_id, &link.recipient)?;
    let proposal = &case.proposal;
    let Some(by) = recipient(&case) else {
        return if case.known {
            Ok((Box::new(HandedOnPage::load(db, proposal)?), None))
        } else {
            Err(Error::NotFound)
        };
    };
    let seen = Seen {
        by: Actor::Link(link.id),
        role: by.reader(),
        organisation_id: Some(proposal.organisation_id),
        page: SeenPage::Proposal,
        applications: vec![proposal.application_id],
    };
    let reader = Reader {
        actor: Actor::Link(link.id),
        person_id: by.person_id,
        back: "/coordinate",
    };
    let page = ProposalPage::load(db, proposal, &reader, now, form, errors)?;
    Ok((Box::new(page), Some(seen)))
}

impl Handler for ProposalLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error> {
        page(db, link, &DecisionForm::default(), Errors::default(), now)
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let case = store::case_for(db, link.subject_id, &link.recipient)?;
        if case.known {
            return Ok(Box::new(HandedOnPage::load(db, &case.proposal)?));
        }
        let case = store::case(db, &case.proposal.reference, None)?;
        Ok(Box::new(DecidedPage::load(db, &case, false)?))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let form: DecisionForm = posted.form.parse()?;
        let what = match form.parse() {
            Ok(what) => what,
            Err(errors) => return Ok(Answer::Invalid(page(tx.db, link, &form, errors, tx.now)?.0)),
        };
        let round_id = store::by_id(tx.db, link.subject_id)?.round_id;
        offered::hold_round(tx, round_id)?;
        let case = store::case_for(tx.db, link.subject_id, &link.recipient)?;
        let proposal = &case.proposal;
        if proposal.state != ProposalState::Open {
            // Somebody was faster: the link's page says who.
            return Ok(Answer::Done);
        }
        let by = recipient(&case).ok_or(Error::NotFound)?;
        let how = match what {
            // The link stays as it is: its page shows the name to the end of the hour.
            Act::ShowName => return act(tx, proposal, what, by).map(|()| Answer::Done),
            Act::Know => "handed_on",
            Act::Decide(ruling) => {
                if passing(tx.db, proposal, ruling.passing, Some(by.person_id), tx.now.date())?.is_err() {
                    let errors = ProposalPage::reason_needed();
                    return Ok(Answer::Invalid(page(tx.db, link, &form, errors, tx.now)?.0));
                }
                match ruling.decision {
                    Decision::Approve => "approved",
                    Decision::Decline(_) => "declined",
                }
            }
        };
        if links::spend(tx, link.id, how)? {
            act(tx, proposal, what, by)?;
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
