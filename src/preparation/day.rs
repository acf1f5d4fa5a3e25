//! The sheet of a day: who comes, who looks after them, whom to call, and what is done for them. Nothing else.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use time::Date;

use super::model::{Detail, Planned, Task, TaskState};
use super::people::{self, applications, seen};
use super::store;
use super::views::{DayPage, DayPerson, DayPlacement};
use crate::applications::EmergencyContact;
use crate::audit::{Seen, SeenPage};
use crate::auth::Coordinator;
use crate::dates::weekday;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Detail as Plan, Opportunity, days_of};
use crate::placements::{Placed, placed_on};
use crate::web::components::SummaryList;

/// More people than come to an organisation on one day.
const MOST: i64 = 500;

/// The page of a day, and whose data it shows.
pub fn page(db: &mut AnyConnection, viewer: &Coordinator, date: Date) -> Result<(DayPage, Vec<Seen>), Error> {
    let found = placed_on(db, &viewer.organisations, date, MOST)?;
    let mut plans: BTreeMap<i64, (Opportunity, Option<Plan>)> = BTreeMap::new();
    for one in &found {
        if let Entry::Vacant(new) = plans.entry(one.opportunity_id) {
            new.insert((offered::by_id(db, one.opportunity_id)?, offered::detail(db, one.opportunity_id)?));
        }
    }
    plans.retain(|_, (about, plan)| days_of(about, plan.as_ref()).contains(&date));
    let placed: Vec<Placed> = found.into_iter().filter(|one| plans.contains_key(&one.opportunity_id)).collect();
    let ids: Vec<i64> = placed.iter().map(|one| one.id).collect();
    let names = people::names(db, &applications(&placed))?;
    let contacts = people::contacts(db, &applications(&placed))?;
    let tasks = store::tasks_of(db, &ids)?;
    let person = |one: &Placed| DayPerson {
        name: names.get(&one.application_id).unwrap_or(&one.application).clone(),
        facts: facts(contacts.get(&one.application_id), tasks.get(&one.id).map_or(&[][..], Vec::as_slice)),
    };
    let placements = plans.into_iter().map(|(id, (about, plan))| DayPlacement {
        facts: plan_facts(&about, plan.as_ref()),
        title: about.title,
        people: placed.iter().filter(|one| one.opportunity_id == id).map(person).collect(),
    });
    let beside = |day: Option<Date>| day.unwrap_or(date).to_string();
    let page = DayPage {
        day: weekday(date),
        around: [beside(date.previous_day()), beside(date.next_day())],
        placements: placements.collect(),
    };
    Ok((page, seen(viewer, SeenPage::Export, &placed)))
}

fn plan_facts(about: &Opportunity, plan: Option<&Plan>) -> SummaryList {
    let facts = SummaryList::new().row("Time", format!("{} to {}", about.start_time, about.finish_time));
    let Some(plan) = plan else { return facts };
    facts
        .row("Meeting point", plan.meeting_point.as_str())
        .row("Supervisor", format!("{}, {}", plan.supervisor, plan.supervisor_job))
}

fn facts(contact: Option<&EmergencyContact>, tasks: &[Planned]) -> SummaryList {
    let contact = contact.map(|contact| format!("{}, {}, {}", contact.name, contact.relationship, contact.phone));
    let facts = SummaryList::new().optional_row("Call in an emergency", contact);
    let support = tasks
        .iter()
        .filter(|one| one.task.needs_action() && one.state != TaskState::NotNeeded);
    let facts = support.fold(facts, |facts, one| {
        let said = match (&one.detail, one.state) {
            (Some(Detail::Action { what }), TaskState::Done) => what.clone(),
            (Some(Detail::Action { what }), _) => format!("{what} (not done yet)"),
            _ => "Not settled yet".to_owned(),
        };
        facts.row(one.task.for_coordinator(), said)
    });
    let open = |task: Task| tasks.iter().any(|one| one.task == task && one.state == TaskState::Open);
    let missing: Vec<&str> = [Task::Confidentiality, Task::Health, Task::RiskNotice, Task::Pass]
        .into_iter()
        .filter(|task| open(*task))
        .map(Task::for_coordinator)
        .collect();
    if missing.is_empty() {
        facts
    } else {
        facts.row("Still missing", missing.join("; "))
    }
}
