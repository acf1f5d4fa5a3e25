//! Signing in and out.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::entry::Entry;
use super::forms::{ButtonForm, CodeForm, EmailForm};
use super::guard::Applicant;
use super::model::own_path;
use super::store::end_sessions_of;
use super::views::SignOutPage;
use crate::audit;
use crate::error::Error;
use crate::tx::Actor;
use crate::web::client::Client;
use crate::web::form::{CSRF, Protected};
use crate::web::page::{Ctx, see_other};

const SIGN_IN: &str = "/sign-in";
const CODE: &str = "/sign-in/code";
const SIGN_OUT: &str = "/sign-out";

/// Where a visitor wanted to go.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    next: String,
}

fn entry() -> Entry {
    Entry {
        caption: String::new(),
        title: "Log in".to_owned(),
        why: "We will send you an email with a code. You do not need a password.".to_owned(),
        back: "/".to_owned(),
        email_path: SIGN_IN.to_owned(),
        code_path: CODE.to_owned(),
        next: None,
    }
}

/// Asks for an address.
pub async fn email(ctx: Ctx, wanted: web::Query<Wanted>) -> Result<HttpResponse, Error> {
    entry().show_email(&ctx, own_path(&wanted.next).unwrap_or_default())
}

/// Sends the letter.
pub async fn send(ctx: Ctx, client: Client, posted: Protected<EmailForm>) -> Result<HttpResponse, Error> {
    entry().send(&ctx, client, posted).await
}

/// Asks for the code.
pub async fn code(ctx: Ctx) -> Result<HttpResponse, Error> {
    entry().show_code(&ctx).await
}

/// Checks the code.
pub async fn check(ctx: Ctx, client: Client, posted: Result<Protected<CodeForm>, Error>) -> Result<HttpResponse, Error> {
    match posted {
        Ok(posted) => entry().check(&ctx, client, posted).await,
        // A second press: the first one gave this browser a new session, where the next page knows the way.
        Err(Error::Forbidden) if is_over(&ctx.session) => Ok(see_other(CODE)),
        Err(error) => Err(error),
    }
}

/// Asks whether to sign out, or says that it is done.
pub async fn leaving(ctx: Ctx) -> Result<HttpResponse, Error> {
    ctx.page(&SignOutPage {
        signed_in: ctx.viewer.is_some(),
    })
}

/// Ends this session.
pub async fn leave(ctx: Ctx, _: Protected<ButtonForm>) -> Result<HttpResponse, Error> {
    if let Some(viewer) = &ctx.viewer {
        let id = viewer.id;
        let ended = ctx.app.ledger.write(Actor::Person(id), move |tx| {
            audit::record(tx, "session.ended", "person", id, &json!({}))
        });
        ended.await?;
    }
    ctx.session.purge();
    Ok(see_other(SIGN_OUT))
}

/// Ends every session of whoever is signed in, on every computer.
pub async fn leave_everywhere(ctx: Ctx, person: Applicant, _: Protected<ButtonForm>) -> Result<HttpResponse, Error> {
    let id = person.id;
    let ended = ctx.app.ledger.write(Actor::Person(id), move |tx| {
        end_sessions_of(tx, id)?;
        audit::record(tx, "session.ended", "person", id, &json!({"everywhere": true}))
    });
    ended.await?;
    ctx.session.purge();
    Ok(see_other(SIGN_OUT))
}

/// True for a browser whose session ended: it has no token at all.
fn is_over(session: &Session) -> bool {
    !session.contains_key(CSRF)
}
