//! Answers or facts as a list of names and values.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::action::{Action, Actions, ShownAction};
use super::card::Card;
use super::heading::Heading;
use super::html::{Content, Html};
use super::options;
use super::text::{Classes, Part, Pick, when};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Row {
    #[serde(deserialize_with = "options::part")]
    key: Option<Part>,
    #[serde(deserialize_with = "options::part")]
    value: Option<Part>,
    actions: Actions,
    border: Option<bool>,
}

impl Row {
    /// `in_column`: other rows have actions. `at_end`: the list draws no line under this row, its last.
    fn show<'a>(&'a self, heading: Option<&'a Heading>, in_column: bool, at_end: bool) -> ShownRow<'a> {
        let actions = self.actions.all();
        let width = self.key.as_ref().and_then(|key| key.width.as_ref());
        ShownRow {
            class: Classes(
                "nhsuk-summary-list__row",
                [
                    when(in_column && actions.is_empty(), "nhsuk-summary-list__row--no-actions"),
                    when(self.border == Some(false) && !at_end, "nhsuk-summary-list__row--no-border"),
                ],
            ),
            key: Pick::of(self.key.as_ref()),
            key_width: width.map(|width| format!("nhsuk-u-width-{width}")),
            value: Pick::of(self.value.as_ref()),
            actions: actions.iter().map(|action| action.shown(heading)).collect(),
        }
    }
}

/// A row as it is shown in its list.
struct ShownRow<'a> {
    class: Classes<'a, 2>,
    key: Pick<'a>,
    key_width: Option<String>,
    value: Pick<'a>,
    actions: Vec<ShownAction<'a>>,
}

impl ShownRow<'_> {
    fn key_class(&self) -> Classes<'_, 1> {
        Classes("nhsuk-summary-list__key", [self.key_width.as_deref()])
    }
}

/// A list of names and values, each with links such as "Change".
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/summary-list.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct SummaryList {
    rows: Vec<Row>,
    border: Option<bool>,
    last_row_border: Option<bool>,
    card: Option<Card>,
    /// Whether the card is drawn already; it still names what the links are about.
    #[serde(skip)]
    inside: bool,
}

impl HtmlSafe for SummaryList {}

impl SummaryList {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another row.
    pub fn row(mut self, key: impl Into<Content>, value: impl Into<Content>) -> Self {
        let row = Row {
            key: Some(Part::from(key)),
            value: Some(Part::from(value)),
            ..Row::default()
        };
        self.rows.push(row);
        self
    }

    /// Another row; "Not provided" where there is no value.
    pub fn optional_row(self, key: impl Into<Content>, value: Option<impl Into<Content>>) -> Self {
        let value = value.map_or_else(|| Content::from("Not provided"), Into::into);
        self.row(key, value)
    }

    /// A "Change" link at the row that was added last; `hidden` says to screen readers what it changes.
    pub fn change(self, href: impl Into<String>, hidden: impl Into<String>) -> Self {
        self.action("Change", href, hidden)
    }

    /// Another link at the row that was added last.
    pub fn action(mut self, text: impl Into<String>, href: impl Into<String>, hidden: impl Into<String>) -> Self {
        if let Some(row) = self.rows.last_mut() {
            row.actions.push(Action {
                text: Some(text.into()),
                href: Some(href.into()),
                visually_hidden_text: Some(hidden.into()),
                ..Action::default()
            });
        }
        self
    }

    /// A box with a heading around the list.
    pub fn card(mut self, heading: impl Into<Heading>) -> Self {
        self.card = Some(Card::new(heading));
        self
    }

    /// No lines between rows, for facts that only inform.
    pub fn no_border(mut self) -> Self {
        self.border = Some(false);
        self
    }

    fn class(&self) -> Classes<'_, 2> {
        Classes(
            "nhsuk-summary-list",
            [
                when(self.border == Some(false), "nhsuk-summary-list--no-border"),
                when(
                    self.border != Some(false) && self.last_row_border == Some(false),
                    "nhsuk-summary-list--no-last-row-border",
                ),
            ],
        )
    }

    fn shown_rows(&self) -> Vec<ShownRow<'_>> {
        let has_actions = self.rows.iter().any(|row| row.actions.make_a_column());
        let heading = self.card.as_ref().and_then(|card| card.heading.as_ref());
        let last = self.rows.len();
        let rows = self.rows.iter().zip(1..);
        rows.map(|(row, number)| row.show(heading, has_actions, self.last_row_border == Some(false) && number == last))
            .collect()
    }

    /// The card with the list inside, if it stands in one.
    fn boxed(&self) -> Option<Card> {
        let card = self.card.as_ref().filter(|_| !self.inside)?;
        let list = Self {
            inside: true,
            ..self.clone()
        };
        Some(card.clone().body(Html::of(list)))
    }
}
