//! The waiting lists of an application.

use actix_web::HttpResponse;

use super::super::draft_store;
use super::super::waiting;
use super::Reference;
use crate::auth::Applicant;
use crate::error::Error;
use crate::web::page::Ctx;

/// Where the viewer's application stands on waiting lists.
pub async fn show(ctx: Ctx, applicant: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let application = draft_store::own(db, applicant.id, &reference)?;
        waiting::page(db, &application)
    })
    .await
}
