//! Pages of an area's lead. What belongs to another area is not found.

use actix_web::HttpResponse;

use super::super::answering::answer as take;
use super::super::forms::SayForm;
use super::super::model::{Organisation, Signature, SignatureState, Signing};
use super::super::store::signatures::{self, ToSign};
use super::super::store::{lists, signings};
use super::super::views::{AnsweredPage, LeadPledges, PromisePage};
use super::Reference;
use crate::auth::AreaLead;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::Page;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// What waits for approval.
pub async fn list(ctx: Ctx, viewer: AreaLead) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let waiting = lists::waiting_for(db, &viewer.areas, now.date())?;
        let due = lists::due_in(db, &viewer.areas, now.date())?;
        Ok(LeadPledges::new(&waiting, &due, now))
    })
    .await
}

/// The signing with this reference, its organisation and the area's last signature, if it is one of the viewer's areas.
fn own(
    db: &mut AnyConnection,
    viewer: &AreaLead,
    reference: &str,
    now: Instant,
) -> Result<(Signing, Option<Organisation>, Signature), Error> {
    let known = signatures::for_areas(db, reference, &viewer.areas, now.date())?;
    if known.is_theirs {
        Ok((known.signing, known.organisation, known.signature.ok_or(Error::NotFound)?))
    } else {
        Err(Error::NotYours {
            kind: "signing",
            id: known.signing.id,
            by: viewer.id,
        })
    }
}

fn page(db: &mut AnyConnection, viewer: &AreaLead, reference: &str, now: Instant, said: (&SayForm, Errors)) -> Result<Page, Error> {
    let (_, organisation, signature) = own(db, viewer, reference, now)?;
    if signature.state != SignatureState::Asked {
        return Ok(Box::new(AnsweredPage::new(&signature)));
    }
    let back = Some("/lead/pledges".to_owned());
    let to_sign = ToSign {
        answers: signings::answers(db, signature.signing_id)?,
        signature,
        organisation,
    };
    Ok(Box::new(PromisePage::load(db, &to_sign, back, said)?))
}

/// Shows all that is promised, or what was answered.
pub async fn show(ctx: Ctx, viewer: AreaLead, reference: Reference) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, now, (&SayForm::default(), Errors::default()));
    let page = ctx.app.ledger.db.read(load).await?;
    ctx.page(page.as_ref())
}

/// Takes the answer.
pub async fn answer(ctx: Ctx, viewer: AreaLead, reference: Reference, sent: Protected<SayForm>) -> Result<HttpResponse, Error> {
    let said = match sent.form.parse() {
        Ok(said) => said,
        Err(errors) => {
            let now = ctx.app.ledger.clock.now();
            let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, now, (&sent.form, errors));
            let page = ctx.app.ledger.db.read(load).await?;
            return ctx.invalid(page.as_ref());
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        // Read again: a role may have been taken away since the request began.
        let viewer = viewer.again(tx.db)?;
        let (signing, _, signature) = own(tx.db, &viewer, &reference, tx.now)?;
        take(tx, &signature, &said, Some(by))?;
        Ok(format!("/lead/pledges/{}", signing.reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?))
}
