//! Handlers of the hub.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::store::begun;
use super::views::{AreaHub, CoordinatorHub, OrganisationHub, ParticipantHub};
use crate::afterwards::guard::{coordinated, look, own};
use crate::audit::SeenPage;
use crate::auth::{Applicant, AreaLead, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::web::page::Ctx;

/// Placements on the list of an organisation.
const SHOWN: i64 = 200;

/// The participant's page.
pub async fn participant(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| {
        let placed = own(db, &viewer, &reference)?;
        ParticipantHub::load(db, &placed, today)
    })
    .await
}

/// A coordinator's page of one placement.
pub async fn placement(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let load = move |db: &mut AnyConnection| {
        let (placed, name) = coordinated(db, &viewer, &reference)?;
        let page = CoordinatorHub::load(db, &placed, name, today)?;
        Ok((page, look(&viewer, SeenPage::Placement, &[placed])))
    };
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// What has begun at the viewer's organisations.
pub async fn organisation(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| {
        let listed = begun(db, &viewer.organisations, today, SHOWN)?;
        OrganisationHub::load(db, &viewer.organisations, &listed)
    })
    .await
}

/// The figures of the viewer's areas.
pub async fn area(ctx: Ctx, viewer: AreaLead) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| AreaHub::load(db, &viewer.areas)).await
}
