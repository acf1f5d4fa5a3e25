//! A list of options to choose one from. The last resort: radios are easier to use.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Content};
use super::input::FormGroup;
use super::label::Label;
use super::messages::{Described, ErrorMessage, Hint, group_class};
use super::options;
use super::text::{Part, classes, when};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Item {
    value: Option<String>,
    text: String,
    divider: bool,
    selected: Option<bool>,
    disabled: bool,
}

/// A list of options to choose one from.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/select.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Select {
    id: Option<String>,
    name: String,
    #[serde(deserialize_with = "options::part")]
    label: Option<Label>,
    #[serde(deserialize_with = "options::part")]
    hint: Option<Hint>,
    #[serde(deserialize_with = "options::part")]
    error_message: Option<ErrorMessage>,
    items: Vec<Item>,
    value: Option<String>,
    form_group: FormGroup,
    disabled: bool,
}

impl HtmlSafe for Select {}

impl Select {
    /// A list whose id is its name.
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

    /// Another option.
    pub fn item(mut self, value: impl Into<String>, text: impl Into<String>) -> Self {
        self.items.push(Item {
            value: Some(value.into()),
            text: text.into(),
            ..Item::default()
        });
        self
    }

    /// The option that was chosen before.
    pub fn selected(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// What has to change, if anything has to.
    pub fn error(mut self, message: Option<impl Into<Content>>) -> Self {
        self.error_message = message.map(ErrorMessage::from);
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

    fn after(&self) -> Option<&Part> {
        self.form_group.after_input.as_ref().filter(|after| after.shown())
    }

    fn attributes(&self, described_by: &str) -> Attributes {
        Attributes::new()
            .with(
                "class",
                classes("nhsuk-select", [when(self.error_message.is_some(), "nhsuk-select--error")]),
            )
            .with("id", self.field_id())
            .with("name", &self.name)
            .with_some("disabled", self.disabled.then_some(""))
            .with_some("aria-describedby", Some(described_by).filter(|ids| !ids.is_empty()))
    }

    fn option_attributes(&self, item: &Item) -> Attributes {
        let chosen = self.value.as_deref().filter(|value| !value.is_empty());
        let selected = item
            .selected
            .unwrap_or_else(|| chosen == Some(item.value.as_deref().unwrap_or(&item.text)));
        Attributes::new()
            .with_some("value", item.value.as_ref())
            .with_some("selected", selected.then_some(""))
            .with_some("disabled", item.disabled.then_some(""))
    }
}
