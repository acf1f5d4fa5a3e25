//! An applicant's own pages of a placement.

use askama::Template;

use super::risk_notice::paragraphs;
use crate::dates::{day, days, weekday};
use crate::opportunities::{Detail as Plan, Opportunity};
use crate::placements::Placed;
use crate::preparation::forms::TaskForm;
use crate::preparation::model::{Detail, Help, Owner, Planned, Task, TaskState};
use crate::web::components::{Checkboxes, FieldError, Html, Input, Radios, SummaryList, TaskList, TaskStatus};
use crate::web::form::Errors;

/// Where and when to come, and what is left to do.
#[derive(Template)]
#[template(path = "preparation/hub.html")]
pub struct HubPage {
    path: String,
    facts: SummaryList,
    tasks: TaskList,
    others: Option<SummaryList>,
    /// True while "are you still coming?" waits for an answer.
    asked: bool,
}

impl HubPage {
    /// The page of an agreed placement.
    pub fn new(placed: &Placed, about: &Opportunity, plan: Option<&Plan>, tasks: &[Planned], asked: bool) -> Self {
        let path = format!("/applications/{}", placed.application);
        Self {
            facts: facts(about, plan),
            tasks: own_tasks(&path, tasks),
            others: other_tasks(tasks),
            asked,
            path,
        }
    }
}

fn facts(about: &Opportunity, plan: Option<&Plan>) -> SummaryList {
    let facts = SummaryList::new()
        .row("Placement", about.title.as_str())
        .row("With", format!("{}, {}", about.organisation, about.town))
        .row("First day", weekday(about.first_day))
        .row("All days", days(about.first_day, about.last_day))
        .row("Time", format!("{} to {}", about.start_time, about.finish_time));
    let facts = match plan.map(|plan| plan.meeting_point.trim()).filter(|place| !place.is_empty()) {
        Some(place) => facts.row("Where to come on the first day", place),
        None => facts,
    };
    let facts = match plan.filter(|plan| !plan.supervisor.trim().is_empty()) {
        Some(plan) => facts.row("Who looks after you", format!("{}, {}", plan.supervisor, plan.supervisor_job)),
        None => facts,
    };
    facts.row("What to wear", about.dress.as_str())
}

fn own_tasks(path: &str, tasks: &[Planned]) -> TaskList {
    let own = tasks
        .iter()
        .filter(|one| one.task.owner() == Owner::Applicant && one.state != TaskState::NotNeeded);
    own.fold(TaskList::new("task"), |list, one| {
        let href = match one.task {
            Task::EmergencyContact => format!("{path}/emergency-contact"),
            task => format!("{path}/placement/{task}"),
        };
        let done = one.state == TaskState::Done;
        let status = if done { TaskStatus::Completed } else { TaskStatus::Incomplete };
        let list = list.task(one.task.for_applicant(), href, status);
        match one.due_on.filter(|_| !done) {
            Some(by) => list.hint(format!("By {}", day(by))),
            None => list,
        }
    })
}

/// What the guardian and the organisation do, as far as it is about this person.
fn other_tasks(tasks: &[Planned]) -> Option<SummaryList> {
    let others: Vec<&Planned> = tasks
        .iter()
        .filter(|one| one.task.owner() != Owner::Applicant && one.state != TaskState::NotNeeded && one.task != Task::Pass)
        .collect();
    let shown = others.iter().fold(SummaryList::new(), |list, one| {
        let state = match (one.state, one.due_on) {
            (TaskState::Done, _) => "Done".to_owned(),
            (_, Some(by)) => format!("By {}", day(by)),
            (_, None) => "Not done yet".to_owned(),
        };
        let said = match &one.detail {
            Some(Detail::Action { what }) => format!("{what} {state}."),
            _ => state,
        };
        list.row(one.task.for_applicant(), said)
    });
    (!others.is_empty()).then_some(shown)
}

/// One task of an applicant.
#[derive(Template)]
#[template(path = "preparation/task.html")]
pub struct TaskPage {
    task: Task,
    back: String,
    organisation: String,
    pack: Vec<String>,
    /// Where the file of the pack is, if there is one.
    pack_file: Option<String>,
    /// What was signed before.
    signed: Option<String>,
    fields: Vec<Html>,
    errors: Vec<FieldError>,
}

impl TaskPage {
    /// The page of a task, with what was typed and what is wrong with it.
    pub fn new(
        placed: &Placed,
        about: &Opportunity,
        plan: Option<&Plan>,
        has_file: bool,
        planned: &Planned,
        form: &TaskForm,
        errors: Errors,
    ) -> Self {
        let path = format!("/applications/{}", placed.application);
        let signed = match &planned.detail {
            Some(Detail::Signed { name, .. }) => Some(name.clone()),
            _ => None,
        };
        Self {
            task: planned.task,
            back: format!("{path}/placement"),
            organisation: about.organisation.clone(),
            pack: plan.map(|plan| paragraphs(&plan.pack)).unwrap_or_default(),
            pack_file: has_file.then(|| format!("{path}/pack.pdf")),
            fields: if signed.is_some() {
                Vec::new()
            } else {
                fields(planned, form, &errors)
            },
            signed,
            errors: errors.0,
        }
    }

    fn heading(&self) -> &'static str {
        self.task.for_applicant()
    }
}

fn fields(planned: &Planned, form: &TaskForm, errors: &Errors) -> Vec<Html> {
    let wrong = |id: &str| errors.get(id).map(str::to_owned);
    match planned.task {
        Task::Confidentiality => {
            let name = Input::new("full-name", "Type your full name to sign")
                .autocomplete("name")
                .no_spellcheck()
                .value(form.full_name.as_str())
                .error(wrong("full-name"));
            vec![Html::of(name)]
        }
        Task::Travel => travel(planned, form, errors),
        task => {
            let words = if task == Task::Health {
                "I have told the organisation about my health, or have nothing to tell"
            } else {
                "I have read this"
            };
            let checked = if planned.state == TaskState::Done {
                "yes"
            } else {
                form.done.as_str()
            };
            vec![Html::of(
                Checkboxes::single("done", "yes", words).checked([checked]).error(wrong("done")),
            )]
        }
    }
}

fn travel(planned: &Planned, form: &TaskForm, errors: &Errors) -> Vec<Html> {
    let (help, kinds): (String, Vec<String>) = match &planned.detail {
        Some(Detail::Travel { help }) if form.help.is_empty() => (
            if help.is_empty() { "no" } else { "yes" }.to_owned(),
            help.iter().map(ToString::to_string).collect(),
        ),
        _ => (form.help.clone(), form.kinds.clone()),
    };
    let yes_no = Radios::new("help", "Do you need help with travel?")
        .yes_no()
        .checked(help)
        .error(errors.get("help").map(str::to_owned));
    let boxes = Checkboxes::new("kinds", "If you do, what would help?").hint("Select all that apply");
    let boxes = Help::ALL.iter().fold(boxes, |boxes, kind| boxes.item(kind.as_str(), kind.words()));
    let boxes = boxes.checked(kinds).error(errors.get("kinds").map(str::to_owned));
    vec![Html::of(yes_no), Html::of(boxes)]
}
