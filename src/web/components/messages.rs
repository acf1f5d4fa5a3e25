//! The hint of a field and the message about an answer that needs a change.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Content, Html};
use super::options;
use super::text::{Pick, classes};

/// A short phrase that helps to answer a question. No full stop, no links.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/hint.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Hint {
    id: Option<String>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    classes: Option<String>,
}

/// What has to change in an answer, shown beside the field.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/error-message.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct ErrorMessage {
    id: Option<String>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    visually_hidden_text: Option<String>,
}

/// What a hint and an error message have in common.
macro_rules! message {
    ($name:ident) => {
        impl HtmlSafe for $name {}

        impl<T: Into<Content>> From<T> for $name {
            fn from(content: T) -> Self {
                let (text, html) = content.into().split();
                Self {
                    text,
                    html,
                    ..Self::default()
                }
            }
        }

        impl $name {
            /// The words to show.
            pub fn new(text: impl Into<Content>) -> Self {
                Self::from(text)
            }

            /// The message if it has words, with this id unless it has its own.
            pub(super) fn at(&self, id: &str) -> Option<Self> {
                let shown = self.html.is_some() || self.text.as_ref().is_some_and(|text| !text.is_empty());
                shown.then(|| Self {
                    id: self.id.clone().or_else(|| Some(id.to_owned())),
                    ..self.clone()
                })
            }

            fn content(&self) -> Pick<'_> {
                Pick(self.text.as_deref(), self.html.as_ref())
            }
        }
    };
}

message!(Hint);
message!(ErrorMessage);

impl Hint {
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The hint with a component's own class name.
    pub(super) fn dressed(self, class: &str) -> Self {
        Self {
            classes: Some(classes(class, [self.classes.as_deref()])),
            ..self
        }
    }
}

/// Everything around a field that describes it, with ids that hang together.
#[derive(Debug, Clone)]
pub(super) struct Described {
    pub(super) hint: Option<Hint>,
    pub(super) error: Option<ErrorMessage>,
    /// The value of `aria-describedby`; empty if nothing describes the field.
    pub(super) by: String,
}

impl Described {
    /// `before` are ids that describe the field already.
    pub(super) fn new(id: &str, before: Option<&str>, hint: Option<&Hint>, error: Option<&ErrorMessage>) -> Self {
        let hint = hint.and_then(|hint| hint.at(&format!("{id}-hint")));
        let error = error.and_then(|error| error.at(&format!("{id}-error")));
        let by = classes(
            before.unwrap_or_default(),
            [
                hint.as_ref().and_then(|hint| hint.id.as_deref()),
                error.as_ref().and_then(|error| error.id.as_deref()),
            ],
        );
        Self { hint, error, by }
    }
}

/// The classes of the group around a field.
pub(super) fn group_class(has_error: bool, more: Option<&str>) -> String {
    classes("nhsuk-form-group", [has_error.then_some("nhsuk-form-group--error"), more])
}
