//! Pages of a draft as a whole.

use askama::Template;

use crate::web::components::{SummaryList, TaskList};

/// The task list.
#[derive(Template)]
#[template(path = "applications/tasks.html")]
pub struct Tasks {
    /// The application's address.
    pub path: String,
    /// Its reference.
    pub reference: String,
    /// The round's name.
    pub round: String,
    /// The last day on which it can be sent.
    pub last_day: String,
    /// Whether it can be sent now.
    pub open: bool,
    /// The groups with their tasks.
    pub groups: Vec<(&'static str, TaskList)>,
}

/// Check your answers.
#[derive(Template)]
#[template(path = "applications/check.html")]
pub struct CheckAnswers {
    /// The application's address.
    pub path: String,
    /// The groups with their answers.
    pub groups: Vec<(&'static str, SummaryList)>,
    /// Whether a parent or guardian is asked.
    pub guardian: bool,
    /// Whether a school, college or service is asked.
    pub school: bool,
}

/// Why an application cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Answers are missing.
    Incomplete,
    /// The round is over.
    Closed,
    /// A choice is in a year in which the person has a placement.
    PlacedIn(i32),
}

/// An application that cannot be sent.
#[derive(Template)]
#[template(path = "applications/not_ready.html")]
pub struct NotReady {
    /// The application's address.
    pub path: String,
    /// Why.
    pub why: WhyNot,
}
