//! The links and buttons at the side of a row or a card, such as "Change".

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::Heading;
use super::html::{Attributes, Html};
use super::options;
use super::text::Pick;

/// One link or button.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Action {
    pub(super) text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    pub(super) html: Option<Html>,
    pub(super) href: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) visually_hidden_text: Option<String>,
}

impl Action {
    /// The action in a place whose `heading` tells screen readers what it is about.
    pub(super) fn shown<'a>(&'a self, heading: Option<&'a Heading>) -> ShownAction<'a> {
        ShownAction {
            action: self,
            heading: heading.filter(|heading| heading.shown()),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ActionItems {
    #[serde(deserialize_with = "options::items")]
    items: Vec<Action>,
}

/// The actions of a row or a card, as a list or as an option called `items`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Actions {
    List(#[serde(deserialize_with = "options::items")] Vec<Action>),
    Items(ActionItems),
}

impl Default for Actions {
    fn default() -> Self {
        Self::Items(ActionItems::default())
    }
}

impl Actions {
    pub(super) fn all(&self) -> &[Action] {
        match self {
            Self::List(items) | Self::Items(ActionItems { items }) => items,
        }
    }

    /// Whether a list of rows makes room for these.
    pub(super) fn make_a_column(&self) -> bool {
        matches!(self, Self::Items(ActionItems { items }) if !items.is_empty())
    }

    pub(super) fn push(&mut self, action: Action) {
        match self {
            Self::List(items) | Self::Items(ActionItems { items }) => items.push(action),
        }
    }
}

/// An action in its place.
#[derive(Debug, Clone, Template)]
#[template(path = "components/action.html")]
pub(super) struct ShownAction<'a> {
    action: &'a Action,
    heading: Option<&'a Heading>,
}

impl HtmlSafe for ShownAction<'_> {}

impl ShownAction<'_> {
    fn is_link(&self) -> bool {
        self.action.href.is_some() && self.action.kind.is_none()
    }

    fn content(&self) -> Pick<'_> {
        Pick(self.action.text.as_deref(), self.action.html.as_ref())
    }

    fn attributes(&self) -> Attributes {
        let shared = Attributes::new().with("class", "nhsuk-link");
        if self.is_link() {
            shared.with_some("href", self.action.href.as_ref())
        } else {
            shared.with("type", self.action.kind.as_deref().unwrap_or("submit"))
        }
    }
}
