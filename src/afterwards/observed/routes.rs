//! Handlers of the log.

use actix_web::HttpResponse;
use actix_web::web::Path;
use time::Date;

use super::forms::{NewSeen, SeenForm};
use super::store;
use super::views::ValuesPage;
use crate::afterwards::guard::{look, own, plan};
use crate::afterwards::model::{Side, begun, has_begun};
use crate::audit::{Seen, SeenPage};
use crate::auth::{Applicant, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::placements::{Placed, placed_for_coordinator};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The page of a placement; with a form that was sent, the entry that it makes if nothing is wrong.
fn page(db: &mut AnyConnection, placed: &Placed, back: String, today: Date, sent: Option<&SeenForm>) -> Result<Filled, Error> {
    has_begun(placed, today)?;
    let (about, days) = plan(db, placed.opportunity_id)?;
    let days = begun(&days, today);
    let (new, errors) = match sent.map(|form| form.parse(&days)) {
        Some(Ok(new)) => (Some(new), Errors::default()),
        Some(Err(errors)) => (None, errors),
        None => (None, Errors::default()),
    };
    let seen = store::of(db, placed.id)?;
    let empty = SeenForm::default();
    let page = ValuesPage::new(&about.title, back, &seen, &days, sent.unwrap_or(&empty), errors);
    Ok((page, new))
}

fn of_participant(
    db: &mut AnyConnection,
    viewer: &Applicant,
    (reference, today): (&str, Date),
    sent: Option<&SeenForm>,
) -> Result<Filled, Error> {
    let placed = own(db, viewer, reference)?;
    page(db, &placed, format!("/applications/{reference}/afterwards"), today, sent)
}

/// The log, for the participant.
pub async fn show_participant(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| Ok(of_participant(db, &viewer, (&reference, today), None)?.0))
        .await
}

/// The participant adds an entry.
pub async fn add_participant(
    ctx: Ctx,
    viewer: Applicant,
    reference: Path<String>,
    sent: Protected<SeenForm>,
) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let (by, reading, named) = (viewer.id, viewer.clone(), reference.clone());
    let form = sent.form;
    let load = move |db: &mut AnyConnection| of_participant(db, &reading, (&named, today), Some(&form));
    let (page, new) = ctx.app.ledger.db.read(load).await?;
    let Some(new) = new else { return ctx.invalid(&page) };
    let act = move |tx: &mut Tx<'_>| {
        let placed = own(tx.db, &viewer, &reference)?;
        store::add(tx, &placed, Side::Participant, &new, by)?;
        Ok(format!("/applications/{reference}/values"))
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?;
    ctx.flash(true, "It is added")?;
    Ok(see_other(location))
}

/// The page, and the entry that was sent, if it can be kept.
type Filled = (ValuesPage, Option<NewSeen>);

fn of_organisation(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    (reference, today): (&str, Date),
    sent: Option<&SeenForm>,
) -> Result<(Filled, Option<Seen>), Error> {
    let placed = placed_for_coordinator(db, viewer, reference)?;
    let back = format!("/coordinate/placements/{reference}/afterwards");
    let (page, new) = page(db, &placed, back, today, sent)?;
    // What is added leads to the page again, and is shown there.
    let seen = if new.is_none() {
        look(viewer, SeenPage::Placement, &[placed])
    } else {
        None
    };
    Ok(((page, new), seen))
}

/// The log, for a coordinator.
pub async fn show_organisation(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let load = move |db: &mut AnyConnection| of_organisation(db, &viewer, (&reference, today), None);
    let (page, _) = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// A coordinator adds an entry.
pub async fn add_organisation(
    ctx: Ctx,
    viewer: Coordinator,
    reference: Path<String>,
    sent: Protected<SeenForm>,
) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let (by, reading, named) = (viewer.id, viewer.clone(), reference.clone());
    let form = sent.form;
    let load = move |db: &mut AnyConnection| of_organisation(db, &reading, (&named, today), Some(&form));
    let (page, new) = ctx.read_seen(load).await?;
    let Some(new) = new else { return ctx.invalid(&page) };
    let act = move |tx: &mut Tx<'_>| {
        let viewer = viewer.again(tx.db)?;
        let placed = placed_for_coordinator(tx.db, &viewer, &reference)?;
        store::add(tx, &placed, Side::Organisation, &new, by)?;
        Ok(format!("/coordinate/placements/{reference}/values"))
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?;
    ctx.flash(true, "It is added")?;
    Ok(see_other(location))
}
