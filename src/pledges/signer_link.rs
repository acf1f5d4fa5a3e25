//! The emailed links by which somebody says yes to a commitment: whoever signs, the board's champion, and the area's lead.

use super::answering::answer;
use super::asking::{approvers, draft_of, write_to};
use super::forms::{Said, SayForm};
use super::model::{Organisation, Signature, SignatureRole, SignatureState};
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

/// A signature, with the organisation that signs.
type Asked = (Signature, Option<Organisation>);

/// True if the recipient of a link may still answer. A role that was taken away takes its links along.
fn may_answer(db: &mut AnyConnection, (signature, organisation): &Asked, link: &Link) -> Result<bool, Error> {
    if signature.role != SignatureRole::AreaLead {
        return Ok(signature.email == link.recipient);
    }
    let Some(organisation) = organisation else {
        return Ok(false);
    };
    let asked = approvers(db, organisation.id)?;
    Ok(asked.contains(&link.recipient) || organisations::national(db)?.contains(&link.recipient))
}

fn page(db: &mut AnyConnection, asked: &Asked, link: &Link, form: &SayForm, errors: Errors) -> Result<Page, Error> {
    let (signature, organisation) = asked;
    let asks_code = signature.role == SignatureRole::AreaLead && auth::has_factor_at(db, &link.recipient)?;
    let page = PromisePage::load(db, signature, organisation.as_ref(), None, (form, errors))?;
    Ok(Box::new(if asks_code { page.asking_for_code() } else { page }))
}

impl Handler for SignerLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error> {
        let asked = signatures::with_organisation(db, link.subject_id, now.date())?;
        if !may_answer(db, &asked, link)? {
            return Err(Error::NotFound);
        }
        let page = if asked.0.state == SignatureState::Asked {
            page(db, &asked, link, &SayForm::default(), Errors::default())?
        } else {
            Box::new(AnsweredPage::new(&asked.0))
        };
        Ok((page, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        Ok(Box::new(AnsweredPage::new(&signatures::by_id(db, link.subject_id)?)))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let asked = signatures::with_organisation(tx.db, link.subject_id, tx.now.date())?;
        if !may_answer(tx.db, &asked, link)? {
            return Err(Error::NotFound);
        }
        let signature = &asked.0;
        let form: SayForm = posted.form.parse()?;
        let said: Said = match form.parse() {
            Ok(said) => said,
            Err(errors) => return Ok(Answer::Invalid(page(tx.db, &asked, link, &form, errors)?)),
        };
        if signature.role == SignatureRole::AreaLead
            && let Some(wrong) = auth::wrong_code(tx, &link.recipient, &form.code)?
        {
            let mut errors = Errors::default();
            errors.add("code", wrong);
            return Ok(Answer::Invalid(page(tx.db, &asked, link, &form, errors)?));
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
        let asked = signatures::with_organisation(tx.db, link.subject_id, tx.now.date())?;
        if asked.0.state != SignatureState::Asked || !may_answer(tx.db, &asked, link)? {
            return Ok(());
        }
        let draft = draft_of(tx.db, &asked.0, tx.now.date())?;
        write_to(tx, &draft, &asked.0, &link.recipient, false)
    }
}
