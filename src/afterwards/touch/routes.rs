//! Handlers of keeping in touch, for somebody who is signed in.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use super::asking;
use super::model::TouchState;
use super::store;
use super::views::KeepPage;
use crate::afterwards::guard::own;
use crate::afterwards::model::can_look_back;
use crate::auth::Applicant;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Yes or no.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeepForm {
    ask: String,
}

fn page(db: &mut AnyConnection, viewer: &Applicant, reference: &str, today: time::Date, errors: Errors) -> Result<KeepPage, Error> {
    let placed = own(db, viewer, reference)?;
    can_look_back(&placed, today)?;
    let on = store::state(db, placed.id)? == Some(TouchState::On);
    Ok(KeepPage::new(reference, on, errors))
}

/// Asks.
pub async fn show(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| page(db, &viewer, &reference, today, Errors::default()))
        .await
}

/// Starts or stops the questions.
pub async fn choose(ctx: Ctx, viewer: Applicant, reference: Path<String>, sent: Protected<KeepForm>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    if !matches!(sent.form.ask.as_str(), "yes" | "no") {
        let mut errors = Errors::default();
        errors.add("ask", "Select whether we may ask you");
        let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, today, errors);
        return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
    }
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let placed = own(tx.db, &viewer, &reference)?;
        can_look_back(&placed, today)?;
        if sent.form.ask == "yes" {
            asking::agree(tx, &placed)?;
        } else {
            asking::stop(tx, placed.id)?;
        }
        Ok(format!("/applications/{reference}/afterwards"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "Your choice is saved")?;
    Ok(see_other(location))
}
