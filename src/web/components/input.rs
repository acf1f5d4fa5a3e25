//! A field for one line of text.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Content};
use super::label::Label;
use super::messages::{Described, ErrorMessage, Hint, group_class};
use super::options;
use super::text::{Part, classes, when};

/// What stands beside a field inside its group.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct FormGroup {
    pub(super) after_input: Option<Part>,
}

/// A field for one line of text.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/input.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Input {
    pub(super) id: Option<String>,
    pub(super) name: String,
    #[serde(deserialize_with = "options::part")]
    pub(super) label: Option<Label>,
    #[serde(deserialize_with = "options::part")]
    pub(super) hint: Option<Hint>,
    #[serde(deserialize_with = "options::part")]
    pub(super) error_message: Option<ErrorMessage>,
    pub(super) value: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) inputmode: Option<String>,
    pub(super) autocomplete: Option<String>,
    pub(super) spellcheck: Option<bool>,
    pub(super) width: Option<u8>,
    pub(super) code: bool,
    pub(super) disabled: bool,
    #[serde(deserialize_with = "options::part")]
    pub(super) prefix: Option<Part>,
    #[serde(deserialize_with = "options::part")]
    pub(super) suffix: Option<Part>,
    pub(super) form_group: FormGroup,
    pub(super) classes: Option<String>,
}

impl HtmlSafe for Input {}

impl Input {
    /// A field whose id is its name.
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
        self.value = Some(value.into());
        self
    }

    /// What has to change, if anything has to.
    pub fn error(mut self, message: Option<impl Into<Content>>) -> Self {
        self.error_message = message.map(ErrorMessage::from);
        self
    }

    /// The HTML autocomplete purpose, such as `given-name`.
    pub fn autocomplete(mut self, purpose: impl Into<String>) -> Self {
        self.autocomplete = Some(purpose.into());
        self
    }

    /// A fixed width in characters: 2, 3, 4, 5, 10, 20 or 30.
    pub fn width(mut self, characters: u8) -> Self {
        self.width = Some(characters);
        self
    }

    /// For email addresses.
    pub fn email(mut self) -> Self {
        self.kind = Some("email".into());
        self.autocomplete = Some("email".into());
        self.no_spellcheck()
    }

    /// For phone numbers.
    pub fn telephone(mut self) -> Self {
        self.kind = Some("tel".into());
        self.autocomplete = Some("tel".into());
        self
    }

    /// For numbers: the digits' keyboard, without the arrows of `type=number`.
    pub fn numeric(mut self) -> Self {
        self.inputmode = Some("numeric".into());
        self
    }

    /// For names and codes that a dictionary does not know.
    pub fn no_spellcheck(mut self) -> Self {
        self.spellcheck = Some(false);
        self
    }

    /// For codes and references: letters of equal width.
    pub fn code(mut self) -> Self {
        self.code = true;
        self
    }

    /// A unit before the field, such as `£`.
    pub fn prefix(mut self, unit: impl Into<Content>) -> Self {
        self.prefix = Some(Part::from(unit));
        self
    }

    /// A unit after the field, such as `days`.
    pub fn suffix(mut self, unit: impl Into<Content>) -> Self {
        self.suffix = Some(Part::from(unit));
        self
    }

    fn field_id(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }

    fn described(&self) -> Described {
        Described::new(self.field_id(), None, self.hint.as_ref(), self.error_message.as_ref())
    }

    fn group_class(&self) -> String {
        group_class(self.error_message.is_some(), None)
    }

    fn wrapped(&self) -> bool {
        [&self.prefix, &self.suffix, &self.form_group.after_input]
            .into_iter()
            .flatten()
            .any(Part::shown)
    }

    fn attributes(&self, described_by: &str) -> Attributes {
        let width = self
            .width
            .filter(|width| matches!(width, 2..=5 | 10 | 20 | 30))
            .filter(|_| !self.classes.as_ref().is_some_and(|classes| classes.contains("nhsuk-input--width-")))
            .map(|width| format!("nhsuk-input--width-{width}"));
        let class = classes(
            "nhsuk-input",
            [
                when(self.code, "nhsuk-input--code"),
                when(self.error_message.is_some(), "nhsuk-input--error"),
                width.as_deref(),
                self.classes.as_deref(),
            ],
        );
        Attributes::new()
            .with("class", class)
            .with("id", self.field_id())
            .with("name", &self.name)
            .with("type", self.kind.as_deref().unwrap_or("text"))
            .with_some("spellcheck", self.spellcheck)
            .with_some("value", self.value.as_ref())
            .with_some("disabled", self.disabled.then_some(""))
            .with_some("aria-describedby", Some(described_by).filter(|ids| !ids.is_empty()))
            .with_some("autocomplete", self.autocomplete.as_ref())
            .with_some("inputmode", self.inputmode.as_ref())
    }
}
