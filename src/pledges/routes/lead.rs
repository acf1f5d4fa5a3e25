//! Pages of an area's lead. What belongs to another area is not found.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::super::answering::answer as take;
use super::super::forms::SayForm;
use super::super::model::{Pledge, PledgeState, Signature, SignatureRole, SignatureState, Signing};
use super::super::store::{organisations, pledges, reviews, signatures, signings};
use super::super::views::{AnsweredPage, LeadPledges, PromisePage, Reviewed, Waiting};
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
        let organisations = organisations::in_areas(db, &viewer.areas)?;
        let mut waiting = Vec::new();
        for signature in signatures::waiting_for_areas(db, &organisations)? {
            let signing = signings::by_id(db, signature.signing_id)?;
            let draft = signings::fill(db, signing, now.date())?;
            waiting.push(Waiting { draft, signature });
        }
        let mut due = Vec::new();
        for pledge in pledges::of_organisations(db, &organisations, &[PledgeState::DueForReview])? {
            due.extend(reviewed(db, pledge, now)?);
        }
        Ok(LeadPledges::new(&waiting, &due, now))
    })
    .await
}

/// A pledge that is due, with its review.
fn reviewed(db: &mut AnyConnection, pledge: Pledge, now: Instant) -> Result<Option<Reviewed>, Error> {
    match (pledge.organisation_id, reviews::last(db, pledge.id)?) {
        (Some(id), Some(review)) => Ok(Some(Reviewed {
            organisation: organisations::by_id(db, id, now.date())?,
            pledge,
            review,
        })),
        _ => Ok(None),
    }
}

/// The signing with this reference and the area's last signature, if it is one of the viewer's areas.
fn own(db: &mut AnyConnection, viewer: &AreaLead, reference: &str) -> Result<(Signing, Signature), Error> {
    let signing = signings::by_ref(db, reference)?;
    let asked = signatures::of_signing(db, signing.id)?;
    let asked = asked.into_iter().rfind(|one| one.role == SignatureRole::AreaLead);
    let not_yours = Error::NotYours {
        kind: "signing",
        id: signing.id,
        by: viewer.id,
    };
    let Some(organisation_id) = signing.organisation_id else {
        return Err(not_yours);
    };
    let areas = organisations::areas_of(db, organisation_id)?;
    if areas.iter().any(|area| viewer.areas.contains(area)) {
        Ok((signing, asked.ok_or(Error::NotFound)?))
    } else {
        Err(not_yours)
    }
}

fn page(
    db: &mut AnyConnection,
    viewer: &AreaLead,
    reference: &str,
    now: Instant,
    (form, errors): (&SayForm, Errors),
) -> Result<Page, Error> {
    let (signing, signature) = own(db, viewer, reference)?;
    if signature.state != SignatureState::Asked {
        return Ok(Box::new(AnsweredPage::new(&signature)));
    }
    let draft = signings::fill(db, signing, now.date())?;
    let back = Some("/lead/pledges".to_owned());
    Ok(Box::new(PromisePage::load(db, &draft, &signature, back, form, errors)?))
}

/// Shows all that is promised, or what was answered.
pub async fn show(ctx: Ctx, viewer: AreaLead, reference: Reference) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, now, (&SayForm::default(), Errors::default()));
    let page = ctx.app.ledger.db.read(load).await?;
    ctx.dyn_page(StatusCode::OK, page.as_ref())
}

/// Takes the answer.
pub async fn answer(ctx: Ctx, viewer: AreaLead, reference: Reference, sent: Protected<SayForm>) -> Result<HttpResponse, Error> {
    let said = match sent.form.parse() {
        Ok(said) => said,
        Err(errors) => {
            let now = ctx.app.ledger.clock.now();
            let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, now, (&sent.form, errors));
            let page = ctx.app.ledger.db.read(load).await?;
            return ctx.dyn_page(StatusCode::UNPROCESSABLE_ENTITY, page.as_ref());
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        // Read again: a role may have been taken away since the request began.
        let viewer = viewer.again(tx.db)?;
        let (signing, signature) = own(tx.db, &viewer, &reference)?;
        take(tx, &signature, &said, Some(by))?;
        Ok(format!("/lead/pledges/{}", signing.reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?))
}
