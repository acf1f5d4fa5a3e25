//! Handlers of the pages about somebody's own data. What gives it away or deletes it asks for a fresh code first.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, Query};
use serde::Deserialize;
use serde_json::json;

use super::erase::{Cause, erase_person};
use super::flow::pdf;
use super::forms::{AskForm, DeleteForm, DownloadForm, Format};
use super::store;
use super::views::{CodePage, DeletePage, Deleted, Overview, WhoLooked};
use crate::applications;
use crate::audit;
use crate::auth::{self, Applicant, CodeForm, CodeOutcome};
use crate::db::blocking;
use crate::error::Error;
use crate::tx::Actor;
use crate::web::client::Client;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

const OVERVIEW: &str = "/my-data";
const CODE: &str = "/my-data/code";
const DELETE: &str = "/my-data/delete";
const DELETED: &str = "/my-data/deleted";
/// Lines on one page of those who looked.
const PAGE: i64 = 50;

fn is_proven(ctx: &Ctx) -> Result<bool, Error> {
    auth::is_proven(&ctx.session, ctx.app.ledger.clock.now())
}

/// What can be done with one's data.
pub async fn overview(ctx: Ctx, viewer: Applicant) -> Result<HttpResponse, Error> {
    ctx.page(&Overview {
        proven: is_proven(&ctx)?,
        email: viewer.email,
    })
}

/// Sends a code.
pub async fn ask_code(ctx: Ctx, viewer: Applicant, client: Client, sent: Protected<AskForm>) -> Result<HttpResponse, Error> {
    let next = sent.form.path();
    Ok(see_other(auth::ask_proof(&ctx, client, viewer, sent.key, next, CODE).await?))
}

fn code_page(viewer: &Applicant, errors: Errors) -> CodePage {
    CodePage {
        back: OVERVIEW.to_owned(),
        errors: errors.0,
        email: viewer.email.clone(),
    }
}

/// Asks for the code; back to the start if none was sent.
pub async fn code(ctx: Ctx, viewer: Applicant) -> Result<HttpResponse, Error> {
    match auth::waits_for_proof(&ctx, &viewer).await? {
        Some(_) => ctx.page(&code_page(&viewer, Errors::default())),
        None => Ok(see_other(OVERVIEW)),
    }
}

/// Checks the code and goes on, or sends another.
pub async fn check_code(ctx: Ctx, viewer: Applicant, client: Client, sent: Protected<CodeForm>) -> Result<HttpResponse, Error> {
    let Some(next) = auth::waits_for_proof(&ctx, &viewer).await? else {
        return Ok(see_other(OVERVIEW));
    };
    if sent.form.resend == "yes" {
        let next = if next == DELETE { DELETE } else { OVERVIEW };
        let location = auth::ask_proof(&ctx, client, viewer, sent.key, next, CODE).await?;
        ctx.flash(true, "We have sent a new email. The code in the email before no longer works.")?;
        return Ok(see_other(location));
    }
    let code = match sent.form.parse() {
        Ok(code) => code,
        Err(errors) => return ctx.invalid(&code_page(&viewer, errors)),
    };
    let outcome = auth::check_proof(&ctx, viewer.clone(), code).await?;
    let Some(words) = outcome.as_ref().and_then(CodeOutcome::words) else {
        return Ok(see_other(next));
    };
    let mut errors = Errors::default();
    errors.add("code", words);
    ctx.invalid(&code_page(&viewer, errors))
}

/// Gives everything as a file, after a fresh proof.
pub async fn download(ctx: Ctx, viewer: Applicant, sent: Protected<DownloadForm>) -> Result<HttpResponse, Error> {
    if !is_proven(&ctx)? {
        return Ok(see_other(OVERVIEW));
    }
    let (id, format) = (viewer.id, sent.form.wanted());
    let wanted = ctx.app.ledger.write(Actor::Person(id), move |tx| {
        let all = store::everything(tx.db, id, tx.now)?;
        let facts = json!({"format": if format == Format::Pdf { "pdf" } else { "json" }});
        audit::record(tx, "person.downloaded", "person", id, &facts)?;
        Ok((all, tx.now))
    });
    let (all, now) = wanted.await?;
    let (name, kind, body) = match format {
        Format::Json => ("my-data.json", "application/json", serde_json::to_vec_pretty(&all.json())?),
        Format::Pdf => ("my-data.pdf", "application/pdf", blocking(move || pdf(&all, now)).await?),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body))
}

fn delete_page(ctx: &Ctx, viewer: &Applicant, errors: Errors) -> Result<DeletePage, Error> {
    Ok(DeletePage {
        back: OVERVIEW.to_owned(),
        errors: errors.0,
        proven: is_proven(ctx)?,
        email: viewer.email.clone(),
    })
}

/// Says what deleting means, and asks.
pub async fn deleting(ctx: Ctx, viewer: Applicant) -> Result<HttpResponse, Error> {
    ctx.page(&delete_page(&ctx, &viewer, Errors::default())?)
}

/// Deletes everything, after a fresh proof. The session ends with it.
pub async fn delete(ctx: Ctx, viewer: Applicant, sent: Protected<DeleteForm>) -> Result<HttpResponse, Error> {
    if !is_proven(&ctx)? {
        return Ok(see_other(DELETE));
    }
    if let Err(errors) = sent.form.check() {
        return ctx.invalid(&delete_page(&ctx, &viewer, errors)?);
    }
    let erase = move |tx: &mut crate::tx::Tx<'_>| erase_person(tx, viewer.id, Cause::Request);
    ctx.app.ledger.write(Actor::Person(viewer.id), erase).await?;
    ctx.session.purge();
    let db = ctx.app.ledger.db.clone();
    if let Err(error) = blocking(move || db.settle_file()).await {
        tracing::warn!(%error, "the log of the database is emptied later");
    }
    Ok(see_other(DELETED))
}

/// Says that it is done.
pub async fn deleted(ctx: Ctx) -> Result<HttpResponse, Error> {
    ctx.page(&Deleted)
}

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// Who looked at the viewer's own application.
pub async fn who_looked(ctx: Ctx, viewer: Applicant, reference: Path<String>, from: Query<Before>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let application = applications::own(db, viewer.id, &reference)?;
        let mut looks = audit::looks(db, application.id, from.before.unwrap_or(i64::MAX), PAGE + 1)?;
        let more = looks.len() > 50;
        looks.truncate(50);
        Ok(WhoLooked::new(format!("/applications/{}", application.reference), &looks, more))
    })
    .await
}
