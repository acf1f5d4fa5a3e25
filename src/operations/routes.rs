//! Handlers of the operator's pages.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde_json::json;

use super::forms::{ButtonForm, Older};
use super::views::{ErasingPage, LettersPage, OverviewPage};
use crate::auth::National;
use crate::db::blocking;
use crate::error::Error;
use crate::tx::{Actor, Tx};
use crate::web::form::Protected;
use crate::web::page::{Ctx, see_other};
use crate::{app_jobs, audit, mail, my_data};

const LETTERS: &str = "/national/operations/letters";
const ERASING: &str = "/national/operations/erasing";

/// How the portal is.
pub async fn overview(ctx: Ctx, _viewer: National) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| OverviewPage::load(db, &app_jobs::jobs(), now)).await
}

/// The letters that could not be sent.
pub async fn letters(ctx: Ctx, _viewer: National, older: Query<Older>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| LettersPage::load(db, older.before)).await
}

/// Queues one of them again.
pub async fn try_again(ctx: Ctx, viewer: National, number: Path<i64>, sent: Protected<ButtonForm>) -> Result<HttpResponse, Error> {
    let act = move |tx: &mut Tx<'_>| {
        viewer.again(tx.db)?;
        mail::revive(tx, *number)?;
        Ok(LETTERS.to_owned())
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(viewer.id), act).await?;
    ctx.flash(true, "We will try to send this letter again now")?;
    Ok(see_other(location))
}

/// What is due to be erased, and what was erased.
pub async fn erasing(ctx: Ctx, _viewer: National) -> Result<HttpResponse, Error> {
    let keep = ctx.app.ledger.env().keep;
    ctx.load_page(move |db| ErasingPage::load(db, keep)).await
}

/// Counts what is due to be erased, and erases nothing.
pub async fn count(ctx: Ctx, viewer: National, sent: Protected<ButtonForm>) -> Result<HttpResponse, Error> {
    let ledger = ctx.app.ledger.clone();
    let counts = blocking(move || my_data::count(&ledger)).await?;
    let act = move |tx: &mut Tx<'_>| {
        viewer.again(tx.db)?;
        let run = my_data::note_count(tx, counts)?;
        audit::record(tx, "retention.counted", "retention_run", run, &json!({}))?;
        Ok(ERASING.to_owned())
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(viewer.id), act).await?))
}
