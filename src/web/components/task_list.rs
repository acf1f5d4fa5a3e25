//! What there is to do, and how far each task is.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::{Element, Heading, Style};
use super::html::{Attributes, Content, Html};
use super::options;
use super::tag::{Tag, TagColour};
use super::text::{Part, Pick};

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStatus {
    /// Done.
    Completed,
    /// To be done, or begun and not finished.
    Incomplete,
    /// Not begun, where the difference from [`TaskStatus::InProgress`] matters.
    NotYetStarted,
    /// Begun.
    InProgress,
    /// Waits for another task; the task is not a link.
    CannotStartYet,
    /// Something has to change.
    Problem,
}

impl TaskStatus {
    fn tag(self) -> Tag {
        match self {
            Self::Completed => Tag::plain("Completed"),
            Self::Incomplete => Tag::new("Incomplete", TagColour::Blue),
            Self::NotYetStarted => Tag::new("Not yet started", TagColour::Blue),
            Self::InProgress => Tag::new("In progress", TagColour::White),
            Self::CannotStartYet => Tag::plain_grey("Cannot start yet"),
            Self::Problem => Tag::new("There is a problem", TagColour::Red),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Status {
    tag: Option<Tag>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    classes: Option<String>,
}

impl From<String> for Status {
    fn from(text: String) -> Self {
        Self {
            text: Some(text),
            ..Self::default()
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Task {
    #[serde(deserialize_with = "options::part", alias = "title")]
    heading: Option<Heading>,
    #[serde(deserialize_with = "options::part")]
    hint: Option<Part>,
    #[serde(deserialize_with = "options::part")]
    status: Option<Status>,
    href: Option<String>,
}

/// A task as it is shown in its list.
struct ShownTask<'a> {
    linked: bool,
    heading: Heading,
    hint: Option<(&'a Part, String)>,
    status: Status,
    status_id: String,
}

impl Status {
    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}

/// Tasks, each a link with its status.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/task-list.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct TaskList {
    id_prefix: Option<String>,
    #[serde(deserialize_with = "options::numbered_items")]
    items: Vec<Option<Task>>,
}

impl HtmlSafe for TaskList {}

impl TaskList {
    /// An empty list; `id_prefix` keeps the ids of several lists on a page apart.
    pub fn new(id_prefix: impl Into<String>) -> Self {
        Self {
            id_prefix: Some(id_prefix.into()),
            items: Vec::new(),
        }
    }

    /// Another task. It is a link unless it cannot start yet.
    pub fn task(mut self, title: impl Into<Content>, href: impl Into<String>, status: TaskStatus) -> Self {
        self.items.push(Some(Task {
            heading: Some(Heading::from(title)),
            hint: None,
            status: Some(Status {
                tag: Some(status.tag()),
                ..Status::default()
            }),
            href: (status != TaskStatus::CannotStartYet).then(|| href.into()),
        }));
        self
    }

    /// A short phrase under the task that was added last.
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        if let Some(Some(task)) = self.items.last_mut() {
            task.hint = Some(Part::from(hint));
        }
        self
    }

    fn tasks(&self) -> Vec<ShownTask<'_>> {
        let numbered = self.items.iter().zip(1..);
        numbered
            .filter_map(|(task, number)| task.as_ref().map(|task| self.show(task, number)))
            .collect()
    }

    fn show<'a>(&self, task: &'a Task, number: usize) -> ShownTask<'a> {
        let prefix = self.id_prefix.as_deref().unwrap_or("task-list");
        let status_id = format!("{prefix}-{number}-status");
        let hint = task
            .hint
            .as_ref()
            .filter(|hint| hint.shown())
            .map(|hint| (hint, format!("{prefix}-{number}-hint")));
        let described_by = match &hint {
            Some((_, hint_id)) => format!("{hint_id} {status_id}"),
            None => status_id.clone(),
        };
        let linked = task.href.is_some();
        let heading = Heading {
            classes: linked.then(|| "nhsuk-link".to_owned()),
            attributes: Attributes::new()
                .with_some("href", task.href.as_ref())
                .with_some("aria-describedby", linked.then_some(described_by)),
            element: Some(if linked { Element::A } else { Element::Div }),
            style: Style::plain(if linked { "nhsuk-task-list__link" } else { "" }),
            ..task.heading.clone().unwrap_or_default()
        };
        ShownTask {
            linked,
            heading,
            hint,
            status: task.status.clone().unwrap_or_default(),
            status_id,
        }
    }
}
