//! From the start page to a signing: an address is proven, then it begins.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::forms::Button;
use super::super::store::{lists, signings};
use super::super::views::{BeginPage, StartPage};
use crate::app::App;
use crate::audit;
use crate::auth::{Applicant, CodeForm, EmailForm, Entry};
use crate::error::Error;
use crate::tx::Actor;
use crate::web::client::Client;
use crate::web::form::{CSRF, Protected};
use crate::web::page::{Ctx, see_other, words};

/// So many signings of one person may be begun and not sent.
const MOST_BEGUN: usize = 10;
const BEGIN: &str = "/pledge/begin";

/// What it is, who signs, what is needed.
pub async fn start(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    words(&request, &app, &StartPage)
}

fn entry() -> Entry {
    Entry {
        caption: "Sign a commitment".to_owned(),
        title: "What is your email address?".to_owned(),
        why: "Use your address at work. We send you a code, so that only you can change what you fill in.".to_owned(),
        back: "/pledge".to_owned(),
        email_path: "/pledge/email".to_owned(),
        code_path: "/pledge/code".to_owned(),
        next: Some(BEGIN.to_owned()),
    }
}

/// Asks for the address.
pub async fn email(ctx: Ctx) -> Result<HttpResponse, Error> {
    entry().show_email(&ctx, "")
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
    let posted = match posted {
        Ok(posted) => posted,
        // A second press: the first one gave this browser a new session.
        Err(Error::Forbidden) if !ctx.session.contains_key(CSRF) => return Ok(see_other(BEGIN)),
        Err(error) => return Err(error),
    };
    entry().check(&ctx, client, posted).await
}

/// What somebody has begun, and a button for another.
pub async fn show_begin(ctx: Ctx, viewer: Applicant) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| Ok(BeginPage::new(&lists::begun_by(db, viewer.id, today)?)))
        .await
}

/// Begins another.
pub async fn begin(ctx: Ctx, viewer: Applicant, sent: Protected<Button>) -> Result<HttpResponse, Error> {
    let person = viewer.id;
    let begun = ctx.app.ledger.write_once(sent.key, Actor::Person(person), move |tx| {
        if signings::unsent(tx.db, person)? >= MOST_BEGUN {
            return Err(Error::conflict(
                "You have begun 10 that you have not sent. Go on with one of those.",
            ));
        }
        let signing = signings::begin(tx, person)?;
        audit::record(tx, "signing.begun", "signing", signing.id, &serde_json::json!({}))?;
        Ok(signing.path())
    });
    Ok(see_other(begun.await?))
}

/// The page of a signing: the tasks while it can be filled in, afterwards where it stands.
pub async fn show(ctx: Ctx, viewer: Applicant, reference: super::Reference) -> Result<HttpResponse, Error> {
    let draft = super::own_draft(&ctx, viewer.id, &reference).await?;
    if draft.is_open() {
        ctx.page(&super::super::views::TasksPage::new(&draft))
    } else {
        ctx.page_with(StatusCode::OK, &super::super::views::StatusPage::new(&draft))
    }
}
