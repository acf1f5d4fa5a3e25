//! The survey's figures for the national team.

use actix_web::HttpResponse;

use super::super::store::capacity::newest;
use super::super::views::CapacityPage;
use crate::auth::National;
use crate::error::Error;
use crate::web::page::Ctx;

/// The figures of all areas.
pub async fn show(ctx: Ctx, _viewer: National) -> Result<HttpResponse, Error> {
    ctx.load_page(|db| Ok(CapacityPage::new(&newest(db)?))).await
}
