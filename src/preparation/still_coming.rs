//! The answer to "are you still coming?", from the emailed link or from the applicant's own page.

use serde_json::json;

use super::forms::ComingForm;
use super::model::Coming;
use super::reconfirm::send;
use super::store;
use super::views::{ComingOutcome, ComingPage, ComingSaid};
use crate::applications;
use crate::audit::{self, Seen};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted, Purpose};
use crate::opportunities as offered;
use crate::placements::{self, Placed, PlacementState, placed_by_id};
use crate::tx::Tx;
use crate::web::form::Errors;

/// Links of purpose `reconfirmation`; the subject is a question about a placement.
pub struct ReconfirmationLink;

/// The page that asks.
pub(super) fn page(db: &mut AnyConnection, placed: &Placed, back: &str, form: &ComingForm, errors: Errors) -> Result<ComingPage, Error> {
    let about = offered::by_id(db, placed.opportunity_id)?;
    let (_, name) = applications::recipient(db, placed.application_id)?;
    let first = name.map(|name| name.first).unwrap_or_default();
    Ok(ComingPage::new(&first, &about, back, form, errors))
}

/// Takes an answer, in a transaction that holds the round: of a yes and a no at the same moment the first counts.
///
/// # Errors
/// `Conflict` if the placement is not agreed any more.
pub(super) fn answer(tx: &mut Tx<'_>, placement_id: i64, coming: Coming) -> Result<(), Error> {
    let placed = placed_by_id(tx.db, placement_id)?;
    offered::hold_round(tx, placed.round_id)?;
    let placed = placed_by_id(tx.db, placement_id)?;
    if placed.state != PlacementState::Agreed {
        return Err(Error::conflict("You do not have this place any more."));
    }
    for asked in store::reconfirmations_of(tx.db, &[placement_id])? {
        links::supersede(tx, Purpose::Reconfirmation, asked.id)?;
    }
    store::save_coming(tx, placement_id, coming)?;
    audit::record(tx, "placement.reconfirmed", "placement", placement_id, &json!({"answer": coming}))?;
    match coming {
        Coming::Yes => Ok(()),
        Coming::GivesBack => {
            let application = applications::application_by_id(tx.db, placed.application_id)?;
            placements::give_back(tx, &application, "by_applicant")
        }
    }
}

impl Handler for ReconfirmationLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        let asked = store::reconfirmation(db, link.subject_id)?;
        let placed = placed_by_id(db, asked.placement_id)?;
        if placed.state != PlacementState::Agreed {
            return Ok((self.outcome(db, link)?, None));
        }
        let form = ComingForm::default();
        Ok((Box::new(page(db, &placed, "/my-applications", &form, Errors::default())?), None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let asked = store::reconfirmation(db, link.subject_id)?;
        let placed = placed_by_id(db, asked.placement_id)?;
        let said = match (placed.state, asked.answer) {
            (PlacementState::Agreed, Some(Coming::Yes)) => ComingSaid::Yes,
            (PlacementState::Agreed, _) => ComingSaid::Newer,
            (PlacementState::GivenBack, _) => ComingSaid::GivenBack,
            (PlacementState::Cancelled | PlacementState::Completed | PlacementState::DidNotAttend, _) => ComingSaid::Over,
        };
        Ok(Box::new(ComingOutcome { said }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let form: ComingForm = posted.form.parse()?;
        let asked = store::reconfirmation(tx.db, link.subject_id)?;
        let coming = match form.parse() {
            Ok(coming) => coming,
            Err(errors) => {
                let placed = placed_by_id(tx.db, asked.placement_id)?;
                return Ok(Answer::Invalid(Box::new(page(tx.db, &placed, "/my-applications", &form, errors)?)));
            }
        };
        if links::spend(tx, link.id, coming.as_str())? {
            answer(tx, asked.placement_id, coming)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let asked = store::reconfirmation(tx.db, link.subject_id)?;
        let placed = placed_by_id(tx.db, asked.placement_id)?;
        let soon = tx.now < Instant::midnight(placed.first_day);
        if placed.state == PlacementState::Agreed && asked.answer.is_none() && soon {
            send(tx, &placed, asked.id)
        } else {
            Ok(())
        }
    }
}
