//! Handlers of thanks.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use super::store;
use super::views::{MOST, ThanksPage};
use crate::afterwards::guard::own;
use crate::afterwards::model::can_look_back;
use crate::auth::Applicant;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities as offered;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The posted field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThanksForm {
    words: String,
}

impl ThanksForm {
    fn parse(&self) -> Result<String, Errors> {
        let (typed, mut errors) = (self.words.trim(), Errors::default());
        if typed.is_empty() {
            errors.add("words", "Enter what you want to say");
        } else if typed.chars().count() > usize::from(MOST) {
            errors.add("words", format!("What you want to say must be {MOST} characters or less"));
        }
        errors.or(|| typed.to_owned())
    }
}

fn page(
    db: &mut AnyConnection,
    viewer: &Applicant,
    (reference, today): (&str, time::Date),
    form: &ThanksForm,
    errors: Errors,
) -> Result<ThanksPage, Error> {
    let placed = own(db, viewer, reference)?;
    can_look_back(&placed, today)?;
    let about = offered::by_id(db, placed.opportunity_id)?;
    let sent = store::written(db, placed.id)?;
    Ok(ThanksPage::new(reference, &about, sent, &form.words, errors))
}

/// Asks for the words, or shows them.
pub async fn show(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| page(db, &viewer, (&reference, today), &ThanksForm::default(), Errors::default()))
        .await
}

/// Sends them.
pub async fn send(ctx: Ctx, viewer: Applicant, reference: Path<String>, sent: Protected<ThanksForm>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let words = match sent.form.parse() {
        Ok(words) => words,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| page(db, &viewer, (&reference, today), &sent.form, errors);
            return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
        }
    };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let placed = own(tx.db, &viewer, &reference)?;
        store::send(tx, &placed, &words)?;
        Ok(format!("/applications/{reference}/afterwards"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "Your thanks are on their way")?;
    Ok(see_other(location))
}
