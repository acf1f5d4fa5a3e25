//! Pages of an organisation's champions and coordinators. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::super::forms::WithdrawForm;
use super::super::model::{Organisation, Pledge, PledgeState};
use super::super::review::ReviewState;
use super::super::review_form::ReviewForm;
use super::super::review_link::{filled, to_write};
use super::super::reviewing::{send_review, withdraw as take_back};
use super::super::store::{lists, organisations, pledges, reviews};
use super::super::views::{OwnPledge, OwnPledges, ReviewPage, ToWrite, WithdrawPage};
use super::Reference;
use crate::auth::{Champion, Member, signed_in};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::{Errors, Pairs, Protected};
use crate::web::page::{Ctx, see_other};

/// What the viewer's organisations have signed.
pub async fn list(ctx: Ctx, viewer: Member) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| Ok(OwnPledges::new(&lists::sent_by(db, &viewer.organisations, today)?)))
        .await
}

/// The organisation of a pledge, if it is one of these.
fn whose(pledge: &Pledge, by: i64, own: &[i64]) -> Result<i64, Error> {
    let sent = pledge.organisation_id.filter(|_| pledge.state != PledgeState::Draft);
    sent.filter(|id| own.contains(id)).ok_or(Error::NotYours {
        kind: "pledge",
        id: pledge.id,
        by,
    })
}

/// The pledge with this reference, if it belongs to one of these organisations.
fn own(db: &mut AnyConnection, by: i64, own: &[i64], reference: &str, now: Instant) -> Result<(Pledge, Organisation), Error> {
    let pledge = pledges::by_ref(db, reference)?;
    let organisation_id = whose(&pledge, by, own)?;
    Ok((pledge, organisations::by_id(db, organisation_id, now.date())?))
}

/// One pledge, and what can be done about it.
pub async fn show(ctx: Ctx, viewer: Member, reference: Reference) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let championed = ctx.viewer.as_ref().map(crate::auth::SignedIn::champions).unwrap_or_default();
    ctx.load_page(move |db| {
        let (pledge, organisation) = own(db, viewer.id, &viewer.organisations, &reference, now)?;
        let review = reviews::last(db, pledge.id)?;
        let champion = championed.contains(&organisation.id);
        Ok(OwnPledge::new(&pledge, &organisation, review.as_ref(), champion))
    })
    .await
}

/// The review that is to be written, if there is one.
fn due(db: &mut AnyConnection, viewer: &Member, reference: &str, now: Instant) -> Result<Option<ToWrite>, Error> {
    let known = reviews::of_pledge(db, reference, now.date())?;
    whose(&known.pledge, viewer.id, &viewer.organisations)?;
    let due = known.review.as_ref().is_some_and(|review| review.state == ReviewState::Due);
    if due && known.pledge.state == PledgeState::DueForReview {
        to_write(db, known).map(Some)
    } else {
        Ok(None)
    }
}

fn path(reference: &str) -> String {
    format!("/coordinate/pledges/{reference}")
}

/// Asks for the review, with what the system knows filled in; back to the pledge if there is none to write.
pub async fn review(ctx: Ctx, viewer: Member, reference: Reference) -> Result<HttpResponse, Error> {
    let (now, back) = (ctx.app.ledger.clock.now(), path(&reference));
    let load = move |db: &mut AnyConnection| {
        let Some(known) = due(db, &viewer, &reference, now)? else {
            return Ok(None);
        };
        let form = filled(&known);
        Ok(Some(ReviewPage::new(&known, Some(path(&reference)), &form, Errors::default())))
    };
    match ctx.app.ledger.db.read(load).await? {
        Some(page) => ctx.page(&page),
        None => Ok(see_other(back)),
    }
}

/// Takes the review.
pub async fn send(ctx: Ctx, viewer: Member, reference: Reference, sent: Protected<Vec<(String, String)>>) -> Result<HttpResponse, Error> {
    let (now, form) = (ctx.app.ledger.clock.now(), ReviewForm::of(&Pairs(sent.form))?);
    let load = move |db: &mut AnyConnection| {
        let Some(known) = due(db, &viewer, &reference, now)? else {
            return Ok(Err(None));
        };
        Ok(match form.parse(known.figures) {
            Ok(answers) => Ok((known.review, answers, viewer, reference.into_inner())),
            Err(errors) => Err(Some(ReviewPage::new(&known, Some(path(&reference)), &form, errors))),
        })
    };
    let (review, answers, viewer, reference) = match ctx.app.ledger.db.read(load).await? {
        Ok(parsed) => parsed,
        Err(Some(page)) => return ctx.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
        Err(None) => return Err(Error::conflict("There is no review to send.")),
    };
    let by = viewer.id;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        // Read again: a role may have been taken away since the request began.
        let viewer: Member = signed_in(tx.db, viewer.id)?.ok_or(Error::Forbidden)?.try_into()?;
        own(tx.db, viewer.id, &viewer.organisations, &reference, now)?;
        send_review(tx, &review, &answers, Some(viewer.id))?;
        Ok(path(&reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?))
}

/// Asks why it is taken back.
pub async fn show_withdraw(ctx: Ctx, viewer: Champion, reference: Reference) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let (pledge, organisation) = own(db, viewer.id, &viewer.organisations, &reference, now)?;
        Ok(WithdrawPage::new(
            &pledge,
            &organisation,
            &WithdrawForm::default(),
            Errors::default(),
        ))
    })
    .await
}

/// Takes it back.
pub async fn withdraw(ctx: Ctx, viewer: Champion, reference: Reference, sent: Protected<WithdrawForm>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let reason = match sent.form.parse() {
        Ok(reason) => reason,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| {
                let (pledge, organisation) = own(db, viewer.id, &viewer.organisations, &reference, now)?;
                Ok(WithdrawPage::new(&pledge, &organisation, &sent.form, errors))
            };
            return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        let viewer = viewer.again(tx.db)?;
        let now = tx.now;
        let (pledge, _) = own(tx.db, viewer.id, &viewer.organisations, &reference, now)?;
        take_back(tx, &pledge, &reason)?;
        Ok(path(&pledge.reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?))
}
