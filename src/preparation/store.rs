//! Tasks and reconfirmations in the database.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use time::Date;

use super::model::{Coming, Detail, Planned, Reconfirmation, Task, TaskState};
use crate::applications::Step;
use crate::db::schema::{
    application, application_answer, opportunity, opportunity_detail, pack_file, placement, placement_task, reconfirmation,
};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::opportunities::{Detail as Plan, PLAN_COLUMNS, PlanRow};
use crate::placements::{PLACED_COLUMNS, Placed, PlacementState};
use crate::tx::Tx;

type Row = (i64, Task, TaskState, Option<String>, Option<Date>);

fn planned((placement_id, task, state, detail, due_on): Row) -> Result<(i64, Planned), Error> {
    let detail: Option<Detail> = detail
        .map(|json| serde_json::from_str(&json))
        .transpose()
        .map_err(|error| Error::internal(format!("placement_task {placement_id}/{task}: detail at column {}", error.column())))?;
    let planned = Planned {
        task,
        state,
        detail,
        due_on,
    };
    Ok((placement_id, planned))
}

/// The tasks of placements, each in the order of [`Task::ALL`]. Whether somebody to call in an emergency was named is told by the application.
pub fn tasks_of(db: &mut AnyConnection, placements: &[i64]) -> Result<BTreeMap<i64, Vec<Planned>>, Error> {
    let named = application_answer::application_id
        .eq(placement::application_id)
        .and(application_answer::step.eq(Step::EmergencyContact));
    let rows: Vec<(Row, Option<i64>)> = placement_task::table
        .inner_join(placement::table)
        .left_join(application_answer::table.on(named))
        .filter(among(placement_task::placement_id, placements))
        .select((
            (
                placement_task::placement_id,
                placement_task::task,
                placement_task::state,
                placement_task::detail,
                placement_task::due_on,
            ),
            application_answer::application_id.nullable(),
        ))
        .load(db)?;
    let mut tasks: BTreeMap<i64, Vec<Planned>> = BTreeMap::new();
    for (row, named) in rows {
        let (placement_id, mut one) = planned(row)?;
        if one.task == Task::EmergencyContact && named.is_some() {
            one.state = TaskState::Done;
        }
        tasks.entry(placement_id).or_default().push(one);
    }
    for of_one in tasks.values_mut() {
        of_one.sort_by_key(|one| one.task);
    }
    Ok(tasks)
}

/// The tasks of one placement.
pub fn tasks(db: &mut AnyConnection, placement_id: i64) -> Result<Vec<Planned>, Error> {
    Ok(tasks_of(db, &[placement_id])?.remove(&placement_id).unwrap_or_default())
}

/// The placement with this number, and how far a task of it is, if it has that.
pub fn with_task(db: &mut AnyConnection, placement_id: i64, task: Task) -> Result<(Placed, Option<TaskState>), Error> {
    let of = placement_task::placement_id.eq(placement::id).and(placement_task::task.eq(task));
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .left_join(placement_task::table.on(of))
        .filter(placement::id.eq(placement_id))
        .select((PLACED_COLUMNS, placement_task::state.nullable()))
        .get_result(db)?)
}

/// Adds a task.
pub fn add_task(tx: &mut Tx<'_>, placement_id: i64, task: Task, state: TaskState, due_on: Option<Date>) -> Result<(), Error> {
    diesel::insert_into(placement_task::table)
        .values((
            placement_task::placement_id.eq(placement_id),
            placement_task::task.eq(task),
            placement_task::owner.eq(task.owner()),
            placement_task::state.eq(state),
            placement_task::due_on.eq(due_on),
            placement_task::chases.eq(0),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Stores how far a task is and what is kept of it. `by` is whoever is signed in.
///
/// # Errors
/// `NotFound` if the placement has no such task.
pub fn save_task(
    tx: &mut Tx<'_>,
    placement_id: i64,
    task: Task,
    state: TaskState,
    detail: Option<&Detail>,
    by: Option<i64>,
) -> Result<(), Error> {
    let detail = detail.map(serde_json::to_string).transpose()?;
    let done_at = (state == TaskState::Done).then_some(tx.now);
    let rows = diesel::update(placement_task::table.find((placement_id, task)))
        .set((
            placement_task::state.eq(state),
            placement_task::detail.eq(detail),
            placement_task::done_at.eq(done_at),
            placement_task::done_by.eq(by),
            placement_task::next_chase_at.eq(None::<Instant>),
        ))
        .execute(tx.db)?;
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Moves the day by which a task should be done.
pub fn save_due(tx: &mut Tx<'_>, placement_id: i64, task: Task, due_on: Date) -> Result<(), Error> {
    diesel::update(placement_task::table.find((placement_id, task)))
        .set(placement_task::due_on.eq(due_on))
        .execute(tx.db)?;
    Ok(())
}

/// True if a pack was uploaded for an opportunity.
pub fn has_pack_file(db: &mut AnyConnection, opportunity_id: i64) -> Result<bool, Error> {
    Ok(diesel::select(exists(pack_file::table.find(opportunity_id))).get_result(db)?)
}

/// True if somebody has said since their application that they need help with travel.
pub fn wants_travel(db: &mut AnyConnection, placement_id: i64) -> Result<bool, Error> {
    let detail: Option<Option<String>> = placement_task::table
        .find((placement_id, Task::Travel))
        .select(placement_task::detail)
        .get_result(db)
        .optional()?;
    let detail: Option<Detail> = detail.flatten().map(|json| serde_json::from_str(&json)).transpose()?;
    Ok(matches!(detail, Some(Detail::Travel { help }) if !help.is_empty()))
}

/// Agreed placements that start after `today` and lack tasks: all of them, or the one for a pack or for risks that were written since.
pub fn to_plan(db: &mut AnyConnection, today: Date, after: i64, limit: i64) -> Result<Vec<i64>, Error> {
    let has = |task: Task| {
        exists(
            placement_task::table
                .filter(placement_task::placement_id.eq(placement::id))
                .filter(placement_task::task.eq(task)),
        )
    };
    let has_file = exists(pack_file::table.filter(pack_file::opportunity_id.eq(placement::opportunity_id)));
    let written = opportunity_detail::table.filter(opportunity_detail::opportunity_id.eq(placement::opportunity_id));
    let has_pack = exists(written.filter(opportunity_detail::pack.ne("")));
    let lacks_pack = not(has(Task::ReadPack)).and(has_file.or(has_pack));
    let has_risks = exists(written.filter(opportunity_detail::risks.ne("")));
    let lacks_risks = not(has(Task::RiskNotice)).and(has_risks);
    // By the first day: with the bare number SQLite walks the placements of all years.
    let number = placement::id + 0_i64;
    Ok(placement::table
        .inner_join(opportunity::table)
        .filter(opportunity::first_day.gt(today))
        .filter(placement::state.eq(PlacementState::Agreed))
        .filter(number.gt(after))
        .filter(not(has(Task::Pass)).or(lacks_pack).or(lacks_risks))
        .order(number)
        .limit(limit)
        .select(placement::id)
        .load(db)?)
}

/// Tasks whose reminder is due at `now`: the placements that they belong to, after the number `after`.
pub fn due_for_chase(db: &mut AnyConnection, now: Instant, after: i64, limit: i64) -> Result<Vec<i64>, Error> {
    // By the index of what is due: with the bare number SQLite walks the key, and with it everything that is not due.
    let number = placement_task::placement_id + 0_i64;
    Ok(placement_task::table
        .filter(placement_task::next_chase_at.le(now))
        .filter(number.gt(after))
        .order(number)
        .limit(limit)
        .select(placement_task::placement_id)
        .load(db)?)
}

/// When the next reminder of the risk notice is due, and how many there were.
pub fn chases(db: &mut AnyConnection, placement_id: i64) -> Result<(i32, Option<Instant>), Error> {
    Ok(placement_task::table
        .find((placement_id, Task::RiskNotice))
        .select((placement_task::chases, placement_task::next_chase_at))
        .get_result(db)?)
}

/// Sets the next reminder of the risk notice; `chases` is how many have gone out.
pub fn save_chase(tx: &mut Tx<'_>, placement_id: i64, chases: i32, next: Option<Instant>) -> Result<(), Error> {
    diesel::update(placement_task::table.find((placement_id, Task::RiskNotice)))
        .set((placement_task::chases.eq(chases), placement_task::next_chase_at.eq(next)))
        .execute(tx.db)?;
    Ok(())
}

type Asked = (i64, i64, i32, Instant, Option<Coming>);

fn asked((id, placement_id, number, asked_at, answer): Asked) -> Reconfirmation {
    Reconfirmation {
        id,
        placement_id,
        number,
        asked_at,
        answer,
    }
}

const ASKED: (
    reconfirmation::id,
    reconfirmation::placement_id,
    reconfirmation::number,
    reconfirmation::asked_at,
    reconfirmation::answer,
) = (
    reconfirmation::id,
    reconfirmation::placement_id,
    reconfirmation::number,
    reconfirmation::asked_at,
    reconfirmation::answer,
);

/// The question with this number.
pub fn reconfirmation(db: &mut AnyConnection, id: i64) -> Result<Reconfirmation, Error> {
    Ok(reconfirmation::table.find(id).select(ASKED).get_result(db).map(asked)?)
}

/// A placement with its opportunity's plan and the questions that were asked about it, in their order.
///
/// # Errors
/// `NotFound` if there is no placement with this reference.
pub fn prepared(db: &mut AnyConnection, reference: &str) -> Result<(Placed, Option<Plan>, Vec<Reconfirmation>), Error> {
    let rows: Vec<(Placed, Option<PlanRow>, Option<Asked>)> = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table.left_join(opportunity_detail::table))
        .left_join(reconfirmation::table)
        .filter(placement::public_ref.eq(reference))
        .order(reconfirmation::number)
        .select((PLACED_COLUMNS, PLAN_COLUMNS.nullable(), ASKED.nullable()))
        .load(db)?;
    let (mut found, mut questions) = (None, Vec::new());
    for (placed, plan, one) in rows {
        found = Some((placed, plan));
        questions.extend(one.map(asked));
    }
    let (placed, plan) = found.ok_or(Error::NotFound)?;
    Ok((placed, plan.map(TryInto::try_into).transpose()?, questions))
}

/// The questions that were asked about placements, in their order.
pub fn reconfirmations_of(db: &mut AnyConnection, placements: &[i64]) -> Result<Vec<Reconfirmation>, Error> {
    let rows: Vec<Asked> = reconfirmation::table
        .filter(among(reconfirmation::placement_id, placements))
        .order((reconfirmation::placement_id, reconfirmation::number))
        .select(ASKED)
        .load(db)?;
    Ok(rows.into_iter().map(asked).collect())
}

/// Adds a question; answers its number.
pub fn add_reconfirmation(tx: &mut Tx<'_>, placement_id: i64, number: i32) -> Result<i64, Error> {
    Ok(diesel::insert_into(reconfirmation::table)
        .values((
            reconfirmation::placement_id.eq(placement_id),
            reconfirmation::number.eq(number),
            reconfirmation::asked_at.eq(tx.now),
        ))
        .returning(reconfirmation::id)
        .get_result(tx.db)?)
}

/// Stores an answer to every question about a placement that has none.
pub fn save_coming(tx: &mut Tx<'_>, placement_id: i64, answer: Coming) -> Result<(), Error> {
    diesel::update(
        reconfirmation::table
            .filter(reconfirmation::placement_id.eq(placement_id))
            .filter(reconfirmation::answer.is_null()),
    )
    .set((reconfirmation::answer.eq(answer), reconfirmation::answered_at.eq(tx.now)))
    .execute(tx.db)?;
    Ok(())
}

/// Marks that the coordinators were told of a question that nobody answered. False if they were, or if somebody has.
pub fn save_told(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let rows = diesel::update(
        reconfirmation::table
            .filter(reconfirmation::id.eq(id))
            .filter(reconfirmation::answer.is_null())
            .filter(reconfirmation::told_at.is_null()),
    )
    .set(reconfirmation::told_at.eq(tx.now))
    .execute(tx.db)?;
    Ok(rows == 1)
}

/// True if the question with this number was asked about a placement.
pub fn was_asked(db: &mut AnyConnection, placement_id: i64, number: i32) -> Result<bool, Error> {
    let one = reconfirmation::table
        .filter(reconfirmation::placement_id.eq(placement_id))
        .filter(reconfirmation::number.eq(number));
    Ok(diesel::select(exists(one)).get_result(db)?)
}
