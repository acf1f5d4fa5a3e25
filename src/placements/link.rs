//! The emailed link by which an applicant answers an offer.

use super::forms::AnswerForm;
use super::model::{Answer as Choice, OfferState};
use super::offers::{answer, hold, send};
use super::store;
use super::views::{OfferPage, OutcomePage};
use crate::applications;
use crate::audit::Seen;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities as offered;
use crate::tx::Tx;
use crate::web::form::Errors;

/// Links of purpose `offer`.
pub struct OfferLink;

fn page(db: &mut AnyConnection, link: &Link, form: &AnswerForm, errors: Errors) -> Result<Page, Error> {
    let offer = store::by_id(db, link.subject_id)?;
    let about = offered::by_id(db, offer.opportunity_id)?;
    let (_, name) = applications::recipient(db, offer.application_id)?;
    let first = name.map(|name| name.first).unwrap_or_default();
    Ok(Box::new(OfferPage::new(&first, &offer, &about, "/my-applications", form, errors)))
}

impl Handler for OfferLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        Ok((page(db, link, &AnswerForm::default(), Errors::default())?, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(Box::new(OutcomePage::new(store::by_id(db, link.subject_id)?.state)))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let form: AnswerForm = posted.form.parse()?;
        let choice = match form.parse() {
            Ok(choice) => choice,
            Err(errors) => return Ok(Answer::Invalid(page(tx.db, link, &form, errors)?)),
        };
        let how = match choice {
            Choice::Accept => "accepted",
            Choice::Decline(_) => "declined",
        };
        let offer = store::by_id(tx.db, link.subject_id)?;
        hold(tx, &offer)?;
        if links::spend(tx, link.id, how)? {
            answer(tx, &offer, choice)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let offer = store::by_id(tx.db, link.subject_id)?;
        if offer.state == OfferState::Open && tx.now < offer.expires_at {
            send(tx, &offer)
        } else {
            Ok(())
        }
    }
}
