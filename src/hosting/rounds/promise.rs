//! The emailed link by which a supervisor promises a number for a draw.

use askama::Template;
use serde_json::json;

use crate::audit::{self, Seen};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::hosting::{mails, store};
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities::{self as offered, Phase, Round};
use crate::prioritisation::lottery;
use crate::tx::Tx;
use crate::web::components::{FieldError, Input};
use crate::web::form::Errors;

/// Links of purpose `promise`; the subject is the round.
pub struct PromiseLink;

/// How to make a number, and its fingerprint.
#[derive(Template)]
#[template(path = "hosting/promise.html")]
struct PromisePage {
    round: String,
    reference: String,
    commitment: Input,
    errors: Vec<FieldError>,
    back: String,
}

impl PromisePage {
    fn new(round: &Round, typed: &str, errors: Errors) -> Self {
        Self {
            round: round.name.clone(),
            reference: round.reference.clone(),
            commitment: Input::new("commitment", "Fingerprint of your number")
                .hint("64 characters, from 0 to 9 and a to f")
                .value(typed)
                .error(errors.get("commitment").map(str::to_owned))
                .no_spellcheck(),
            errors: errors.0,
            back: "/".to_owned(),
        }
    }
}

/// Says what came of it.
#[derive(Template)]
#[template(path = "hosting/promised.html")]
struct PromisedPage {
    round: String,
    promised: bool,
}

/// The round, and its owner while this address is its supervisor and the promise is awaited.
fn subject(db: &mut AnyConnection, link: &Link) -> Result<(Round, Option<store::Owner>), Error> {
    let round = offered::round_by_id(db, link.subject_id)?;
    let owner = store::owner_of(db, round.id)?;
    let awaited = |owner: &store::Owner| {
        round.state.phase() == Phase::Planned
            && owner.cancelled_at.is_none()
            && owner.commitment.is_none()
            && owner.supervisor_email.as_deref() == Some(link.recipient.as_str())
    };
    let owner = owner.filter(awaited);
    Ok((round, owner))
}

impl Handler for PromiseLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        let (round, owner) = subject(db, link)?;
        let page = match owner {
            Some(_) => Box::new(PromisePage::new(&round, "", Errors::default())),
            None => self.outcome(db, link)?,
        };
        Ok((page, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let round = offered::round_by_id(db, link.subject_id)?;
        Ok(Box::new(PromisedPage {
            round: round.name,
            promised: link.used_at.is_some(),
        }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        offered::hold_round(tx, link.subject_id)?;
        let (round, owner) = subject(tx.db, link)?;
        let typed = posted.form.get("commitment").unwrap_or_default().to_lowercase();
        // The command line writes the name of its input behind the fingerprint.
        let typed = typed.split_whitespace().next().unwrap_or_default();
        let mut errors = Errors::default();
        if typed.is_empty() {
            errors.add("commitment", "Enter the fingerprint of your number");
        } else if !lottery::is_value(typed) {
            errors.add("commitment", "The fingerprint must be 64 characters from 0 to 9 and a to f");
        }
        if !errors.is_empty() {
            return Ok(Answer::Invalid(Box::new(PromisePage::new(&round, typed, errors))));
        }
        let Some(owner) = owner else {
            return Err(Error::conflict("This round no longer waits for your number."));
        };
        if links::spend(tx, link.id, "promised")? && store::save_promise(tx, round.id, typed)? {
            audit::record(tx, "draw.promised", "round", round.id, &json!({"commitment": typed}))?;
            mails::tell_promised(tx, &round, owner.organisation_id)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let (round, owner) = subject(tx.db, link)?;
        let Some(owner) = owner else { return Ok(()) };
        let organisation = store::names_of(tx.db, &[owner.organisation_id])?;
        let name = organisation.into_iter().next().map_or_else(String::new, |(_, name)| name);
        mails::ask_promise(tx, &round, &name, &link.recipient)
    }
}
