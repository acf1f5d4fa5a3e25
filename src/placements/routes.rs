//! The applicant's own pages of an offer and a placement.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;

use super::calendar as file;
use super::forms::{AnswerForm, Button};
use super::offers::{answer, give_back};
use super::store;
use super::views::{LeavePage, OfferPage, OutcomePage};
use crate::applications::{self, Application};
use crate::auth::Applicant;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::links::Page;
use crate::opportunities as offered;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

fn page(db: &mut AnyConnection, application: &Application, form: &AnswerForm, errors: Errors) -> Result<Page, Error> {
    let offer = store::latest_of(db, application.id)?;
    if offer.state != super::OfferState::Open {
        return Ok(Box::new(OutcomePage::new(offer.state)));
    }
    let about = offered::by_id(db, offer.opportunity_id)?;
    let (_, name) = applications::recipient(db, application.id)?;
    let first = name.map(|name| name.first).unwrap_or_default();
    let back = format!("/applications/{}", application.reference);
    Ok(Box::new(OfferPage::new(&first, &offer, &about, &back, form, errors)))
}

/// Shows the offer, or what came of it.
pub async fn show_offer(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let page = ctx
        .app
        .ledger
        .db
        .read(move |db| {
            let application = applications::own(db, viewer.id, &reference)?;
            page(db, &application, &AnswerForm::default(), Errors::default())
        })
        .await?;
    ctx.page(page.as_ref())
}

/// Takes the answer.
pub async fn answer_offer(
    ctx: Ctx,
    viewer: Applicant,
    reference: Path<String>,
    sent: Protected<AnswerForm>,
) -> Result<HttpResponse, Error> {
    let choice = match sent.form.parse() {
        Ok(choice) => choice,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| {
                let application = applications::own(db, viewer.id, &reference)?;
                page(db, &application, &sent.form, errors)
            };
            let page = ctx.app.ledger.db.read(load).await?;
            return ctx.invalid(page.as_ref());
        }
    };
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        let application = applications::own(tx.db, viewer.id, &reference)?;
        let offer = store::latest_of(tx.db, application.id)?;
        answer(tx, &offer, choice)?;
        Ok(format!("/applications/{}", application.reference))
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(ctx.viewer_id()?), act).await?;
    Ok(see_other(location))
}

/// Asks whether to leave the round.
pub async fn show_leave(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| applications::own(db, viewer.id, &reference);
    let application = ctx.app.ledger.db.read(load).await?;
    let path = format!("/applications/{}", application.reference);
    if !application.state.is_ranked() {
        return Ok(see_other(path));
    }
    ctx.page(&LeavePage {
        state: application.state,
        path,
    })
}

/// Leaves the round: whoever is next gets what is held. Pressed again, it leads to the same page.
pub async fn leave(ctx: Ctx, viewer: Applicant, reference: Path<String>, sent: Protected<Button>) -> Result<HttpResponse, Error> {
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        let application = applications::own(tx.db, viewer.id, &reference)?;
        if application.state.is_ranked() {
            give_back(tx, &application, "by_applicant")?;
        }
        Ok(format!("/applications/{}", application.reference))
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(ctx.viewer_id()?), act).await?;
    Ok(see_other(location))
}

/// The calendar file of the agreed placement.
pub async fn calendar(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let body = ctx
        .app
        .ledger
        .db
        .read(move |db| {
            let application = applications::own(db, viewer.id, &reference)?;
            let (placement, opportunity_id) = store::agreed_of(db, application.id)?;
            let (about, detail) = offered::with_plan(db, opportunity_id)?;
            file::file(&placement, &about, detail.as_ref(), now)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"placement.ics\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body))
}
