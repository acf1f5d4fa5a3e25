//! The emailed links by which somebody says yes to a commitment: whoever signs, the board's champion, and the area's lead.

use super::answering::answer;
use super::asking::{approvers, draft_of, write_to};
use super::forms::{Said, SayForm};
use super::model::{Signature, SignatureRole, SignatureState};
use super::store::{organisations, signatures, signings};
use super::views::{AnsweredPage, PromisePage};
use crate::audit::Seen;
use crate::auth;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::tx::Tx;
use crate::web::form::Errors;

/// Links of the purposes `signatory`, `champion` and `pledge_approval`.
pub struct SignerLink;

/// True if the recipient of a link may still answer. A role that was taken away takes its links along.
fn may_answer(db: &mut AnyConnection, signature: &Signature, link: &Link) -> Result<bool, Error> {
    if signature.role != SignatureRole::AreaLead {
        return Ok(signature.email == link.recipient);
    }
    let draft = draft_of(db, signature, link.created_at.date())?;
    let Some(organisation_id) = draft.signing.organisation_id else {
        return Ok(false);
    };
    let asked = approvers(db, organisation_id)?;
    Ok(asked.contains(&link.recipient) || organisations::national(db)?.contains(&link.recipient))
}

fn page(db: &mut AnyConnection, signature: &Signature, link: &Link, now: Instant, form: &SayForm, errors: Errors) -> Result<Page, Error> {
    let draft = draft_of(db, signature, now.date())?;
    let asks_code = signature.role == SignatureRole::AreaLead && auth::has_factor_at(db, &link.recipient)?;
    let page = PromisePage::load(db, &draft, signature, None, form, errors)?;
    Ok(Box::new(if asks_code { page.asking_for_code() } else { page }))
}

impl Handler for SignerLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error> {
        let signature = signatures::by_id(db, link.subject_id)?;
        if !may_answer(db, &signature, link)? {
            return Err(Error::NotFound);
        }
        let page = if signature.state == SignatureState::Asked {
            page(db, &signature, link, now, &SayForm::default(), Errors::default())?
        } else {
            self.outcome(db, link)?
        };
        Ok((page, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(Box::new(AnsweredPage::new(&signatures::by_id(db, link.subject_id)?)))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let signature = signatures::by_id(tx.db, link.subject_id)?;
        if !may_answer(tx.db, &signature, link)? {
            return Err(Error::NotFound);
        }
        let form: SayForm = posted.form.parse()?;
        let said: Said = match form.parse() {
            Ok(said) => said,
            Err(errors) => {
                let now = tx.now;
                return Ok(Answer::Invalid(page(tx.db, &signature, link, now, &form, errors)?));
            }
        };
        if signature.role == SignatureRole::AreaLead
            && let Some(wrong) = auth::wrong_code(tx, &link.recipient, &form.code)?
        {
            let (now, mut errors) = (tx.now, Errors::default());
            errors.add("code", wrong);
            return Ok(Answer::Invalid(page(tx.db, &signature, link, now, &form, errors)?));
        }
        // Held first, as the page does: of both at once one waits for the other.
        signings::touch(tx, signature.signing_id)?;
        if links::spend(tx, link.id, said.how())? {
            let by = match signature.role {
                SignatureRole::AreaLead => Some(auth::person_for_email(tx, &link.recipient)?),
                SignatureRole::Signatory | SignatureRole::Champion => None,
            };
            answer(tx, &signature, &said, by)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let signature = signatures::by_id(tx.db, link.subject_id)?;
        if signature.state != SignatureState::Asked || !may_answer(tx.db, &signature, link)? {
            return Ok(());
        }
        let draft = draft_of(tx.db, &signature, tx.now.date())?;
        write_to(tx, &draft, &signature, &link.recipient, false)
    }
}
