//! Planning: which tasks a placement needs, as soon as it is agreed, and those that turn out to be needed later.

use serde_json::json;

use super::chasing;
use super::model::{Facts, Task, TaskState};
use super::store;
use crate::applications::{self, Answers, age_on};
use crate::audit;
use crate::dates::date_of;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::opportunities as offered;
use crate::placements::{Placed, PlacementState, placed_by_id};
use crate::tx::{Ledger, Tx};

/// How many are read at a time.
const BATCH: i64 = 100;
/// Nobody is a child any more at this age.
const ADULT: i32 = 18;

/// Makes the tasks of an agreed placement that are needed and not there. False if nothing was missing.
pub fn plan(tx: &mut Tx<'_>, placement_id: i64) -> Result<bool, Error> {
    let placed = placed_by_id(tx.db, placement_id)?;
    if placed.state != PlacementState::Agreed {
        return Ok(false);
    }
    let known: Vec<Task> = store::tasks(tx.db, placement_id)?.into_iter().map(|one| one.task).collect();
    let facts = facts(tx, &placed)?;
    let missing: Vec<Task> = Task::ALL
        .iter()
        .copied()
        .filter(|task| facts.need(*task) && !known.contains(task))
        .collect();
    let due = |task: Task, now| task.due_on(placed.first_day, date_of(now));
    if facts.risks && !facts.under_18 && !known.contains(&Task::RiskNotice) {
        // Written down, so that the job does not look again.
        store::add_task(tx, placement_id, Task::RiskNotice, TaskState::NotNeeded, None)?;
    }
    if missing.is_empty() {
        return Ok(false);
    }
    for task in &missing {
        store::add_task(tx, placement_id, *task, TaskState::Open, Some(due(*task, tx.now)))?;
    }
    let about = json!({"tasks": missing});
    audit::record(tx, "placement.planned", "placement", placement_id, &about)?;
    if missing.contains(&Task::RiskNotice) {
        chasing::ask(tx, &placed)?;
    }
    Ok(true)
}

fn facts(tx: &mut Tx<'_>, placed: &Placed) -> Result<Facts, Error> {
    let detail = offered::detail(tx.db, placed.opportunity_id)?;
    let answers = applications::answers(tx.db, placed.application_id)?;
    let written = |text: Option<&String>| text.is_some_and(|text| !text.trim().is_empty());
    let pack = written(detail.as_ref().map(|detail| &detail.pack)) || store::has_pack_file(tx.db, placed.opportunity_id)?;
    let needs = answers.needs.clone().unwrap_or_default();
    Ok(Facts {
        under_18: is_child(&answers, placed),
        pack,
        risks: written(detail.as_ref().map(|detail| &detail.risks)),
        adjustments: written(needs.adjustments.as_ref()),
        interpreter: written(needs.interpreter.as_ref()),
        travel: needs.travel || store::wants_travel(tx.db, placed.id)?,
    })
}

/// True if whoever comes is under 18 on the first day.
pub(super) fn is_child(answers: &Answers, placed: &Placed) -> bool {
    answers.date_of_birth.is_some_and(|born| age_on(born, placed.first_day) < ADULT)
}

/// Job: plans what was agreed before there were tasks, and adds what is needed since a pack or the risks were written.
pub fn plan_due(ledger: &Ledger) -> Result<String, Error> {
    let (mut after, mut tally) = (0, Tally::default());
    let today = date_of(ledger.clock.now());
    loop {
        let ids = ledger.db.read_now(|db| store::to_plan(db, today, after, BATCH))?;
        let Some(last) = ids.last() else {
            return tally.outcome("planned");
        };
        after = *last;
        tally += one_by_one(ledger, &ids, |id| *id, |tx, id| plan(tx, *id))?;
    }
}
