//! The task list and the list of answers of a draft, as components.

use super::answers::Step;
use super::draft::Draft;
use super::flow::{Flow, GROUPS, Status};
use super::steps;
use super::words;
use crate::web::components::{SummaryList, TaskList, TaskStatus};

/// The groups with their tasks, and the last one: check and send. Groups without a task are left out.
pub fn tasks(draft: &Draft) -> Vec<(&'static str, TaskList)> {
    let flow = Flow::new(&draft.answers, &draft.placements);
    let mut groups: Vec<(&'static str, TaskList)> = GROUPS
        .iter()
        .zip(1..)
        .filter_map(|((heading, steps), number)| {
            let open: Vec<(Step, Status)> = steps
                .iter()
                .filter_map(|step| flow.status(*step).map(|status| (*step, status)))
                .collect();
            let list = TaskList::new(format!("group-{number}"));
            (!open.is_empty()).then(|| (*heading, open.iter().fold(list, |list, task| add(list, draft, *task))))
        })
        .collect();
    let status = if flow.is_complete() {
        TaskStatus::Incomplete
    } else {
        TaskStatus::CannotStartYet
    };
    let send = TaskList::new("send").task("Check your answers and send", format!("{}/check", draft.path()), status);
    groups.push(("Send", send));
    groups
}

fn add(list: TaskList, draft: &Draft, (step, status): (Step, Status)) -> TaskList {
    let status = match status {
        Status::Completed => TaskStatus::Completed,
        Status::NotYetStarted => TaskStatus::NotYetStarted,
        Status::CannotStartYet => TaskStatus::CannotStartYet,
        Status::Problem => TaskStatus::Problem,
    };
    let list = list.task(words::step(step), format!("{}/{step}", draft.path()), status);
    match (step, &draft.answers.choices) {
        (Step::Choices, Some(choices)) => list.hint(format!(
            "You chose {}, and you can choose up to {}",
            choices.0.len(),
            draft.most_choices
        )),
        (Step::Needs, _) => list.hint("You can leave every answer empty"),
        _ => list,
    }
}

/// The groups with the answers that are sent, each with a link to change it.
pub fn answers(draft: &Draft) -> Vec<(&'static str, SummaryList)> {
    let flow = Flow::new(&draft.answers, &draft.placements);
    let shown = |step: &&Step| flow.status(**step) == Some(Status::Completed);
    GROUPS
        .iter()
        .map(|(heading, steps)| (*heading, steps.iter().filter(shown).copied().collect::<Vec<Step>>()))
        .filter(|(_, steps)| !steps.is_empty())
        .map(|(heading, steps)| {
            (
                heading,
                steps.into_iter().fold(SummaryList::new(), |list, step| add_rows(list, draft, step)),
            )
        })
        .collect()
}

fn add_rows(list: SummaryList, draft: &Draft, step: Step) -> SummaryList {
    let href = format!("{}/{step}?from=check", draft.path());
    steps::of(step).rows(draft).into_iter().fold(list, |list, (name, answer)| {
        list.optional_row(name, answer).change(&href, name.to_lowercase())
    })
}
