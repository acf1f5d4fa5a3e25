//! The footer of every page.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::{Heading, Style};
use super::html::{Content, Html};
use super::options;
use super::text::{Part, Pick, Size};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Link {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    href: String,
}

impl Link {
    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Meta {
    #[serde(deserialize_with = "options::items")]
    items: Vec<Link>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
}

impl From<String> for Meta {
    fn from(text: String) -> Self {
        Self {
            text: Some(text),
            ..Self::default()
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Column {
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    #[serde(deserialize_with = "options::items")]
    items: Vec<Link>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    width: Option<String>,
}

impl Column {
    fn shown_heading(&self) -> Option<Heading> {
        let heading = self.heading.as_ref().filter(|heading| heading.shown())?;
        let style = Style {
            class: "nhsuk-footer__heading",
            ..Style::default()
        };
        Some(heading.within(style, 2).size(Size::S))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Columns {
    Several(Vec<Column>),
    One(Box<Column>),
}

/// The footer: links that belong to every page, and whose service this is.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/footer.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Footer {
    navigation: Option<Columns>,
    columns: Option<u8>,
    #[serde(deserialize_with = "options::part")]
    meta: Option<Meta>,
    #[serde(deserialize_with = "options::part")]
    copyright: Option<Part>,
}

impl HtmlSafe for Footer {}

impl Footer {
    /// A footer that names the owner of the service.
    pub fn new(owner: impl Into<Content>) -> Self {
        Self {
            copyright: Some(Part::from(owner)),
            meta: Some(Meta::default()),
            ..Self::default()
        }
    }

    /// Another link.
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        let link = Link {
            text: Some(text.into()),
            href: href.into(),
            ..Link::default()
        };
        self.meta.get_or_insert_default().items.push(link);
        self
    }

    /// A sentence under the links.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.meta.get_or_insert_default().text = Some(text.into());
        self
    }

    fn rows(&self) -> Vec<&[Column]> {
        let columns = match &self.navigation {
            None => return Vec::new(),
            Some(Columns::One(column)) => std::slice::from_ref(column.as_ref()),
            Some(Columns::Several(columns)) => columns,
        };
        columns
            .chunks(self.columns.filter(|count| matches!(count, 1..=3)).unwrap_or(4).into())
            .collect()
    }

    fn width<'a>(&self, column: &'a Column) -> &'a str {
        column.width.as_deref().unwrap_or(match self.columns {
            Some(1) => "full",
            Some(2) => "one-half",
            Some(3) => "one-third",
            _ => "one-quarter",
        })
    }

    fn owner(&self) -> Part {
        self.copyright.clone().unwrap_or_else(|| Part::from("© NHS England"))
    }
}
