//! Handlers of the pages on which an opportunity is written.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::hosting::fields::Fields;
use crate::hosting::load::{context, mine, mine_held};
use crate::hosting::model::Section;
use crate::hosting::sections::{Context, body, filled, read};
use crate::hosting::views::SectionPage;
use crate::hosting::write;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

fn section(name: &str) -> Result<Section, Error> {
    name.parse().map_err(|_| Error::NotFound)
}

fn page(section: Section, context: &Context, fields: &Fields, errors: Errors) -> SectionPage {
    SectionPage::new(section, context, body(section, fields, &errors, context), errors)
}

/// Shows a part.
pub async fn show(ctx: Ctx, viewer: Coordinator, path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let plan = mine(db, &viewer, &path.0)?;
        let section = section(&path.1)?;
        let fields = filled(section, &plan);
        Ok(page(section, &context(db, plan)?, &fields, Errors::default()))
    })
    .await
}

/// Saves a part.
pub async fn save(ctx: Ctx, viewer: Coordinator, path: Path<(String, String)>, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let (by, reading, now) = (Actor::Person(viewer.id), viewer.clone(), ctx.app.ledger.clock.now());
    let (reference, name) = path.into_inner();
    let named = reference.clone();
    let load = move |db: &mut AnyConnection| mine(db, &reading, &named).and_then(|plan| context(db, plan));
    let stored = ctx.app.ledger.db.read(load).await?;
    let section = section(&name)?;
    if let Err(errors) = read(section, &sent.form, &stored, now) {
        return ctx.invalid(&page(section, &stored, &sent.form, errors));
    }
    let act = move |tx: &mut Tx<'_>| {
        let plan = mine_held(tx, &viewer, &reference)?;
        let context = context(tx.db, plan)?;
        write::save_typed(tx, section, &context, &sent.form)
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, by, act).await?))
}
