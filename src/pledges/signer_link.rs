//! The emailed links by which somebody says yes to a commitment: whoever signs, the board's champion, and the area's lead.

use super::answering::answer;
use super::asking::{draft_of, write_to};
use super::forms::{Said, SayForm};
use super::model::{SignatureRole, SignatureState};
use super::store::signatures::{self, ToSign};
use super::store::{organisations, signings};
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

/// Whether the recipient of a link may still answer: nothing if not, and if so whether their code is asked for too. A role that was taken away
/// takes its links along.
fn may_answer(db: &mut AnyConnection, asked: &ToSign, link: &Link) -> Result<Option<bool>, Error> {
    match (asked.signature.role, &asked.organisation) {
        (SignatureRole::AreaLead, Some(organisation)) => organisations::approver(db, &link.recipient, organisation.id),
        (SignatureRole::AreaLead, None) => Ok(None),
        (SignatureRole::Signatory | SignatureRole::Champion, _) => Ok((asked.signature.email == link.recipient).then_some(false)),
    }
}

fn page(db: &mut AnyConnection, asked: &ToSign, asks_code: bool, form: &SayForm, errors: Errors) -> Result<Page, Error> {
    let page = PromisePage::load(db, asked, None, (form, errors))?;
    Ok(Box::new(if asks_code { page.asking_for_code() } else { page }))
}

impl Handler for SignerLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error> {
        let asked = signatures::to_sign(db, link.subject_id, now.date())?;
        let asks_code = may_answer(db, &asked, link)?.ok_or(Error::NotFound)?;
        let page = if asked.signature.state == SignatureState::Asked {
            page(db, &asked, asks_code, &SayForm::default(), Errors::default())?
        } else {
            Box::new(AnsweredPage::new(&asked.signature))
        };
        Ok((page, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(Box::new(AnsweredPage::new(&signatures::by_id(db, link.subject_id)?)))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let asked = signatures::to_sign(tx.db, link.subject_id, tx.now.date())?;
        let asks_code = may_answer(tx.db, &asked, link)?.ok_or(Error::NotFound)?;
        let signature = &asked.signature;
        let form: SayForm = posted.form.parse()?;
        let said: Said = match form.parse() {
            Ok(said) => said,
            Err(errors) => return Ok(Answer::Invalid(page(tx.db, &asked, asks_code, &form, errors)?)),
        };
        if signature.role == SignatureRole::AreaLead
            && let Some(wrong) = auth::wrong_code(tx, &link.recipient, &form.code)?
        {
            let mut errors = Errors::default();
            errors.add("code", wrong);
            return Ok(Answer::Invalid(page(tx.db, &asked, asks_code, &form, errors)?));
        }
        // Held first, as the page does: of both at once one waits for the other.
        signings::touch(tx, signature.signing_id)?;
        if links::spend(tx, link.id, said.how())? {
            let by = match signature.role {
                SignatureRole::AreaLead => Some(auth::person_for_email(tx, &link.recipient)?),
                SignatureRole::Signatory | SignatureRole::Champion => None,
            };
            answer(tx, signature, &said, by)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let asked = signatures::to_sign(tx.db, link.subject_id, tx.now.date())?;
        if asked.signature.state != SignatureState::Asked || may_answer(tx.db, &asked, link)?.is_none() {
            return Ok(());
        }
        let draft = draft_of(tx.db, &asked.signature, tx.now.date())?;
        write_to(tx, &draft, &asked.signature, &link.recipient, false)
    }
}
