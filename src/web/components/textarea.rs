//! A field for several lines of text.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Content, Html};
use super::label::Label;
use super::messages::{Described, ErrorMessage, Hint, group_class};
use super::options;
use super::text::{classes, when};

/// A field for several lines of text.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/textarea.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Textarea {
    pub(super) id: Option<String>,
    pub(super) name: String,
    #[serde(deserialize_with = "options::part")]
    pub(super) label: Option<Label>,
    #[serde(deserialize_with = "options::part")]
    pub(super) hint: Option<Hint>,
    #[serde(deserialize_with = "options::part")]
    pub(super) error_message: Option<ErrorMessage>,
    pub(super) value: String,
    pub(super) rows: Option<u8>,
    pub(super) autocomplete: Option<String>,
    pub(super) disabled: bool,
    pub(super) attributes: Attributes,
    #[serde(skip)]
    pub(super) described_by: Option<String>,
    #[serde(skip)]
    pub(super) classes: Option<&'static str>,
    #[serde(skip)]
    pub(super) group_class: Option<&'static str>,
    #[serde(skip)]
    pub(super) group_attributes: Attributes,
    #[serde(skip)]
    pub(super) after: Option<Html>,
}

impl HtmlSafe for Textarea {}

impl Textarea {
    /// A field whose id is its name, five rows high.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            name: name.into(),
            label: Some(label.into()),
            ..Self::default()
        }
    }

    /// Makes the label the page's `h1`.
    pub fn label_is_heading(mut self) -> Self {
        self.label = self.label.map(Label::heading);
        self
    }

    /// A short phrase under the label.
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        self.hint = Some(Hint::from(hint));
        self
    }

    /// What was typed so far.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// What has to change, if anything has to.
    pub fn error(mut self, message: Option<impl Into<Content>>) -> Self {
        self.error_message = message.map(ErrorMessage::from);
        self
    }

    /// Another height than five rows.
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = Some(rows);
        self
    }

    /// Counts the characters that are left, without ever stopping anyone from typing.
    pub fn max_length(self, characters: u32) -> super::CharacterCount {
        super::CharacterCount::of(self, characters)
    }

    fn field_id(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }

    fn described(&self) -> Described {
        Described::new(
            self.field_id(),
            self.described_by.as_deref(),
            self.hint.as_ref(),
            self.error_message.as_ref(),
        )
    }

    fn group_class(&self) -> String {
        group_class(self.error_message.is_some(), self.group_class)
    }

    fn attributes(&self, described_by: &str) -> Attributes {
        let class = classes(
            "nhsuk-textarea",
            [when(self.error_message.is_some(), "nhsuk-textarea--error"), self.classes],
        );
        Attributes::new()
            .with("class", class)
            .with("id", self.field_id())
            .with("name", &self.name)
            .with("rows", self.rows.unwrap_or(5))
            .with_some("disabled", self.disabled.then_some(""))
            .with_some("aria-describedby", Some(described_by).filter(|ids| !ids.is_empty()))
            .with_some("autocomplete", self.autocomplete.as_ref())
            .and(&self.attributes)
    }
}
