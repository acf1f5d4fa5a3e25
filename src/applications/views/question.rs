//! A page with one question.

use askama::Template;

use crate::web::components::{FieldError, Html};

/// A page with one question: every step has it, and so have the pages before a draft.
#[derive(Template)]
#[template(path = "applications/question.html")]
pub struct QuestionPage {
    /// The title, without the service's name.
    pub title: String,
    /// The address of the page before.
    pub back: String,
    /// What is wrong with what was sent.
    pub errors: Vec<FieldError>,
    /// The `h1`, text and fields.
    pub body: Html,
    /// The button's words.
    pub button: &'static str,
}
