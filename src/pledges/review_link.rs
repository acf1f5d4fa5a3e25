//! The emailed link by which a champion or a coordinator writes the yearly review.

use super::model::PledgeState;
use super::review::{Review, ReviewState};
use super::review_form::ReviewForm;
use super::reviewing::{ask_one, members, send_review};
use super::store::{organisations, pledges, reviews};
use super::views::{ReviewPage, ReviewedPage, ToWrite};
use crate::audit::Seen;
use crate::auth;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::tx::Tx;
use crate::web::form::Errors;

/// Links of the purpose `pledge_review`.
pub struct ReviewLink;

/// A review with what its page needs.
pub fn to_write(db: &mut AnyConnection, review: Review, now: Instant) -> Result<ToWrite, Error> {
    let pledge = pledges::by_id(db, review.pledge_id)?;
    let organisation_id = pledge.organisation_id.ok_or(Error::NotFound)?;
    Ok(ToWrite {
        organisation: organisations::by_id(db, organisation_id, now.date())?,
        figures: reviews::figures(db, organisation_id, review.due_on)?,
        pledge,
        review,
    })
}

/// The form of a review before anything is typed.
pub fn filled(db: &mut AnyConnection, known: &ToWrite) -> Result<ReviewForm, Error> {
    let survey = reviews::last_survey(db, known.organisation.id)?;
    Ok(ReviewForm::filled(known.review.answers.as_ref(), survey.as_ref()))
}

/// The review of a link, if its recipient still has a role in the organisation.
fn of(db: &mut AnyConnection, link: &Link, now: Instant) -> Result<ToWrite, Error> {
    let review = reviews::by_id(db, link.subject_id)?;
    let known = to_write(db, review, now)?;
    if members(db, known.organisation.id)?.contains(&link.recipient) {
        Ok(known)
    } else {
        Err(Error::NotFound)
    }
}

/// True if it can be written.
const fn is_open(known: &ToWrite) -> bool {
    matches!(
        (known.review.state, known.pledge.state),
        (ReviewState::Due, PledgeState::DueForReview)
    )
}

impl Handler for ReviewLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error> {
        let known = of(db, link, now)?;
        if !is_open(&known) {
            return Ok((self.outcome(db, link)?, None));
        }
        let form = filled(db, &known)?;
        Ok((Box::new(ReviewPage::load(db, &known, None, &form, Errors::default())?), None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let review = reviews::by_id(db, link.subject_id)?;
        let pledge = pledges::by_id(db, review.pledge_id)?;
        Ok(Box::new(ReviewedPage {
            state: review.state,
            over: pledge.state.is_over(),
        }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let now = tx.now;
        let known = of(tx.db, link, now)?;
        let form = ReviewForm::of(&posted.form)?;
        let answers = match form.parse(known.figures) {
            Ok(answers) => answers,
            Err(errors) => return Ok(Answer::Invalid(Box::new(ReviewPage::load(tx.db, &known, None, &form, errors)?))),
        };
        // Held first, as the page does: of both at once one waits for the other.
        pledges::hold(tx, known.pledge.id)?;
        if links::spend(tx, link.id, "sent")? {
            let by = auth::person_for_email(tx, &link.recipient)?;
            send_review(tx, &known.review, &answers, Some(by))?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let now = tx.now;
        match of(tx.db, link, now) {
            Ok(known) if is_open(&known) => ask_one(tx, &known.pledge, &known.review, &known.organisation, &link.recipient),
            Ok(_) | Err(Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
