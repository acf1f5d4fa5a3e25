//! The sheet of a day: who comes, who looks after them, whom to call, and what is done for them. Nothing else.

use std::collections::BTreeSet;

use time::Date;

use super::model::{Detail, Planned, Task, TaskState};
use super::people::seen;
use super::store;
use super::views::{DayPage, DayPerson, DayPlacement};
use crate::applications::{EmergencyContact, Name};
use crate::audit::{Seen, SeenPage};
use crate::auth::Coordinator;
use crate::dates::weekday;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Detail as Plan, Opportunity, days_of};
use crate::placements::{Attendee, attendees_on};
use crate::web::components::SummaryList;

/// More people than come to an organisation on one day.
const MOST: i64 = 500;

/// The page of a day, and whose data it shows.
pub fn page(db: &mut AnyConnection, viewer: &Coordinator, date: Date) -> Result<(DayPage, Vec<Seen>), Error> {
    let mut people = attendees_on(db, &viewer.organisations, date, MOST)?;
    let ids: BTreeSet<i64> = people.iter().map(|one| one.placed.opportunity_id).collect();
    let mut plans = offered::with_plans(db, &ids.into_iter().collect::<Vec<_>>())?;
    plans.retain(|_, (about, plan)| days_of(about, plan.as_ref()).contains(&date));
    people.retain(|one| plans.contains_key(&one.placed.opportunity_id));
    let ids: Vec<i64> = people.iter().map(|one| one.placed.id).collect();
    let tasks = store::tasks_of(db, &ids)?;
    let person = |one: &Attendee| DayPerson {
        name: one.name.as_ref().map_or_else(|| one.placed.application.clone(), Name::to_string),
        facts: facts(one.contact.as_ref(), tasks.get(&one.placed.id).map_or(&[][..], Vec::as_slice)),
    };
    let placements = plans.into_iter().map(|(id, (about, plan))| DayPlacement {
        facts: plan_facts(&about, plan.as_ref()),
        title: about.title,
        people: people.iter().filter(|one| one.placed.opportunity_id == id).map(person).collect(),
    });
    let beside = |day: Option<Date>| day.unwrap_or(date).to_string();
    let page = DayPage {
        day: weekday(date),
        around: [beside(date.previous_day()), beside(date.next_day())],
        placements: placements.collect(),
    };
    Ok((page, seen(viewer, SeenPage::Export, people.iter().map(|one| &one.placed))))
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
