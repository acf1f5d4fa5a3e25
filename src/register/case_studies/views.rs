//! Pages on which case studies are written.

use askama::Template;

use super::forms::{BODY, CaseStudyForm};
use super::model::{CaseStudy, CaseStudyState, paragraphs};
use crate::register::members;
use crate::web::components::{Cell, CharacterCount, FieldError, Input, Pagination, Select, Table, Textarea};
use crate::web::form::Errors;

/// What was written, newest first.
#[derive(Template)]
#[template(path = "register/case_studies.html")]
pub(super) struct CaseStudiesPage {
    table: Option<Table>,
    next: Option<Pagination>,
    first: bool,
}

impl CaseStudiesPage {
    /// A page of `studies`; `more` if others follow, `first` if none come before.
    pub fn new(studies: &[CaseStudy], more: bool, first: bool) -> Self {
        let columns = Table::new("Case studies, newest first")
            .hide_caption()
            .column("Case study")
            .column("Organisation")
            .column("State")
            .responsive();
        let table = studies.iter().fold(columns, |table, study| {
            table.row([
                Cell::link(study.written.title.as_str(), format!("/coordinate/case-studies/{}", study.slug)),
                Cell::from(study.organisation.as_str()),
                Cell::from(study.state.words()),
            ])
        });
        let last = studies.last().filter(|_| more);
        let href = last.map(|study| format!("/coordinate/case-studies?before={}", study.id));
        Self {
            table: (!studies.is_empty()).then_some(table),
            next: href.map(|href| Pagination::around(None, Some(("Earlier case studies", &href)))),
            first,
        }
    }
}

/// The form of one case study.
#[derive(Template)]
#[template(path = "register/case_study_form.html")]
pub(super) struct FormPage {
    heading: &'static str,
    organisation: Option<Select>,
    title: Input,
    body: CharacterCount,
    back: String,
    errors: Vec<FieldError>,
}

impl FormPage {
    /// The form as it was filled in; `slug` names a case study that is there already.
    pub fn new(form: &CaseStudyForm, own: &[(i64, String)], slug: Option<&str>, errors: Errors) -> Self {
        Self {
            heading: if slug.is_some() {
                "Change a case study"
            } else {
                "Write a case study"
            },
            organisation: if slug.is_none() {
                members::field(own, &form.organisation, &errors)
            } else {
                None
            },
            title: Input::new("title", "Title").value(form.title.as_str()).error(errors.get("title")),
            body: Textarea::new("body", "What did you do, and what came of it?")
                .hint("Leave an empty line between paragraphs. Name people only if they agreed")
                .value(form.body.as_str())
                .rows(15)
                .error(errors.get("body"))
                .max_length(BODY),
            back: slug.map_or_else(
                || "/coordinate/case-studies".to_owned(),
                |slug| format!("/coordinate/case-studies/{slug}"),
            ),
            errors: errors.0,
        }
    }
}

/// A case study as its organisation sees it: what others read or would read, and what can be done with it.
#[derive(Template)]
#[template(path = "register/case_study_own.html")]
pub(super) struct OwnPage {
    study: CaseStudy,
    paragraphs: Vec<String>,
    published: bool,
    /// Where the button to publish leads.
    publish: String,
}

impl OwnPage {
    pub fn new(study: CaseStudy) -> Self {
        Self {
            paragraphs: paragraphs(&study.written.body),
            publish: format!("/coordinate/case-studies/{}/publish", study.slug),
            published: study.state == CaseStudyState::Published,
            study,
        }
    }
}
