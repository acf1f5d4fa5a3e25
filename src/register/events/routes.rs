//! Handlers of events. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::forms::EventForm;
use super::model::{Event, EventState};
use super::store;
use super::views::{CancelPage, CancelledPage, EventPage, EventsPage};
use crate::auth::Member;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::register::members::{again, chosen, organisations, own};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

const LIST: &str = "/coordinate/events";
/// Events on a page.
const PAGE: usize = 50;

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    after: String,
}

fn mine(db: &mut AnyConnection, viewer: &Member, reference: &str) -> Result<Event, Error> {
    let event = store::event_by_ref(db, reference)?;
    own(viewer, event.organisation_id, "event", event.id)?;
    Ok(event)
}

/// What was recorded.
pub async fn list(ctx: Ctx, viewer: Member, from: Query<After>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let after = match from.after.as_str() {
            "" => None,
            reference => mine(db, &viewer, reference).ok().map(|event| (event.recorded.on_day, event.id)),
        };
        let limit = i64::try_from(PAGE + 1).map_err(Error::internal)?;
        let mut events = store::events_of(db, &viewer.organisations, after, limit)?;
        let more = events.len() > PAGE;
        events.truncate(PAGE);
        Ok(EventsPage::new(&events, more, after.is_none()))
    })
    .await
}

/// Asks for a new event.
pub async fn begin(ctx: Ctx, viewer: Member) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        Ok(EventPage::new(
            &EventForm::default(),
            &organisations(db, &viewer)?,
            None,
            Errors::default(),
        ))
    })
    .await
}

/// Records an event.
pub async fn add(ctx: Ctx, viewer: Member, sent: Protected<EventForm>) -> Result<HttpResponse, Error> {
    let parsed = sent.form.parse(ctx.app.ledger.clock.now().date());
    let (new, organisation_id) = match (parsed, chosen(&viewer, &sent.form.organisation)) {
        (Ok(new), Ok(id)) => (new, id),
        (parsed, chosen) => {
            let mut errors = chosen.err().unwrap_or_default();
            errors.0.extend(parsed.err().unwrap_or_default().0);
            let load = move |db: &mut AnyConnection| Ok(EventPage::new(&sent.form, &organisations(db, &viewer)?, None, errors));
            return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
        }
    };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        own(&again(tx.db, &viewer)?, organisation_id, "organisation", organisation_id)?;
        store::add_event(tx, organisation_id, &new)?;
        Ok(LIST.to_owned())
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The event is recorded")?;
    Ok(see_other(location))
}

/// Shows an event, to be changed unless it is cancelled.
pub async fn show(ctx: Ctx, viewer: Member, reference: Path<String>) -> Result<HttpResponse, Error> {
    let event = ctx.app.ledger.db.read(move |db| mine(db, &viewer, &reference)).await?;
    if event.recorded.state == EventState::Cancelled {
        return ctx.page(&CancelledPage::new(&event));
    }
    ctx.page(&EventPage::new(
        &EventForm::from(&event),
        &[],
        Some(&event.reference),
        Errors::default(),
    ))
}

/// Changes an event.
pub async fn change(ctx: Ctx, viewer: Member, reference: Path<String>, sent: Protected<EventForm>) -> Result<HttpResponse, Error> {
    let (by, reading) = (Actor::Person(viewer.id), viewer.clone());
    let named = reference.clone();
    let event = ctx.app.ledger.db.read(move |db| mine(db, &reading, &named)).await?;
    let new = match sent.form.parse(ctx.app.ledger.clock.now().date()) {
        Ok(new) => new,
        Err(errors) => return ctx.invalid(&EventPage::new(&sent.form, &[], Some(&event.reference), errors)),
    };
    let act = move |tx: &mut Tx<'_>| {
        let viewer = again(tx.db, &viewer)?;
        let event = mine(tx.db, &viewer, &reference)?;
        store::change_event(tx, event.id, &new)?;
        Ok(LIST.to_owned())
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The event is changed")?;
    Ok(see_other(location))
}

/// Asks whether it is to be cancelled.
pub async fn ask(ctx: Ctx, viewer: Member, reference: Path<String>) -> Result<HttpResponse, Error> {
    let event = ctx.app.ledger.db.read(move |db| mine(db, &viewer, &reference)).await?;
    if event.recorded.state == EventState::Cancelled {
        return ctx.page(&CancelledPage::new(&event));
    }
    ctx.page(&CancelPage::new(&event))
}

/// A form that is only a button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pressed {}

/// Cancels an event.
pub async fn cancel(ctx: Ctx, viewer: Member, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let viewer = again(tx.db, &viewer)?;
        let event = mine(tx.db, &viewer, &reference)?;
        store::cancel_event(tx, event.id)?;
        Ok(LIST.to_owned())
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The event is cancelled")?;
    Ok(see_other(location))
}
