//! Handlers of attendance. What belongs to another organisation is not found.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::closing;
use super::forms::{MarksForm, day, field, nothing};
use super::model::{Mark, Outcome};
use super::store;
use super::views::{ClosePage, DayPage, PersonPage, Roll};
use crate::afterwards::guard::{coordinated, look, plan};
use crate::afterwards::model::has_begun;
use crate::audit::{Seen, SeenPage};
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::with_plan_by_ref;
use crate::placements::{Placed, PlacementState, placed_for_coordinator};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Which day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OnDay {
    day: String,
}

/// A form that is only a button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pressed {}

fn roll(db: &mut AnyConnection, viewer: &Coordinator, reference: &str, today: Date) -> Result<Roll, Error> {
    let (about, plan) = with_plan_by_ref(db, reference)?;
    viewer.may_have(about.organisation_id, "opportunity", about.id)?;
    let roll = Roll::load(db, about, plan.as_ref(), today)?;
    if roll.days.is_empty() {
        return Err(Error::conflict(
            "This placement has not begun yet. You can record who came from the first day on.",
        ));
    }
    Ok(roll)
}

fn day_page(roll: &Roll, on: Date, chosen: &BTreeMap<String, Mark>, errors: Errors) -> Result<DayPage, Error> {
    if roll.days.contains(&on) {
        Ok(DayPage::new(roll, on, chosen, errors))
    } else {
        Err(Error::NotFound)
    }
}

/// One day of an opportunity; the last that has begun unless the address names another.
pub async fn show_day(ctx: Ctx, viewer: Coordinator, reference: Path<String>, on: Query<OnDay>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let load = move |db: &mut AnyConnection| {
        let roll = roll(db, &viewer, &reference, today)?;
        let last = roll.days.last().copied();
        let on = if on.day.is_empty() { last } else { day(&on.day) };
        let page = day_page(&roll, on.ok_or(Error::NotFound)?, &BTreeMap::new(), Errors::default())?;
        Ok((page, look(&viewer, SeenPage::Placement, &roll.placed())))
    };
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// Keeps what was chosen for one day.
pub async fn save_day(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<MarksForm>) -> Result<HttpResponse, Error> {
    let marks = owned(sent.form.marks()?);
    let by = Actor::Person(viewer.id);
    if marks.is_empty() {
        let today = ctx.app.ledger.clock.now().date();
        let load = move |db: &mut AnyConnection| {
            let roll = roll(db, &viewer, &reference, today)?;
            let first = roll.people.iter().find(|person| person.placed.state == PlacementState::Agreed);
            let first = first.map(|person| field(&person.placed.reference)).unwrap_or_default();
            let errors = nothing(&first);
            let page = day_page(&roll, sent.form.day()?, &marks, errors)?;
            Ok((page, look(&viewer, SeenPage::Placement, &roll.placed())))
        };
        let page = ctx.read_seen(load).await?;
        return ctx.invalid(&page);
    }
    let on = sent.form.day()?;
    let act = move |tx: &mut Tx<'_>| record_day(tx, &viewer, &reference, on, &marks);
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The attendance is saved")?;
    Ok(see_other(location))
}

fn owned(marks: BTreeMap<&str, Mark>) -> BTreeMap<String, Mark> {
    marks.into_iter().map(|(about, mark)| (about.to_owned(), mark)).collect()
}

fn record_day(tx: &mut Tx<'_>, viewer: &Coordinator, reference: &str, on: Date, marks: &BTreeMap<String, Mark>) -> Result<String, Error> {
    let viewer = viewer.again(tx.db)?;
    let (id, organisation_id) = store::opportunity_of(tx.db, reference)?;
    viewer.may_have(organisation_id, "opportunity", id)?;
    for (whose, mark) in marks {
        let placed = placed_for_coordinator(tx.db, &viewer, whose)?;
        if placed.opportunity_id != id {
            return Err(Error::BadRequest);
        }
        closing::record(tx, &placed, &BTreeMap::from([(on, *mark)]))?;
    }
    Ok(format!("/coordinate/opportunities/{reference}/attendance?day={on}"))
}

fn person(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    (reference, today): (&str, Date),
    chosen: &BTreeMap<Date, Mark>,
    errors: Errors,
) -> Result<(PersonPage, Option<Seen>), Error> {
    let (placed, name) = coordinated(db, viewer, reference)?;
    has_begun(&placed, today)?;
    let page = PersonPage::load(db, (&placed, name), today, chosen, errors)?;
    Ok((page, look(viewer, SeenPage::Placement, &[placed])))
}

/// All days of one person.
pub async fn show_person(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let load = move |db: &mut AnyConnection| person(db, &viewer, (&reference, today), &BTreeMap::new(), Errors::default());
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// Keeps what was chosen for one person.
pub async fn save_person(
    ctx: Ctx,
    viewer: Coordinator,
    reference: Path<String>,
    sent: Protected<MarksForm>,
) -> Result<HttpResponse, Error> {
    let marks = sent.form.days()?;
    let (by, today) = (Actor::Person(viewer.id), ctx.app.ledger.clock.now().date());
    if marks.is_empty() {
        let load = move |db: &mut AnyConnection| {
            let placed = placed_for_coordinator(db, &viewer, &reference)?;
            let (_, days) = plan(db, placed.opportunity_id)?;
            let first = days.first().map(field).unwrap_or_default();
            person(db, &viewer, (&reference, today), &marks, nothing(&first))
        };
        let page = ctx.read_seen(load).await?;
        return ctx.invalid(&page);
    }
    let act = move |tx: &mut Tx<'_>| {
        let placed = again(tx, &viewer, &reference)?;
        closing::record(tx, &placed, &marks)?;
        Ok(format!("/coordinate/placements/{reference}/attendance"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The attendance is saved")?;
    Ok(see_other(location))
}

/// The placement, if the viewer still coordinates it: a role may have been taken away since the request began.
fn again(tx: &mut Tx<'_>, viewer: &Coordinator, reference: &str) -> Result<Placed, Error> {
    let viewer = viewer.again(tx.db)?;
    placed_for_coordinator(tx.db, &viewer, reference)
}

/// Asks whether the placement is to be closed.
pub async fn ask_close(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let load = move |db: &mut AnyConnection| {
        let (placed, name) = coordinated(db, &viewer, &reference)?;
        if placed.state != PlacementState::Agreed {
            return Ok((Err(format!("/coordinate/placements/{reference}/afterwards")), None));
        }
        has_begun(&placed, today)?;
        let page = ClosePage::load(db, &placed, name)?;
        Ok((Ok(page), look(&viewer, SeenPage::Placement, &[placed])))
    };
    match ctx.read_seen(load).await? {
        Ok(page) => ctx.page(&page),
        Err(path) => Ok(see_other(path)),
    }
}

/// Closes the placement.
pub async fn close(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let placed = again(tx, &viewer, &reference)?;
        let next = match closing::close(tx, &placed)? {
            Outcome::Completed => "certificate",
            Outcome::DidNotAttend => "afterwards",
        };
        Ok(format!("/coordinate/placements/{reference}/{next}"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The placement is closed")?;
    Ok(see_other(location))
}
