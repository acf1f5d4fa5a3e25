//! A coordinator's pages of placements. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;
use serde_json::json;
use time::Date;
use time::macros::format_description;

use crate::applications;
use crate::audit::{self, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::dates::date_of;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::days_between;
use crate::placements::{Placed, PlacementState, placed_for_coordinator, placed_with};
use crate::preparation::day as sheet;
use crate::preparation::feed::EARLIEST;
use crate::preparation::forms::{Action, ActionForm};
use crate::preparation::model::{Detail, Owner, Planned, Task, TaskState};
use crate::preparation::people::seen;
use crate::preparation::plan::is_child;
use crate::preparation::store;
use crate::preparation::views::{ActionPage, ListPage, PlacementPage, Who};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Placements on one page of the list.
const PAGE: i64 = 50;

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    day: String,
    id: i64,
}

impl After {
    fn key(&self) -> (Date, i64) {
        (read_day(&self.day).unwrap_or(EARLIEST), self.id)
    }
}

fn read_day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// Who comes, by first day, and what is left to do.
pub async fn list(ctx: Ctx, viewer: Coordinator, after: Query<After>) -> Result<HttpResponse, Error> {
    let today = date_of(ctx.app.ledger.clock.now());
    let load = move |db: &mut AnyConnection| {
        let placed = placed_with(db, &viewer.organisations, today, after.key(), PAGE)?;
        let ids: Vec<i64> = placed.iter().map(|(one, _)| one.id).collect();
        let (tasks, asked) = (store::tasks_of(db, &ids)?, store::reconfirmations_of(db, &ids)?);
        let full = i64::try_from(placed.len()).is_ok_and(|count| count == PAGE);
        let next = placed
            .last()
            .filter(|_| full)
            .map(|(last, _)| format!("day={}&id={}", last.first_day, last.id));
        let page = ListPage::new(&placed, &tasks, &asked, next, today);
        Ok((page, seen(&viewer, SeenPage::Placement, placed.iter().map(|(one, _)| one))))
    };
    ctx.page(&ctx.read_seen(load).await?)
}

/// One placement.
pub async fn hub(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let (placed, plan, asked) = store::prepared(db, &reference)?;
        viewer.may_have(placed.organisation_id, "placement", placed.id)?;
        let answers = applications::answers(db, placed.application_id)?;
        let who = Who {
            name: answers
                .name
                .as_ref()
                .map_or_else(|| placed.application.clone(), ToString::to_string),
            child: is_child(&answers, &placed),
        };
        let tasks = store::tasks(db, placed.id)?;
        let days = days_between(placed.first_day, placed.last_day, plan.as_ref());
        let page = PlacementPage::new(&placed, who, plan.as_ref(), &tasks, &asked, &days);
        Ok((page, seen(&viewer, SeenPage::Placement, [&placed])))
    };
    ctx.page(&ctx.read_seen(load).await?)
}

/// A task of the organisation, of a placement of the viewer's, with the help that whoever comes has asked for since they applied.
fn task(db: &mut AnyConnection, viewer: &Coordinator, reference: &str, task: &str) -> Result<(Placed, Planned, Option<Detail>), Error> {
    let placed = placed_for_coordinator(db, viewer, reference)?;
    let task: Task = task.parse().map_err(|_| Error::NotFound)?;
    let mut tasks = store::tasks(db, placed.id)?;
    let travel = tasks.iter_mut().find(|one| one.task == Task::Travel);
    let help = travel.and_then(|one| one.detail.take());
    let planned = tasks.into_iter().find(|one| one.task == task);
    let planned = planned.filter(|one| task.owner() == Owner::Coordinator && one.state != TaskState::NotNeeded);
    let planned = planned.ok_or(Error::NotFound)?;
    if placed.state != PlacementState::Agreed {
        return Err(Error::conflict("This place was given back, or the placement is over."));
    }
    Ok((placed, planned, help))
}

fn task_page(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    (placed, planned, help): &(Placed, Planned, Option<Detail>),
    form: &ActionForm,
    errors: Errors,
) -> Result<(ActionPage, Vec<Seen>), Error> {
    let needs = applications::answers(db, placed.application_id)?.needs.unwrap_or_default();
    let page = ActionPage::new(placed, planned, &needs, help.as_ref(), form, errors);
    Ok((page, seen(viewer, SeenPage::Agreed, [placed])))
}

/// Asks what the organisation does about a task.
pub async fn show_task(ctx: Ctx, viewer: Coordinator, path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let found = task(db, &viewer, &path.0, &path.1)?;
        let form = ActionForm::from(&found.1);
        task_page(db, &viewer, &found, &form, Errors::default())
    };
    ctx.page(&ctx.read_seen(load).await?)
}

/// Takes it.
pub async fn do_task(
    ctx: Ctx,
    viewer: Coordinator,
    path: Path<(String, String)>,
    Protected { mut form, key }: Protected<ActionForm>,
) -> Result<HttpResponse, Error> {
    let (who, at) = (viewer.clone(), path.clone());
    let found = ctx.app.ledger.db.read(move |db| task(db, &who, &at.0, &at.1)).await?;
    let action = match form.parse(found.1.task, found.0.first_day) {
        Ok(action) => action,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| task_page(db, &viewer, &found, &form, errors);
            let page = ctx.read_seen(load).await?;
            return ctx.invalid(&page);
        }
    };
    let act = move |tx: &mut Tx<'_>| save(tx, &viewer, &path, action);
    Ok(see_other(
        ctx.app.ledger.write_once(key, Actor::Person(ctx.viewer_id()?), act).await?,
    ))
}

/// Stores what the organisation does; answers the placement's page.
fn save(tx: &mut Tx<'_>, viewer: &Coordinator, path: &(String, String), action: Action) -> Result<String, Error> {
    // Read again: a role may have been taken away, or the place given back, since the request began.
    let viewer = viewer.again(tx.db)?;
    let (placed, planned, _) = task(tx.db, &viewer, &path.0, &path.1)?;
    let detail = action.what.map(|what| Detail::Action { what });
    store::save_task(tx, placed.id, planned.task, action.state, detail.as_ref(), Some(viewer.id))?;
    if let Some(by) = action.by {
        store::save_due(tx, placed.id, planned.task, by)?;
    }
    let facts = json!({"task": planned.task, "state": action.state});
    audit::record(tx, "placement.task_settled", "placement", placed.id, &facts)?;
    Ok(format!("/coordinate/placements/{}", placed.reference))
}

/// Who comes on a day, to print.
pub async fn day(ctx: Ctx, viewer: Coordinator, date: Path<String>) -> Result<HttpResponse, Error> {
    let date = read_day(&date).ok_or(Error::NotFound)?;
    ctx.page(&ctx.read_seen(move |db| sheet::page(db, &viewer, date)).await?)
}
