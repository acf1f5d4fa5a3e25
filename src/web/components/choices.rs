//! Radios and checkboxes: one question, several answers to choose from.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::choice::{Choice, Group, Shown};
use super::fieldset::Fieldset;
use super::html::{Content, Html};
use super::label::Legend;
use super::messages::{Described, ErrorMessage, Hint, group_class};
use super::options;
use super::text::{classes, when};

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

            /// Another id than the name, where several questions of a page have the same.
            pub fn id(mut self, id: impl Into<String>) -> Self {
                self.id_prefix = Some(id.into());
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
                let before = self.fieldset.as_ref().and_then(|fieldset| fieldset.described_by.as_deref());
                Described::new(self.field_id(), before, self.hint.as_ref(), self.error_message.as_ref())
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
        self.value.as_deref().filter(|value| !value.is_empty()).into_iter().collect()
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
    pub fn single(name: impl Into<String>, value: impl Into<String>, label: impl Into<Content>) -> Self {
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

    /// One simple question that shows when the answer that was added last is chosen. Not for radios: their script says
    /// `aria-expanded`, which ARIA does not know there; ask on the next page.
    pub fn conditional(mut self, html: Html) -> Self {
        if let Some(item) = self.items.last_mut() {
            item.conditional.html = Some(html);
        }
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
