//! Handlers of the national team's pages.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};

use super::adopt::adopt as put_in_force;
use super::forms::{AdoptForm, Chosen, Pair};
use super::views::{AdoptPage, PolicyPage, PreviewPage};
use crate::auth::National;
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The policy in force, those before it, and the rounds to try another on.
pub async fn show(ctx: Ctx, _viewer: National) -> Result<HttpResponse, Error> {
    ctx.load_page(PolicyPage::load).await
}

/// Who would have moved in a past round.
pub async fn preview(ctx: Ctx, _viewer: National, round: Path<String>, pair: Query<Pair>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| PreviewPage::load(db, &round, &pair)).await
}

/// Shows what would change once more, and asks for the reason.
pub async fn confirm(ctx: Ctx, viewer: National, round: Path<String>, chosen: Query<Chosen>) -> Result<HttpResponse, Error> {
    let keys = ctx.app.ledger.env().keys.clone();
    let form = AdoptForm {
        rules: chosen.into_inner().rules,
        ..AdoptForm::default()
    };
    ctx.load_page(move |db| AdoptPage::load(db, &keys, viewer, &round, &form, Errors::default()))
        .await
}

/// Adopts a policy for new rounds.
pub async fn adopt(ctx: Ctx, viewer: National, round: Path<String>, sent: Protected<AdoptForm>) -> Result<HttpResponse, Error> {
    let reason = match sent.form.reason() {
        Ok(reason) => reason,
        Err(errors) => {
            let keys = ctx.app.ledger.env().keys.clone();
            let load = move |db: &mut _| AdoptPage::load(db, &keys, viewer, &round, &sent.form, errors);
            return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
        }
    };
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        put_in_force(tx, viewer, &round, &sent.form, &reason)?;
        Ok("/national/policy".to_owned())
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(viewer.id), act).await?;
    ctx.flash(true, "Rounds that open from now on follow these rules")?;
    Ok(see_other(location))
}
