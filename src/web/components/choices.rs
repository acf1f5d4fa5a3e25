//! Radios and checkboxes: one question, several answers to choose from.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::fieldset::Fieldset;
use super::html::{Attributes, Content, Html};
use super::label::{Label, Legend};
use super::messages::{Described, ErrorMessage, Hint, group_class};
use super::options;
use super::text::{classes, when};

/// HTML that shows when an answer is chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Conditional {
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
}

/// One answer, or a divider between answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Choice {
    id: Option<String>,
    name: Option<String>,
    value: String,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    #[serde(deserialize_with = "options::part")]
    hint: Option<Hint>,
    divider: Option<String>,
    checked: Option<bool>,
    disabled: Option<bool>,
    conditional: Conditional,
    behaviour: Option<String>,
    behaviour_group: Option<String>,
    exclusive: bool,
    exclusive_group: Option<String>,
}

/// A choice as it is shown: everything settled that depends on the whole question.
struct Shown<'a> {
    choice: &'a Choice,
    kind: &'static str,
    attributes: Attributes,
    label: Label,
    hint: Option<Hint>,
    conditional: Option<(&'a Html, Attributes)>,
    inclusive: bool,
}

impl Choice {
    fn show<'a>(&'a self, number: usize, group: &Group<'_>) -> Shown<'a> {
        let Group {
            kind,
            id,
            name,
            disabled,
            ..
        } = *group;
        let id = self.id.clone().unwrap_or_else(|| match number {
            1 => id.to_owned(),
            _ => format!("{id}-{number}"),
        });
        let checked = self
            .checked
            .unwrap_or_else(|| group.checked.contains(&self.value.as_str()));
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
            .with(
                "type",
                if kind == "radios" {
                    "radio"
                } else {
                    "checkbox"
                },
            )
            .with("value", &self.value)
            .with_some("checked", checked.then_some(""))
            .with_some("disabled", self.disabled.unwrap_or(disabled).then_some(""))
            .with_some("data-behaviour", behaviour)
            .with_some(
                "data-behaviour-group",
                self.exclusive_group
                    .as_ref()
                    .or(self.behaviour_group.as_ref()),
            )
            .with_some(
                "data-aria-controls",
                self.conditional.html.as_ref().map(|_| &conditional_id),
            )
            .with_some(
                "aria-describedby",
                Some(described_by).filter(|ids| !ids.is_empty()),
            );
        let conditional = self.conditional.html.as_ref().map(|html| {
            let hidden = format!("nhsuk-{kind}__conditional--hidden");
            let class = classes(
                &format!("nhsuk-{kind}__conditional"),
                [when(!checked, &hidden)],
            );
            (
                html,
                Attributes::new()
                    .with("class", class)
                    .with("id", conditional_id),
            )
        });
        let words = match (&self.html, &self.text) {
            (Some(html), _) => Content::Html(html.clone()),
            (None, text) => Content::Text(text.clone().unwrap_or_default()),
        };
        Shown {
            choice: self,
            kind,
            attributes,
            label: Label::new(words)
                .pointing_at(&id)
                .dressed(&format!("nhsuk-{kind}__label")),
            hint,
            conditional,
            inclusive: self.behaviour.as_deref() == Some("inclusive"),
        }
    }
}

/// What every choice of a question needs to know about it.
struct Group<'a> {
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    disabled: bool,
    checked: Vec<&'a str>,
    described_by: &'a str,
}

/// What radios and checkboxes have in common.
macro_rules! choices {
    ($name:ident, $kind:literal) => {
        impl HtmlSafe for $name {}

        impl $name {
            /// A question; the id of its first answer is `name`, so that an error summary can link to it.
            pub fn new(name: impl Into<String>, legend: impl Into<Legend>) -> Self {
                Self {
                    name: name.into(),
                    fieldset: Some(Fieldset::under(legend)),
                    ..Self::default()
                }
            }

            /// Makes the legend the page's `h1`.
            pub fn legend_is_heading(mut self) -> Self {
                if let Some(fieldset) = &mut self.fieldset {
                    fieldset.change_legend(Legend::heading);
                }
                self
            }

            /// A short phrase under the legend.
            pub fn hint(mut self, hint: impl Into<Content>) -> Self {
                self.hint = Some(Hint::from(hint));
                self
            }

            /// What has to change, if anything has to.
            pub fn error(mut self, message: Option<impl Into<Content>>) -> Self {
                self.error_message = message.map(ErrorMessage::from);
                self
            }

            /// Another answer.
            pub fn item(mut self, value: impl Into<String>, label: impl Into<Content>) -> Self {
                let (text, html) = label.into().split();
                self.items.push(Choice {
                    value: value.into(),
                    text,
                    html,
                    ..Choice::default()
                });
                self
            }

            /// A short phrase under the answer that was added last.
            pub fn item_hint(mut self, hint: impl Into<Content>) -> Self {
                if let Some(item) = self.items.last_mut() {
                    item.hint = Some(Hint::from(hint));
                }
                self
            }

            /// One simple question that shows when the answer that was added last is chosen.
            pub fn conditional(mut self, html: Html) -> Self {
                if let Some(item) = self.items.last_mut() {
                    item.conditional.html = Some(html);
                }
                self
            }

            /// A word between answers, such as "or".
            pub fn divider(mut self, word: impl Into<String>) -> Self {
                self.items.push(Choice {
                    divider: Some(word.into()),
                    ..Choice::default()
                });
                self
            }

            /// Smaller controls, for filters on staff pages.
            pub fn small(mut self) -> Self {
                self.small = true;
                self
            }

            /// Two short answers side by side.
            pub fn inline(mut self) -> Self {
                self.inline = true;
                self
            }

            fn field_id(&self) -> &str {
                self.id_prefix.as_deref().unwrap_or(&self.name)
            }

            fn described(&self) -> Described {
                let before = self
                    .fieldset
                    .as_ref()
                    .and_then(|fieldset| fieldset.described_by.as_deref());
                Described::new(
                    self.field_id(),
                    before,
                    self.hint.as_ref(),
                    self.error_message.as_ref(),
                )
            }

            fn group_class(&self) -> String {
                group_class(self.error_message.is_some(), None)
            }

            fn class(&self) -> String {
                classes(
                    concat!("nhsuk-", $kind),
                    [
                        when(self.small, concat!("nhsuk-", $kind, "--small")),
                        when(self.inline, concat!("nhsuk-", $kind, "--inline")),
                    ],
                )
            }

            fn kind(&self) -> &'static str {
                $kind
            }

            fn shown(&self, described_by: &str) -> Vec<Shown<'_>> {
                let group = Group {
                    kind: $kind,
                    id: self.field_id(),
                    name: &self.name,
                    disabled: self.disabled,
                    checked: self.chosen(),
                    // Without a fieldset there is only each answer itself to describe; radios never do that.
                    described_by: if self.fieldset.is_none() && $kind == "checkboxes" {
                        described_by
                    } else {
                        ""
                    },
                };
                self.items
                    .iter()
                    .zip(1..)
                    .map(|(item, number)| item.show(number, &group))
                    .collect()
            }
        }
    };
}

/// A question with exactly one answer. Nothing is chosen unless the reader chose it.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/choices.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Radios {
    name: String,
    id_prefix: Option<String>,
    fieldset: Option<Fieldset>,
    #[serde(deserialize_with = "options::part")]
    hint: Option<Hint>,
    #[serde(deserialize_with = "options::part")]
    error_message: Option<ErrorMessage>,
    items: Vec<Choice>,
    value: Option<String>,
    small: bool,
    inline: bool,
    disabled: bool,
}

choices!(Radios, "radios");

impl Radios {
    /// The answer that was chosen before; an empty one chooses nothing.
    pub fn checked(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The usual two answers, `yes` and `no`.
    pub fn yes_no(self) -> Self {
        self.item("yes", "Yes").item("no", "No").inline()
    }

    fn chosen(&self) -> Vec<&str> {
        self.value
            .as_deref()
            .filter(|value| !value.is_empty())
            .into_iter()
            .collect()
    }
}

/// A question with any number of answers.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/choices.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Checkboxes {
    name: String,
    id_prefix: Option<String>,
    fieldset: Option<Fieldset>,
    #[serde(deserialize_with = "options::part")]
    hint: Option<Hint>,
    #[serde(deserialize_with = "options::part")]
    error_message: Option<ErrorMessage>,
    items: Vec<Choice>,
    values: Vec<String>,
    small: bool,
    inline: bool,
    disabled: bool,
}

choices!(Checkboxes, "checkboxes");

impl Checkboxes {
    /// One box that stands alone, such as an agreement, without a legend.
    pub fn single(
        name: impl Into<String>,
        value: impl Into<String>,
        label: impl Into<Content>,
    ) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
        .item(value, label)
    }

    /// The answers that were chosen before.
    pub fn checked<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// The answer that excludes all others; comes last, after "or". Its label repeats the question.
    pub fn none(self, value: impl Into<String>, label: impl Into<Content>) -> Self {
        let mut this = self.divider("or").item(value, label);
        if let Some(item) = this.items.last_mut() {
            item.behaviour = Some("exclusive".into());
        }
        this
    }

    fn chosen(&self) -> Vec<&str> {
        self.values.iter().map(String::as_str).collect()
    }
}
