//! The emailed link by which a champion or a coordinator writes the yearly review.

use super::model::PledgeState;
use super::review::{ReviewState, Yearly};
use super::review_form::ReviewForm;
use super::reviewing::{ask_one, members, send_review};
use super::store::{pledges, promises, reviews, years};
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

/// A pledge and its review with what the page needs on which it is written.
pub fn to_write(db: &mut AnyConnection, known: Yearly) -> Result<ToWrite, Error> {
    let (Some(organisation), Some(review)) = (known.organisation, known.review) else {
        return Err(Error::NotFound);
    };
    let (figures, survey) = years::year(db, organisation.id, review.due_on)?;
    Ok(ToWrite {
        said: promises::clauses(db, known.pledge.id)?,
        pledge: known.pledge,
        text: known.text,
        organisation,
        review,
        figures,
        survey,
    })
}

/// The form of a review before anything is typed.
pub fn filled(known: &ToWrite) -> ReviewForm {
    ReviewForm::filled(known.review.answers.as_ref(), known.survey.as_ref())
}

/// The review of a link, if its recipient still has a role in the organisation.
fn of(db: &mut AnyConnection, link: &Link, now: Instant) -> Result<ToWrite, Error> {
    let known = reviews::with_pledge(db, link.subject_id, now.date())?;
    let known = to_write(db, known)?;
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
        let form = filled(&known);
        Ok((Box::new(ReviewPage::new(&known, None, &form, Errors::default())), None))
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
            Err(errors) => return Ok(Answer::Invalid(Box::new(ReviewPage::new(&known, None, &form, errors)))),
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
