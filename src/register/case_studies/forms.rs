//! A case study as a browser sends it.

use serde::Deserialize;

use super::model::{CaseStudy, NewCaseStudy, paragraphs};
use crate::web::form::Errors;

/// The longest title, in characters.
pub const TITLE: usize = 120;
/// The longest text, in characters.
pub const BODY: u32 = 10_000;

/// The posted fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseStudyForm {
    /// The number of the organisation, if there is a choice.
    pub organisation: String,
    /// The title.
    pub title: String,
    /// The text.
    pub body: String,
}

impl From<&CaseStudy> for CaseStudyForm {
    fn from(study: &CaseStudy) -> Self {
        Self {
            organisation: study.organisation_id.to_string(),
            title: study.written.title.clone(),
            body: study.written.body.clone(),
        }
    }
}

impl CaseStudyForm {
    /// What is written, or what is wrong.
    pub fn parse(&self) -> Result<NewCaseStudy, Errors> {
        let mut errors = Errors::default();
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            errors.add("title", "Enter a title");
        } else if title.chars().count() > TITLE {
            errors.add("title", format!("Title must be {TITLE} characters or less"));
        }
        let body = paragraphs(&self.body).join("\n\n");
        if body.is_empty() {
            errors.add("body", "Enter what you did and what came of it");
        } else if body.chars().count() > BODY as usize {
            errors.add(
                "body",
                format!("What you did and what came of it must be {BODY} characters or less"),
            );
        }
        errors.or(|| NewCaseStudy { title, body })
    }
}
