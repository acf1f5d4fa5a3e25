//! One answer of a question with radios or checkboxes.

use serde::Deserialize;

use super::html::{Attributes, Content, Html};
use super::label::Label;
use super::messages::Hint;
use super::options;
use super::text::{classes, when};

/// HTML that shows when an answer is chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Conditional {
    #[serde(deserialize_with = "options::html")]
    pub(super) html: Option<Html>,
}

/// One answer, or a divider between answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Choice {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) value: String,
    pub(super) text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    pub(super) html: Option<Html>,
    #[serde(deserialize_with = "options::part")]
    pub(super) hint: Option<Hint>,
    pub(super) divider: Option<String>,
    pub(super) checked: Option<bool>,
    pub(super) disabled: Option<bool>,
    pub(super) conditional: Conditional,
    pub(super) behaviour: Option<String>,
    pub(super) behaviour_group: Option<String>,
    pub(super) exclusive: bool,
    pub(super) exclusive_group: Option<String>,
}

/// A choice as it is shown: everything settled that depends on the whole question.
pub(super) struct Shown<'a> {
    pub(super) choice: &'a Choice,
    pub(super) kind: &'static str,
    pub(super) attributes: Attributes,
    pub(super) label: Label,
    pub(super) hint: Option<Hint>,
    pub(super) conditional: Option<(&'a Html, Attributes)>,
    pub(super) inclusive: bool,
}

impl Choice {
    pub(super) fn show<'a>(&'a self, number: usize, group: &Group<'_>) -> Shown<'a> {
        let Group {
            kind, id, name, disabled, ..
        } = *group;
        let id = self.id.clone().unwrap_or_else(|| match number {
            1 => id.to_owned(),
            _ => format!("{id}-{number}"),
        });
        let checked = self.checked.unwrap_or_else(|| group.checked.contains(&self.value.as_str()));
        let hint = self
            .hint
            .as_ref()
            .and_then(|hint| hint.at(&format!("{id}-item-hint")))
            .map(|hint| hint.dressed(&format!("nhsuk-{kind}__hint")));
        let behaviour = if self.exclusive {
            Some("exclusive")
        } else {
            self.behaviour.as_deref()
        };
        let described_by = classes(group.described_by, [hint.as_ref().and_then(Hint::id)]);
        let conditional_id = format!("conditional-{id}");
        let attributes = Attributes::new()
            .with("class", format!("nhsuk-{kind}__input"))
            .with("id", &id)
            .with("name", self.name.as_deref().unwrap_or(name))
            .with("type", if kind == "radios" { "radio" } else { "checkbox" })
            .with("value", &self.value)
            .with_some("checked", checked.then_some(""))
            .with_some("disabled", self.disabled.unwrap_or(disabled).then_some(""))
            .with_some("data-behaviour", behaviour)
            .with_some(
                "data-behaviour-group",
                self.exclusive_group.as_ref().or(self.behaviour_group.as_ref()),
            )
            .with_some("data-aria-controls", self.conditional.html.as_ref().map(|_| &conditional_id))
            .with_some("aria-describedby", Some(described_by).filter(|ids| !ids.is_empty()));
        let conditional = self.conditional.html.as_ref().map(|html| {
            let hidden = format!("nhsuk-{kind}__conditional--hidden");
            let class = classes(&format!("nhsuk-{kind}__conditional"), [when(!checked, &hidden)]);
            (html, Attributes::new().with("class", class).with("id", conditional_id))
        });
        let words = match (&self.html, &self.text) {
            (Some(html), _) => Content::Html(html.clone()),
            (None, text) => Content::Text(text.clone().unwrap_or_default()),
        };
        Shown {
            choice: self,
            kind,
            attributes,
            label: Label::new(words).pointing_at(&id).dressed(&format!("nhsuk-{kind}__label")),
            hint,
            conditional,
            inclusive: self.behaviour.as_deref() == Some("inclusive"),
        }
    }
}

/// What every choice of a question needs to know about it.
pub(super) struct Group<'a> {
    pub(super) kind: &'static str,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) disabled: bool,
    pub(super) checked: Vec<&'a str>,
    pub(super) described_by: &'a str,
}
