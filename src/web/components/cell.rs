//! The cells of tables.

use serde::Deserialize;

use super::html::{Content, Html};
use super::options;
use super::text::{classes, when};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    Numeric,
    String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

impl Align {
    const fn class(self) -> &'static str {
        match self {
            Self::Left => "nhsuk-u-text-align-left",
            Self::Centre => "nhsuk-u-text-align-centre",
            Self::Right => "nhsuk-u-text-align-right",
        }
    }
}

/// How a column is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Not by this column, but it could be.
    None,
    /// From the smallest to the largest.
    Ascending,
    /// From the largest to the smallest.
    Descending,
}

impl Sort {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
pub(super) enum SortOption {
    Now(Sort),
    Sortable(bool),
}

/// The head of a column, or a cell.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Cell {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    pub(super) html: Option<Html>,
    visually_hidden_text: Option<String>,
    pub(super) href: Option<String>,
    pub(super) format: Option<Format>,
    pub(super) align: Option<Align>,
    width: Option<String>,
    classes: Option<String>,
    sort: Option<SortOption>,
    pub(super) sort_next: Option<Sort>,
    pub(super) sort_value: Option<String>,
}

impl<T: Into<Content>> From<T> for Cell {
    fn from(content: T) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }
}

impl Cell {
    /// A cell that is a link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::from(text.into())
        }
    }

    /// A number, or the head of a column of numbers: on the right, in digits of equal width.
    pub fn numeric(content: impl Into<Content>) -> Self {
        Self {
            format: Some(Format::Numeric),
            ..Self::from(content)
        }
    }

    /// The head of a column that the server sorts when the reader follows the link.
    pub fn sorted(text: impl Into<String>, href: impl Into<String>, now: Sort) -> Self {
        Self {
            sort: Some(SortOption::Now(now)),
            ..Self::link(text, href)
        }
    }

    /// Words for screen readers after the text.
    pub fn hidden(mut self, text: impl Into<String>) -> Self {
        self.visually_hidden_text = Some(text.into());
        self
    }

    pub(super) fn sort(&self) -> Option<Sort> {
        match self.sort? {
            SortOption::Now(sort) => Some(sort),
            SortOption::Sortable(sortable) => sortable.then_some(Sort::None),
        }
    }

    /// The content with its hidden words.
    pub(super) fn value(&self) -> Html {
        let shown = self.text.as_ref().is_some_and(|text| !text.is_empty()) || self.html.is_some();
        let content = match (&self.html, &self.text) {
            (Some(html), _) => html.clone(),
            (None, text) => Html::text(text.clone().unwrap_or_default()),
        };
        let Some(hidden) = &self.visually_hidden_text else {
            return content;
        };
        Html::join([
            content,
            Html::from_static("<span class=\"nhsuk-u-visually-hidden\">"),
            Html::text(format!("{}{hidden}", if shown { " " } else { "" })),
            Html::from_static("</span>"),
        ])
    }

    pub(super) fn linked_value(&self) -> Html {
        let Some(href) = &self.href else {
            return self.value();
        };
        Html::join([
            Html::from_static("<a class=\"nhsuk-link\" href=\""),
            Html::text(href),
            Html::from_static("\">"),
            self.value(),
            Html::from_static("</a>"),
        ])
    }

    pub(super) fn class(&self, base: &str, format: Option<Format>, align: Option<Align>) -> String {
        let numeric = format!("{base}--numeric");
        let width = self.width.as_ref().map(|width| format!("nhsuk-u-width-{width}"));
        classes(
            base,
            [
                when(format == Some(Format::Numeric), &numeric),
                align.map(Align::class),
                width.as_deref(),
                self.classes.as_deref(),
            ],
        )
    }
}
