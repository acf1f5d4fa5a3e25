//! Handlers of the second factor: set up, asked for, and the recovery codes.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Query;
use serde::Deserialize;

use super::forms::{FactorForm, Typed};
use super::proof::{PROVEN_FACTOR, SEED, Standing, leads_to, onward, standing, with_next};
use super::secret::{Secret, recovery_codes};
use super::store;
use super::views::{AskPage, CodesPage, NewCodesPage, SetUpPage};
use super::words;
use crate::auth::guard::Applicant;
use crate::auth::model::own_path;
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::{CSRF, Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The page with the recovery codes.
const CODES: &str = "/second-factor/codes";
/// The page that makes new ones.
const NEW_CODES: &str = "/second-factor/new-codes";

/// Where a visitor wanted to go.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    next: String,
}

impl Wanted {
    fn path(&self) -> &str {
        own_path(&self.next).unwrap_or_default()
    }
}

/// Asks for a code.
pub async fn show(ctx: Ctx, _viewer: Applicant, wanted: Query<Wanted>) -> Result<HttpResponse, Error> {
    match standing(&ctx).await? {
        Standing::ToProve => ctx.page(&AskPage::new(wanted.path().to_owned(), Errors::default())),
        other => Ok(see_other(leads_to(&ctx, other, wanted.path()))),
    }
}

/// Checks a code; then on to the page that was wanted.
pub async fn prove(ctx: Ctx, viewer: Applicant, posted: Protected<FactorForm>) -> Result<HttpResponse, Error> {
    let next = posted.form.next();
    match standing(&ctx).await? {
        Standing::ToProve => {}
        other => return Ok(see_other(leads_to(&ctx, other, &next))),
    }
    let code = match posted.form.parse() {
        Ok(code) => code,
        Err(errors) => return ctx.invalid(&AskPage::new(next, errors)),
    };
    let check = move |tx: &mut crate::tx::Tx<'_>| store::check(tx, viewer.id, &code);
    let Some(wrong) = words::of(ctx.app.ledger.write(Actor::Person(viewer.id), check).await?) else {
        mark_proven(&ctx)?;
        return Ok(see_other(onward(&ctx, &next)));
    };
    let mut errors = Errors::default();
    errors.add("code", wrong);
    ctx.invalid(&AskPage::new(next, errors))
}

/// Shows the secret for an app, and asks for a first code.
pub async fn set_up(ctx: Ctx, viewer: Applicant, wanted: Query<Wanted>) -> Result<HttpResponse, Error> {
    match standing(&ctx).await? {
        Standing::ToSetUp => {
            // The layout gives the session its token, which the secret is made of.
            let session = ctx.layout()?.csrf;
            ctx.page(&page(&ctx, &session, &viewer, wanted.path().to_owned(), Errors::default())?)
        }
        other => Ok(see_other(leads_to(&ctx, other, wanted.path()))),
    }
}

/// The picture of the secret, for an app to read.
pub async fn picture(ctx: Ctx, viewer: Applicant) -> Result<HttpResponse, Error> {
    match (standing(&ctx).await?, session_token(&ctx)?) {
        (Standing::ToSetUp, Some(session)) => {
            let secret = Secret::offered(&ctx.app.ledger.env().keys, &session, viewer.id);
            let drawing = secret.picture(&ctx.app.config.service_name, &viewer.email)?;
            let mut answer = HttpResponse::Ok();
            answer
                .content_type("image/svg+xml; charset=utf-8")
                .insert_header((CACHE_CONTROL, "no-store"));
            Ok(answer.body(drawing))
        }
        (other, _) => Ok(see_other(leads_to(&ctx, other, ""))),
    }
}

/// Checks the first code and keeps the secret.
pub async fn take_up(ctx: Ctx, viewer: Applicant, posted: Protected<FactorForm>) -> Result<HttpResponse, Error> {
    let next = posted.form.next();
    let (Standing::ToSetUp, Some(session)) = (standing(&ctx).await?, session_token(&ctx)?) else {
        return Ok(see_other(leads_to(&ctx, standing(&ctx).await?, &next)));
    };
    let secret = Secret::offered(&ctx.app.ledger.env().keys, &session, viewer.id);
    let step = match posted.form.parse() {
        Ok(Typed::App(code)) => secret.step_of(&code, ctx.app.ledger.clock.now())?,
        Ok(Typed::Recovery(_)) => None,
        Err(errors) => return ctx.invalid(&page(&ctx, &session, &viewer, next, errors)?),
    };
    let Some(step) = step else {
        let mut errors = Errors::default();
        errors.add(
            "code",
            "Code is wrong. Check that the time on your phone is right, and enter the newest code",
        );
        return ctx.invalid(&page(&ctx, &session, &viewer, next, errors)?);
    };
    let seed = hex::encode(ctx.app.ledger.env().random.bytes32()?);
    let (id, kept) = (viewer.id, seed.clone());
    let add = move |tx: &mut crate::tx::Tx<'_>| store::add(tx, id, &secret, step, &kept);
    ctx.app.ledger.write(Actor::Person(id), add).await?;
    mark_proven(&ctx)?;
    ctx.session.insert(SEED, seed).map_err(Error::internal)?;
    Ok(see_other(with_next(CODES, &next)))
}

/// Shows the recovery codes, until whoever sees them says that they are written down.
pub async fn codes(ctx: Ctx, _viewer: Applicant, wanted: Query<Wanted>) -> Result<HttpResponse, Error> {
    let seed: Option<String> = ctx.session.get(SEED).map_err(Error::internal)?;
    match seed {
        Some(seed) => ctx.page(&CodesPage {
            codes: recovery_codes(&ctx.app.ledger.env().keys, &seed),
            next: wanted.path().to_owned(),
        }),
        None => Ok(see_other(leads_to(&ctx, standing(&ctx).await?, wanted.path()))),
    }
}

/// The codes are written down: they are never shown again.
pub async fn kept_codes(ctx: Ctx, _viewer: Applicant, posted: Protected<FactorForm>) -> Result<HttpResponse, Error> {
    ctx.session.remove(SEED);
    Ok(see_other(leads_to(&ctx, standing(&ctx).await?, &posted.form.next())))
}

/// Asks for a code of the app before new recovery codes are made.
pub async fn new_codes(ctx: Ctx, _viewer: Applicant) -> Result<HttpResponse, Error> {
    match standing(&ctx).await? {
        Standing::Proven => ctx.page(&NewCodesPage::new(Errors::default())),
        other => Ok(see_other(leads_to(&ctx, other, NEW_CODES))),
    }
}

/// Makes them: the ones before do not work any more.
pub async fn make_codes(ctx: Ctx, viewer: Applicant, posted: Protected<FactorForm>) -> Result<HttpResponse, Error> {
    match standing(&ctx).await? {
        Standing::Proven => {}
        other => return Ok(see_other(leads_to(&ctx, other, NEW_CODES))),
    }
    let code = match posted.form.parse() {
        Ok(code) => code,
        Err(errors) => return ctx.invalid(&NewCodesPage::new(errors)),
    };
    let seed = hex::encode(ctx.app.ledger.env().random.bytes32()?);
    let (id, kept) = (viewer.id, seed.clone());
    let renew = move |tx: &mut crate::tx::Tx<'_>| store::renew_codes(tx, id, &code, &kept);
    if let Some(wrong) = words::of(ctx.app.ledger.write(Actor::Person(id), renew).await?) {
        let mut errors = Errors::default();
        errors.add("code", wrong);
        return ctx.invalid(&NewCodesPage::new(errors));
    }
    ctx.session.insert(SEED, seed).map_err(Error::internal)?;
    Ok(see_other(with_next(CODES, "/your-account")))
}

fn page(ctx: &Ctx, session: &str, viewer: &Applicant, next: String, errors: Errors) -> Result<SetUpPage, Error> {
    Ok(SetUpPage {
        back: "/sign-out".to_owned(),
        errors: errors.0,
        secret: Secret::offered(&ctx.app.ledger.env().keys, session, viewer.id).words()?,
        next,
    })
}

fn session_token(ctx: &Ctx) -> Result<Option<String>, Error> {
    ctx.session.get(CSRF).map_err(Error::internal)
}

/// From now on this session has the second factor; it gets a new id.
fn mark_proven(ctx: &Ctx) -> Result<(), Error> {
    ctx.session.renew();
    ctx.session.insert(PROVEN_FACTOR, true).map_err(Error::internal)
}
