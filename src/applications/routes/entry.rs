//! From the placement to a draft: the address is proven, then the draft begins.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use time::Date;

use super::super::draft_store;
use super::super::views::Begin;
use super::super::words;
use super::Button;
use super::before::{KNOWN_BIRTH, find, open_placement, takes};
use crate::auth::{Applicant, CodeForm, EmailForm, Entry, PERSON};
use crate::error::Error;
use crate::tx::Actor;
use crate::web::client::Client;
use crate::web::form::{CSRF, Protected};
use crate::web::page::{Ctx, see_other};

/// What somebody reads whose placement closed while they were on their way.
const TOO_LATE: &str = "This placement no longer takes applications.";

fn begin_path(slug: &str) -> String {
    format!("/apply/{slug}/begin")
}

/// The two pages on which an applicant proves their address.
async fn entry(ctx: &Ctx, slug: &str) -> Result<Entry, Error> {
    let placement = open_placement(ctx, slug).await?.ok_or(Error::conflict(TOO_LATE))?;
    Ok(Entry {
        caption: String::new(),
        title: "What is your email address?".to_owned(),
        why: format!(
            "You apply for {}. We send you a code, so that only you can see your application. We also email you the result.",
            placement.title
        ),
        back: format!("/apply/{slug}/check"),
        email_path: format!("/apply/{slug}/email"),
        code_path: format!("/apply/{slug}/code"),
        next: Some(begin_path(slug)),
    })
}

/// Asks for the address.
pub async fn email(ctx: Ctx, slug: Path<String>) -> Result<HttpResponse, Error> {
    entry(&ctx, &slug).await?.show_email(&ctx, "")
}

/// Sends the letter.
pub async fn send(ctx: Ctx, client: Client, slug: Path<String>, posted: Protected<EmailForm>) -> Result<HttpResponse, Error> {
    entry(&ctx, &slug).await?.send(&ctx, client, posted).await
}

/// Asks for the code.
pub async fn code(ctx: Ctx, slug: Path<String>) -> Result<HttpResponse, Error> {
    entry(&ctx, &slug).await?.show_code(&ctx).await
}

/// Checks the code; a right one begins the draft.
pub async fn check(
    ctx: Ctx,
    client: Client,
    slug: Path<String>,
    posted: Result<Protected<CodeForm>, Error>,
) -> Result<HttpResponse, Error> {
    let posted = match posted {
        Ok(posted) => posted,
        // A second press: the first one gave this browser a new session.
        Err(Error::Forbidden) if !ctx.session.contains_key(CSRF) => return Ok(see_other(begin_path(&slug))),
        Err(error) => return Err(error),
    };
    let answer = entry(&ctx, &slug).await?.check(&ctx, client, posted).await?;
    match ctx.session.get::<i64>(PERSON).map_err(Error::internal)? {
        Some(person) if ctx.viewer.is_none() && answer.status() == StatusCode::SEE_OTHER => begin_for(&ctx, person, &slug).await,
        _ => Ok(answer),
    }
}

/// For whoever comes by the emailed link: on to their application if they have one, otherwise a button that begins it.
pub async fn show_begin(ctx: Ctx, applicant: Applicant, slug: Path<String>) -> Result<HttpResponse, Error> {
    let person = applicant.id;
    let found = ctx.app.ledger.db.read(move |db| {
        let (placement, _) = find(db, &slug)?;
        let live = draft_store::live(db, person, placement.round_id)?;
        Ok((placement, live))
    });
    match found.await? {
        (_, Some(live)) => Ok(see_other(format!("/applications/{}", live.reference))),
        (placement, None) => ctx.page(&Begin {
            placement: words::placement(&placement),
            email: applicant.email,
        }),
    }
}

/// Begins the draft.
pub async fn begin(ctx: Ctx, applicant: Applicant, slug: Path<String>, _: Protected<Button>) -> Result<HttpResponse, Error> {
    begin_for(&ctx, applicant.id, &slug).await
}

/// Begins the draft of `person` for the placement at `slug`, or goes on with the application that they have in its round.
pub async fn begin_for(ctx: &Ctx, person: i64, slug: &str) -> Result<HttpResponse, Error> {
    let born: Option<Date> = ctx.session.get(KNOWN_BIRTH).map_err(Error::internal)?;
    let slug = slug.to_owned();
    let begun = ctx.app.ledger.write(Actor::Person(person), move |tx| {
        let (placement, round) = find(tx.db, &slug)?;
        if !takes(&placement, &round, tx.now) {
            return Err(Error::conflict(TOO_LATE));
        }
        draft_store::begin(tx, person, &placement, born)
    });
    let reference = begun.await?;
    ctx.session.remove(KNOWN_BIRTH);
    Ok(see_other(format!("/applications/{reference}")))
}
