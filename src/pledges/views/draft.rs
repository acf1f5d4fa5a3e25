//! Pages of a signing as whoever fills it in sees them.

use askama::Template;

use crate::dates;
use crate::pledges::draft::Draft;
use crate::pledges::model::{Signature, SignatureRole, SignatureState};
use crate::pledges::steps::{self, Asked};
use crate::web::components::{FieldError, Html, SummaryList, TaskList, TaskStatus};

impl SignatureRole {
    /// Who it is, at the start of a sentence.
    pub const fn who(self) -> &'static str {
        match self {
            Self::Signatory => "The person who signs",
            Self::Champion => "The champion on the board",
            Self::AreaLead => "The lead of your area",
        }
    }
}

/// A page with one question.
#[derive(Template)]
#[template(path = "pledges/question.html")]
pub struct QuestionPage {
    title: String,
    back: String,
    errors: Vec<FieldError>,
    body: Html,
}

impl QuestionPage {
    /// A question of a signing.
    pub fn new(draft: &Draft, from_check: bool, asked: Asked) -> Self {
        let path = draft.signing.path();
        Self {
            title: asked.title,
            back: if from_check { format!("{path}/check") } else { path },
            errors: asked.errors.0,
            body: asked.body,
        }
    }
}

/// The task list.
#[derive(Template)]
#[template(path = "pledges/tasks.html")]
pub struct TasksPage {
    reference: String,
    groups: Vec<(String, TaskList)>,
    /// Who sent it back, and why.
    sent_back: Option<(&'static str, String)>,
}

impl TasksPage {
    /// The tasks of a signing that can be filled in.
    pub fn new(draft: &Draft) -> Self {
        let path = draft.signing.path();
        let mut groups: Vec<(String, TaskList)> = Vec::new();
        for ((heading, steps), number) in draft.groups().into_iter().zip(1..) {
            let list = steps
                .into_iter()
                .fold(TaskList::new(format!("group-{number}")), |list, (step, done)| {
                    let status = if done { TaskStatus::Completed } else { TaskStatus::NotYetStarted };
                    list.task(steps::name(&step, draft), format!("{path}/{step}"), status)
                });
            groups.push((heading, list));
        }
        let status = if draft.is_complete() {
            TaskStatus::Incomplete
        } else {
            TaskStatus::CannotStartYet
        };
        let send = TaskList::new("send").task("Check your answers and send", format!("{path}/check"), status);
        groups.push(("Send".to_owned(), send));
        let last = draft.signatures.iter().rfind(|one| one.state == SignatureState::SentBack);
        Self {
            reference: draft.signing.reference.clone(),
            groups,
            sent_back: last.map(|one| (one.role.who(), one.reason.clone().unwrap_or_default())),
        }
    }
}

/// Check your answers.
#[derive(Template)]
#[template(path = "pledges/check.html")]
pub struct CheckPage {
    path: String,
    groups: Vec<(String, SummaryList)>,
}

impl CheckPage {
    /// The answers of a signing that is complete.
    pub fn new(draft: &Draft) -> Self {
        let path = draft.signing.path();
        let list = |steps: Vec<(super::super::answers::Step, bool)>| {
            let mut list = SummaryList::new();
            for (step, _) in steps {
                for (key, value) in steps::of(&step).rows(draft) {
                    let hidden = key.to_lowercase();
                    list = list.optional_row(key, value).change(format!("{path}/{step}?from=check"), hidden);
                }
            }
            list
        };
        let groups = draft.groups().into_iter().map(|(heading, steps)| (heading, list(steps)));
        Self {
            groups: groups.collect(),
            path,
        }
    }
}

/// It was sent.
#[derive(Template)]
#[template(path = "pledges/sent.html")]
pub struct SentPage {
    /// Its reference.
    pub reference: String,
    /// Its page.
    pub path: String,
}

/// Where a signing stands that was sent.
#[derive(Template)]
#[template(path = "pledges/status.html")]
pub struct StatusPage {
    organisation: String,
    pledges: Vec<(&'static str, SummaryList, Option<String>)>,
    asked: SummaryList,
    waits: Option<&'static str>,
}

impl StatusPage {
    /// The status of a signing.
    pub fn new(draft: &Draft) -> Self {
        let current: Vec<&Signature> = draft
            .signatures
            .iter()
            .filter(|one| matches!(one.state, SignatureState::Asked | SignatureState::Given))
            .collect();
        let asked = current.iter().fold(SummaryList::new(), |list, one| {
            let words = match (one.state, one.answered_at) {
                (SignatureState::Given, Some(at)) => format!("Said yes at {}", dates::moment(at)),
                _ => format!("Asked at {}, no answer yet", dates::moment(one.asked_at)),
            };
            list.row(one.role.who(), words)
        });
        let pledges = draft.pledges.iter().map(|pledge| {
            let mut facts = SummaryList::new().row("Where it stands", pledge.state.words());
            if let Some(day) = pledge.review_on.filter(|_| pledge.state.is_in_force()) {
                facts = facts.row("Next review", dates::day(day));
            }
            (pledge.kind.name(), facts, pledge.published_at.map(|_| pledge.verify_path()))
        });
        let waits = current.iter().rfind(|one| one.state == SignatureState::Asked);
        Self {
            organisation: draft.organisation.as_ref().map(|known| known.name.clone()).unwrap_or_default(),
            pledges: pledges.collect(),
            asked,
            waits: waits.map(|one| one.role.who()),
        }
    }
}
