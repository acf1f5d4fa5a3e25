//! The list, at the top of a page, of the answers that have to change.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::{Heading, Style};
use super::html::Html;
use super::options;
use super::text::{Part, Pick};

/// An answer that has to change: the id of its field (the first one, for radios, checkboxes and dates), and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the element that gets the keyboard focus.
    pub id: String,
    /// The same words as beside the field.
    pub message: String,
}

impl FieldError {
    /// An answer that has to change.
    pub fn new(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            message: message.into(),
        }
    }

    /// The message for the field with this id, for the `error` of a component.
    pub fn find<'a>(errors: &'a [Self], id: &str) -> Option<&'a str> {
        errors.iter().find(|error| error.id == id).map(|error| error.message.as_str())
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Item {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    href: Option<String>,
}

impl Item {
    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}

/// The list of the answers that have to change. It takes the keyboard focus.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/error-summary.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct ErrorSummary {
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    #[serde(deserialize_with = "options::part")]
    description: Option<Part>,
    #[serde(deserialize_with = "options::items")]
    error_list: Vec<Item>,
    disable_auto_focus: Option<bool>,
}

impl HtmlSafe for ErrorSummary {}

impl ErrorSummary {
    /// "There is a problem", with a link to the field of each error.
    pub fn new(errors: &[FieldError]) -> Self {
        let error_list = errors.iter().map(|error| Item {
            text: Some(error.message.clone()),
            href: Some(format!("#{}", error.id)),
            ..Item::default()
        });
        Self {
            heading: Some(Heading::from("There is a problem")),
            error_list: error_list.collect(),
            ..Self::default()
        }
    }

    fn shown_heading(&self) -> Option<Heading> {
        Some(self.heading.as_ref()?.within(Style::plain("nhsuk-error-summary__heading"), 2))
    }

    fn shown_description(&self) -> Option<&Part> {
        self.description.as_ref().filter(|description| description.shown())
    }
}
