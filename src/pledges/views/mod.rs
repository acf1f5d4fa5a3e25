//! The pages about pledges.

mod draft;
mod lead;
mod promise;
mod start;

use askama::Template;
use askama::filters::HtmlSafe;

pub use draft::{CheckPage, QuestionPage, SentPage, StatusPage, TasksPage};
pub use lead::{LeadPledges, Waiting};
pub use promise::{AnsweredPage, PromisePage};
pub use start::{BeginPage, StartPage};

/// A hidden field of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "pledges/hidden.html")]
pub struct Hidden {
    /// Its name.
    pub name: &'static str,
    /// What it sends.
    pub value: String,
}

impl HtmlSafe for Hidden {}
