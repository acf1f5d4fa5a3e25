//! An applicant's own pages of a placement.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde_json::json;

use crate::applications;
use crate::audit;
use crate::auth::Applicant;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities as offered;
use crate::placements::{Placed, PlacementState, placed_own};
use crate::preparation::forms::{ComingForm, TaskForm};
use crate::preparation::model::{Detail, Owner, Planned, Task, TaskState};
use crate::preparation::plan::plan;
use crate::preparation::views::{HubPage, TaskPage};
use crate::preparation::{still_coming as coming, store};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The placement of the viewer's application while it is agreed.
///
/// # Errors
/// `NotFound` if the application is not theirs.
fn own(db: &mut AnyConnection, viewer: &Applicant, reference: &str) -> Result<Option<Placed>, Error> {
    let Some(placed) = placed_own(db, viewer.id, reference)? else {
        applications::own(db, viewer.id, reference)?;
        return Ok(None);
    };
    Ok(Some(placed).filter(|placed| placed.state == PlacementState::Agreed))
}

/// Where whoever has no place here finds out why.
fn to_application(reference: &str) -> String {
    format!("/applications/{reference}")
}

/// Where and when to come, and what is left to do. Whoever has no place is sent to their application.
pub async fn hub(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let Some(placed) = own(db, &viewer, &reference)? else {
            return Ok(Err(to_application(&reference)));
        };
        let (about, plan) = offered::with_plan(db, placed.opportunity_id)?;
        let asked = store::reconfirmations_of(db, &[placed.id])?
            .last()
            .is_some_and(|one| one.answer.is_none());
        let tasks = store::tasks(db, placed.id)?;
        Ok(Ok(HubPage::new(&placed, &about, plan.as_ref(), &tasks, asked)))
    };
    match ctx.app.ledger.db.read(load).await? {
        Ok(page) => ctx.page(&page),
        Err(path) => Ok(see_other(path)),
    }
}

/// A task of the viewer's own agreed placement that has a page here.
fn task(db: &mut AnyConnection, viewer: &Applicant, reference: &str, task: &str) -> Result<(Placed, Planned), Error> {
    let placed = own(db, viewer, reference)?;
    let task: Task = task.parse().map_err(|_| Error::NotFound)?;
    if task.owner() != Owner::Applicant || task == Task::EmergencyContact {
        return Err(Error::NotFound);
    }
    let placed = placed.ok_or_else(|| Error::conflict("You do not have a place here any more."))?;
    let planned = store::tasks(db, placed.id)?.into_iter().find(|one| one.task == task);
    Ok((placed, planned.ok_or(Error::NotFound)?))
}

fn task_page(db: &mut AnyConnection, placed: &Placed, planned: &Planned, form: &TaskForm, errors: Errors) -> Result<TaskPage, Error> {
    let (about, plan) = offered::with_plan(db, placed.opportunity_id)?;
    let has_file = store::has_pack_file(db, placed.opportunity_id)?;
    Ok(TaskPage::new(placed, &about, plan.as_ref(), has_file, planned, form, errors))
}

/// Shows a task.
pub async fn show_task(ctx: Ctx, viewer: Applicant, path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let (placed, planned) = task(db, &viewer, &path.0, &path.1)?;
        task_page(db, &placed, &planned, &TaskForm::default(), Errors::default())
    })
    .await
}

/// Takes what was said about a task.
pub async fn do_task(
    ctx: Ctx,
    viewer: Applicant,
    path: Path<(String, String)>,
    Protected { mut form, key }: Protected<TaskForm>,
) -> Result<HttpResponse, Error> {
    let (by, at) = (viewer.clone(), path.clone());
    let (placed, planned) = ctx.app.ledger.db.read(move |db| task(db, &by, &at.0, &at.1)).await?;
    let detail = match form.parse(planned.task) {
        Ok(detail) => detail,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| task_page(db, &placed, &planned, &form, errors);
            return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
        }
    };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        // Read again: the place may have been given back meanwhile.
        let (placed, planned) = task(tx.db, &viewer, &path.0, &path.1)?;
        save(tx, &placed, &planned, detail.as_ref(), viewer.id)?;
        Ok(format!("/applications/{}/placement", placed.application))
    };
    Ok(see_other(ctx.app.ledger.write_once(key, by, act).await?))
}

/// Stores a task as done. What was signed stays as it was signed; help with travel that is not needed any more is not prepared.
fn save(tx: &mut Tx<'_>, placed: &Placed, planned: &Planned, detail: Option<&Detail>, by: i64) -> Result<(), Error> {
    if matches!(planned.detail, Some(Detail::Signed { .. })) {
        return Ok(());
    }
    store::save_task(tx, placed.id, planned.task, TaskState::Done, detail, Some(by))?;
    let facts = json!({"task": planned.task});
    audit::record(tx, "placement.task_done", "placement", placed.id, &facts)?;
    if let Some(Detail::Travel { help }) = detail {
        let known = store::tasks(tx.db, placed.id)?.into_iter().find(|one| one.task == Task::TravelHelp);
        match known {
            Some(one) if help.is_empty() => {
                store::save_task(tx, placed.id, Task::TravelHelp, TaskState::NotNeeded, one.detail.as_ref(), None)?;
            }
            Some(one) if one.state == TaskState::NotNeeded => {
                store::save_task(tx, placed.id, Task::TravelHelp, TaskState::Open, one.detail.as_ref(), None)?;
            }
            Some(_) => {}
            None => drop(plan(tx, placed.id)?),
        }
    }
    Ok(())
}

/// Asks whether the viewer still comes.
pub async fn still_coming(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let Some(placed) = own(db, &viewer, &reference)? else {
            return Ok(Err(to_application(&reference)));
        };
        let back = format!("/applications/{}/placement", placed.application);
        Ok(Ok(coming::page(db, &placed, &back, &ComingForm::default(), Errors::default())?))
    };
    match ctx.app.ledger.db.read(load).await? {
        Ok(page) => ctx.page(&page),
        Err(path) => Ok(see_other(path)),
    }
}

/// Takes the answer.
pub async fn say_coming(ctx: Ctx, viewer: Applicant, reference: Path<String>, sent: Protected<ComingForm>) -> Result<HttpResponse, Error> {
    let answer = match sent.form.parse() {
        Ok(answer) => answer,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| {
                let placed = placed_or_gone(db, &viewer, &reference)?;
                let back = format!("/applications/{}/placement", placed.application);
                coming::page(db, &placed, &back, &sent.form, errors)
            };
            return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
        }
    };
    let act = move |tx: &mut Tx<'_>| {
        let placed = placed_or_gone(tx.db, &viewer, &reference)?;
        coming::answer(tx, placed.id, answer)?;
        // Whoever has given the place back is sent on from there.
        Ok(format!("/applications/{}/placement", placed.application))
    };
    let to = ctx.app.ledger.write_once(sent.key, Actor::Person(ctx.viewer_id()?), act).await?;
    Ok(see_other(to))
}

fn placed_or_gone(db: &mut AnyConnection, viewer: &Applicant, reference: &str) -> Result<Placed, Error> {
    let placed = own(db, viewer, reference)?;
    placed.ok_or_else(|| Error::conflict("You do not have this place any more."))
}
