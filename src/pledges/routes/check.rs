//! Checking the answers, sending them, and the page that says so.

use actix_web::HttpResponse;

use super::super::forms::Button;
use super::super::sending::send as send_signing;
use super::super::views::{CheckPage, SentPage};
use super::{Reference, own_draft};
use crate::auth::Applicant;
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::Protected;
use crate::web::page::{Ctx, see_other};

/// Shows the answers; back to the task list as long as some are missing.
pub async fn show(ctx: Ctx, viewer: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let draft = own_draft(&ctx, viewer.id, &reference).await?;
    if draft.is_open() && draft.is_complete() {
        ctx.page(&CheckPage::new(&draft))
    } else {
        Ok(see_other(draft.signing.path()))
    }
}

/// Sends it. Pressed again, it shows the same page.
pub async fn send(ctx: Ctx, viewer: Applicant, reference: Reference, sent: Protected<Button>) -> Result<HttpResponse, Error> {
    let act = move |tx: &mut crate::tx::Tx<'_>| send_signing(tx, viewer.id, &reference);
    let done = ctx.app.ledger.write_once(sent.key, Actor::Person(viewer.id), act);
    Ok(see_other(done.await?))
}

/// Says that it was sent, and what happens next.
pub async fn sent(ctx: Ctx, viewer: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let draft = own_draft(&ctx, viewer.id, &reference).await?;
    if draft.is_open() {
        return Ok(see_other(draft.signing.path()));
    }
    ctx.page(&SentPage {
        path: draft.signing.path(),
        reference: draft.signing.reference,
    })
}
