//! A coordinator's pages of placements.

use std::collections::BTreeMap;

use askama::Template;
use time::Date;

use crate::applications::{Name, Needs};
use crate::dates::{day, days, weekday};
use crate::opportunities::Detail as Plan;
use crate::placements::Placed;
use crate::preparation::forms::{ACTION, ActionForm};
use crate::preparation::model::{Coming, Detail, Owner, Planned, Reconfirmation, Task, TaskState};
use crate::web::components::{Cell, DateInput, FieldError, Html, Radios, SummaryList, Table, Textarea, WrongParts};
use crate::web::form::Errors;

/// The agreed placements of the viewer's organisations.
#[derive(Template)]
#[template(path = "preparation/list.html")]
pub struct ListPage {
    table: Option<Table>,
    /// The query of the next page.
    next: Option<String>,
    /// The page of today.
    today: Date,
}

impl ListPage {
    /// A page of the list.
    pub fn new(
        placed: &[(Placed, Option<Name>)],
        tasks: &BTreeMap<i64, Vec<Planned>>,
        asked: &[Reconfirmation],
        next: Option<String>,
        today: Date,
    ) -> Self {
        let table = Table::new("Agreed placements, earliest first")
            .hide_caption()
            .column("First day")
            .column("Who comes")
            .column("Placement")
            .column("Left to do")
            .column("Still coming?")
            .scrolling();
        let table = placed.iter().fold(table, |table, (one, name)| {
            let name = name.as_ref().map_or_else(|| one.application.clone(), Name::to_string);
            let of_one = tasks.get(&one.id).map_or(&[][..], Vec::as_slice);
            table.row([
                Cell::link(day(one.first_day), format!("/coordinate/day/{}", one.first_day)),
                Cell::link(name, format!("/coordinate/placements/{}", one.reference)),
                Cell::from(one.title.as_str()),
                Cell::from(left(of_one)),
                Cell::from(coming(asked, one.id)),
            ])
        });
        Self {
            table: (!placed.is_empty()).then_some(table),
            next,
            today,
        }
    }
}

/// What is left to do, by who does it.
fn left(tasks: &[Planned]) -> String {
    let open = |owner: Owner| {
        tasks
            .iter()
            .filter(|one| one.task.owner() == owner && one.state == TaskState::Open)
            .count()
    };
    let parts: Vec<String> = [
        (Owner::Coordinator, "by you"),
        (Owner::Applicant, "by them"),
        (Owner::Guardian, "by the guardian"),
    ]
    .into_iter()
    .filter_map(|(owner, by)| match open(owner) {
        0 => None,
        count => Some(format!("{count} {by}")),
    })
    .collect();
    if parts.is_empty() { "Nothing".to_owned() } else { parts.join(", ") }
}

/// What somebody last said, or that they have not.
fn coming(asked: &[Reconfirmation], placement_id: i64) -> &'static str {
    let last = asked.iter().rfind(|one| one.placement_id == placement_id);
    match last.map(|one| one.answer) {
        None => "Not asked yet",
        Some(None) => "No answer yet",
        Some(Some(Coming::Yes)) => "Yes",
        Some(Some(Coming::GivesBack)) => "No",
    }
}

/// One placement: who comes, what is left to do, the days.
#[derive(Template)]
#[template(path = "preparation/placement.html")]
pub struct PlacementPage {
    name: String,
    facts: SummaryList,
    tasks: Table,
    days: Vec<(Date, String)>,
    path: String,
    /// The risks are not written down, and the person is under 18.
    lacks_risks: bool,
}

/// What the page of a placement shows of who comes.
pub struct Who {
    /// The name.
    pub name: String,
    /// Under 18 on the first day.
    pub child: bool,
}

impl PlacementPage {
    /// The page of an agreed placement, or of one that is over.
    pub fn new(placed: &Placed, who: Who, plan: Option<&Plan>, tasks: &[Planned], asked: &[Reconfirmation], days_of: &[Date]) -> Self {
        let path = format!("/coordinate/placements/{}", placed.reference);
        let supervisor = plan.map(|plan| plan.supervisor.clone()).filter(|name| !name.is_empty());
        let facts = SummaryList::new()
            .row("Application", placed.application.as_str())
            .row("Placement", placed.title.as_str())
            .row("Dates", days(placed.first_day, placed.last_day))
            .row("Age on the first day", if who.child { "Under 18" } else { "18 or over" })
            .optional_row("Supervisor", supervisor)
            .row("Still coming?", coming(asked, placed.id));
        Self {
            name: who.name,
            facts,
            tasks: table(&path, tasks),
            days: days_of.iter().map(|day| (*day, weekday(*day))).collect(),
            lacks_risks: who.child && !tasks.iter().any(|one| one.task == Task::RiskNotice),
            path,
        }
    }
}

fn table(path: &str, tasks: &[Planned]) -> Table {
    let table = Table::new("What is left to do")
        .column("Task")
        .column("By whom")
        .column("By when")
        .column("State")
        .scrolling();
    let shown = tasks.iter().filter(|one| one.state != TaskState::NotNeeded);
    shown.fold(table, |table, one| {
        let words = one.task.for_coordinator();
        let (task, by) = match one.task.owner() {
            Owner::Coordinator => (Cell::link(words, format!("{path}/tasks/{}", one.task)), "You"),
            Owner::Applicant => (Cell::from(words), "Who comes"),
            Owner::Guardian => (Cell::from(words), "Parent or guardian"),
        };
        table.row([
            task,
            Cell::from(by),
            Cell::from(one.due_on.map(day).unwrap_or_default()),
            Cell::from(state(one)),
        ])
    })
}

fn state(one: &Planned) -> String {
    let done = match one.state {
        TaskState::Open => "Not done",
        TaskState::Done => "Done",
        TaskState::NotNeeded => "Not needed",
    };
    match &one.detail {
        Some(Detail::Travel { help }) if help.is_empty() => format!("{done}: no help needed"),
        Some(Detail::Travel { help }) => {
            let words: Vec<&str> = help.iter().map(|kind| kind.words()).collect();
            format!("{done}: {}", words.join("; "))
        }
        Some(Detail::Action { what }) => format!("{done}: {what}"),
        _ => done.to_owned(),
    }
}

/// What an organisation does about one task.
#[derive(Template)]
#[template(path = "preparation/action.html")]
pub struct ActionPage {
    task: Task,
    asked: Option<String>,
    fields: Vec<Html>,
    back: String,
    errors: Vec<FieldError>,
}

impl ActionPage {
    /// The page, with what was typed and what is wrong with it.
    pub fn new(placed: &Placed, planned: &Planned, needs: &Needs, help: Option<&Detail>, form: &ActionForm, errors: Errors) -> Self {
        let asked = match planned.task {
            Task::Adjustments => needs.adjustments.clone(),
            Task::Interpreter => needs.interpreter.clone(),
            Task::TravelHelp => Some(travel_words(help)),
            _ => None,
        };
        Self {
            task: planned.task,
            asked,
            fields: fields(planned, form, &errors),
            back: format!("/coordinate/placements/{}", placed.reference),
            errors: errors.0,
        }
    }

    fn heading(&self) -> &'static str {
        self.task.for_coordinator()
    }
}

fn travel_words(help: Option<&Detail>) -> String {
    match help {
        Some(Detail::Travel { help }) if !help.is_empty() => {
            let words: Vec<&str> = help.iter().map(|kind| kind.words()).collect();
            words.join("; ")
        }
        _ => "Help with travel. The person has not said yet which kind.".to_owned(),
    }
}

fn fields(planned: &Planned, form: &ActionForm, errors: &Errors) -> Vec<Html> {
    let mut fields = Vec::new();
    if planned.task.needs_action() {
        let what = Textarea::new("action", "What will you do?")
            .hint("The person sees this")
            .rows(3)
            .value(form.action.as_str())
            .error(errors.get("action").map(str::to_owned))
            .max_length(ACTION);
        let error = errors.get("by-day").map(str::to_owned);
        let all = error.is_some();
        let wrong = WrongParts {
            day: all,
            month: all,
            year: all,
        };
        let by = DateInput::new("by", "By when?")
            .hint("For example, 27 3 2027")
            .values(form.by_day.as_str(), form.by_month.as_str(), form.by_year.as_str())
            .error(error, wrong);
        fields.extend([Html::of(what), Html::of(by)]);
    }
    let done = Radios::new("done", "Is it done?")
        .item("yes", "Yes")
        .item("no", "Not yet")
        .checked(form.done.as_str())
        .error(errors.get("done").map(str::to_owned));
    fields.push(Html::of(done));
    fields
}

impl From<&Planned> for ActionForm {
    fn from(planned: &Planned) -> Self {
        let action = match &planned.detail {
            Some(Detail::Action { what }) => what.clone(),
            _ => String::new(),
        };
        let by = planned.due_on.filter(|_| !action.is_empty());
        let part = |part: fn(Date) -> String| by.map(part).unwrap_or_default();
        Self {
            by_day: part(|by| by.day().to_string()),
            by_month: part(|by| u8::from(by.month()).to_string()),
            by_year: part(|by| by.year().to_string()),
            done: if planned.state == TaskState::Done {
                "yes".to_owned()
            } else {
                String::new()
            },
            action,
        }
    }
}
