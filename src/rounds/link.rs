//! The emailed link by which a supervisor reveals their number.

use super::close::{ask_for_number, matches, reveal};
use super::views::{RevealOutcome, RevealPage};
use crate::audit::Seen;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities::{self as offered, Contribution, Round};
use crate::tx::Tx;
use crate::web::form::Errors;

/// Links of purpose `reveal`.
pub struct RevealLink;

fn subject(db: &mut AnyConnection, link: &Link) -> Result<(Round, Contribution), Error> {
    let round = offered::round_of_contribution(db, link.subject_id)?;
    let all = offered::contributions(db, round.id)?;
    let own = all.into_iter().find(|one| one.id == link.subject_id).ok_or(Error::NotFound)?;
    Ok((round, own))
}

impl Handler for RevealLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        let (round, own) = subject(db, link)?;
        Ok((Box::new(RevealPage::new(&round, &own, "", Errors::default())), None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let (round, own) = subject(db, link)?;
        Ok(Box::new(RevealOutcome {
            round: round.name,
            revealed: own.revealed_at.is_some(),
        }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let (round, own) = subject(tx.db, link)?;
        let value = posted.form.get("value").unwrap_or_default().trim().to_lowercase();
        let mut errors = Errors::default();
        if value.is_empty() {
            errors.add("value", "Enter your number");
        } else if !matches(&round, &own, &value) {
            errors.add(
                "value",
                "The number must be the one that you promised: 64 characters from 0 to 9 and a to f",
            );
        }
        if !errors.is_empty() {
            return Ok(Answer::Invalid(Box::new(RevealPage::new(&round, &own, &value, errors))));
        }
        offered::hold_round(tx, round.id)?;
        if links::spend(tx, link.id, "revealed")? {
            reveal(tx, &round, own.id, &value)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let (round, own) = subject(tx.db, link)?;
        if own.revealed_at.is_none() {
            ask_for_number(tx, &round, &own)
        } else {
            Ok(())
        }
    }
}
