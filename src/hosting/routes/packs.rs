//! Handlers of the file of a preparation pack. It is only handed out, never shown inside a page of ours.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;

use super::Pressed;
use crate::applications::application_by_ref;
use crate::auth::{Applicant, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::hosting::load::{context, mine, mine_held};
use crate::hosting::model::Section;
use crate::hosting::packs;
use crate::hosting::store::{self, Pack};
use crate::hosting::views::PackPage;
use crate::placements::{PlacementState, placed_as};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};
use crate::web::security::SANDBOX;
use crate::web::upload::Upload;

/// Asks for the file.
pub async fn show(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let plan = mine(db, &viewer, &reference)?;
        Ok(PackPage::new(&context(db, plan)?, Errors::default()))
    })
    .await
}

/// Keeps the file.
pub async fn save(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Upload) -> Result<HttpResponse, Error> {
    let (by, reading, named) = (Actor::Person(viewer.id), viewer.clone(), reference.clone());
    let load = move |db: &mut AnyConnection| mine(db, &reading, &named).and_then(|plan| context(db, plan));
    let stored = ctx.app.ledger.db.read(load).await?;
    let (called, body) = sent.file.unwrap_or_default();
    if let Some(words) = packs::wrong(&body) {
        let mut errors = Errors::default();
        errors.add("file", words);
        return ctx.invalid(&PackPage::new(&stored, errors));
    }
    let act = move |tx: &mut Tx<'_>| {
        let plan = mine_held(tx, &viewer, &reference)?;
        if !Section::Pack.can_change(plan.extent()) {
            return Err(Error::conflict(plan.extent().words()));
        }
        packs::keep(tx, plan.opportunity.id, &packs::name(&called), &body)?;
        Ok(format!("{}/{}", plan.path(), Section::Pack))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The file is saved")?;
    Ok(see_other(location))
}

/// Deletes the file.
pub async fn remove(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let plan = mine_held(tx, &viewer, &reference)?;
        packs::remove(tx, plan.opportunity.id)?;
        Ok(format!("{}/{}", plan.path(), Section::Pack))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The file is deleted")?;
    Ok(see_other(location))
}

fn handed_out(pack: Pack) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", pack.name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(pack.body)
}

/// The file, for the organisation's coordinators.
pub async fn own_file(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let plan = mine(db, &viewer, &reference)?;
        store::pack(db, plan.opportunity.id)
    };
    Ok(handed_out(ctx.app.ledger.db.read(load).await?))
}

/// The file, for somebody whose placement is agreed or was completed.
pub async fn file(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let application = application_by_ref(db, &reference)?;
        if application.person_id != viewer.id {
            return Err(Error::NotYours {
                kind: "application",
                id: application.id,
                by: viewer.id,
            });
        }
        let placed = placed_as(db, application.id)?.ok_or(Error::NotFound)?;
        match placed.state {
            PlacementState::Agreed | PlacementState::Completed => store::pack(db, placed.opportunity_id),
            PlacementState::GivenBack | PlacementState::Cancelled | PlacementState::DidNotAttend => Err(Error::NotFound),
        }
    };
    Ok(handed_out(ctx.app.ledger.db.read(load).await?))
}
