//! The link of a question after some months: one press answers it, or stops the questions.

use time::Duration;

use super::asking;
use super::model::{Doing, MONTHS, TouchState};
use super::store;
use super::views::{DoingPage, ThanksPage};
use crate::audit::Seen;
use crate::dates::months_after;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities as offered;
use crate::placements::placed_by_id;
use crate::tx::Tx;
use crate::web::form::{Errors, Pairs};

/// Links of purpose `keep_in_touch`.
pub struct KeepInTouchLink;

/// The question that a link was sent for: the last that was due when it was made.
fn months_of(last_day: time::Date, link: &Link) -> i32 {
    let due = |months: &&u32| Instant::midnight(months_after(last_day, **months)) <= link.created_at.plus(Duration::DAY);
    let months = MONTHS.iter().rfind(due).copied().unwrap_or(MONTHS[0]);
    i32::try_from(months).unwrap_or_default()
}

fn is_stop(form: &Pairs) -> bool {
    // By the button of the page, or by that of a mail program (RFC 8058).
    form.get("doing") == Some("stop") || form.get("List-Unsubscribe") == Some("One-Click")
}

fn page(db: &mut AnyConnection, link: &Link, errors: Errors) -> Result<Page, Error> {
    let placed = placed_by_id(db, link.subject_id)?;
    let about = offered::by_id(db, placed.opportunity_id)?;
    Ok(Box::new(DoingPage::new(&about, errors)))
}

impl Handler for KeepInTouchLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        Ok((page(db, link, Errors::default())?, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let state = store::state(db, link.subject_id)?;
        Ok(Box::new(ThanksPage {
            on: state == Some(TouchState::On),
            answered: link.used_how.as_deref() == Some("answered"),
        }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        if is_stop(&posted.form) {
            if links::spend(tx, link.id, "stopped")? {
                asking::stop(tx, link.subject_id)?;
            }
            return Ok(Answer::Done);
        }
        let doing: Option<Doing> = posted.form.get("doing").and_then(|text| text.parse().ok());
        let Some(doing) = doing else {
            let mut errors = Errors::default();
            errors.add("doing", "Select what you do now");
            return Ok(Answer::Invalid(page(tx.db, link, errors)?));
        };
        if links::spend(tx, link.id, "answered")? {
            let placed = placed_by_id(tx.db, link.subject_id)?;
            asking::answer(tx, placed.id, months_of(placed.last_day, link), doing)?;
        }
        Ok(Answer::Done)
    }

    fn reconsider(&self, tx: &mut Tx<'_>, link: &Link, form: &Pairs) -> Result<(), Error> {
        if is_stop(form) {
            asking::stop(tx, link.subject_id)?;
        }
        Ok(())
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let wanted = matches!(store::state(tx.db, link.subject_id)?, Some(TouchState::On | TouchState::Over));
        let placed = placed_by_id(tx.db, link.subject_id)?;
        let (email, _) = crate::applications::recipient(tx.db, placed.application_id)?;
        if wanted && email == link.recipient {
            asking::send(tx, &placed)
        } else {
            Ok(())
        }
    }
}
