//! Links with a job: back, onwards, past the header, and the way here.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Content, Html};
use super::icon::Icon;
use super::options;
use super::text::{Pick, classes, when};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Variant {
    Reverse,
}

/// The link to the page before, above the main content.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/back-link.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct BackLink {
    id: Option<String>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    href: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    variant: Option<Variant>,
    visually_hidden_text: Option<String>,
    attributes: Option<Attributes>,
}

impl HtmlSafe for BackLink {}

impl BackLink {
    /// "Back", to this address.
    pub fn new(href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::default()
        }
    }

    /// Other words than "Back", such as "Back to your applications".
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    fn is_link(&self) -> bool {
        self.href.is_some() && self.kind.is_none()
    }

    fn content(&self) -> Pick<'_> {
        Pick(Some(self.text.as_deref().unwrap_or("Back")), self.html.as_ref())
    }

    fn element_attributes(&self) -> Attributes {
        let class = classes("nhsuk-back-link", [when(self.variant.is_some(), "nhsuk-back-link--reverse")]);
        let shared = Attributes::new().with("class", class).with_some("id", self.id.as_ref());
        let shared = if self.is_link() {
            shared.with_some("href", self.href.as_ref())
        } else {
            shared.with("type", self.kind.as_deref().unwrap_or("submit"))
        };
        self.attributes.as_ref().map_or(shared.clone(), |more| shared.and(more))
    }
}

/// A link that takes the reader to the next thing to do.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/action-link.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct ActionLink {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    href: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    variant: Option<Variant>,
}

impl HtmlSafe for ActionLink {}

impl ActionLink {
    /// A link to this address.
    pub fn new(text: impl Into<Content>, href: impl Into<String>) -> Self {
        let (text, html) = text.into().split();
        Self {
            text,
            html,
            href: Some(href.into()),
            ..Self::default()
        }
    }

    fn is_link(&self) -> bool {
        self.href.is_some() && self.kind.is_none()
    }

    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }

    fn attributes(&self) -> Attributes {
        let class = classes("nhsuk-action-link", [when(self.variant.is_some(), "nhsuk-action-link--reverse")]);
        let shared = Attributes::new().with("class", class);
        if self.is_link() {
            shared.with_some("href", self.href.as_ref())
        } else {
            shared.with("type", self.kind.as_deref().unwrap_or("submit"))
        }
    }
}

/// The link past the header, for people who use a keyboard. The layout has one.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/skip-link.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct SkipLink {
    href: Option<String>,
    text: Option<String>,
}

impl HtmlSafe for SkipLink {}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Crumb {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    href: Option<String>,
    attributes: Option<Attributes>,
}

impl Crumb {
    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}

/// The way from the first page to this one, without this one. Never on a journey with a back link.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/breadcrumb.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Breadcrumb {
    id: Option<String>,
    items: Vec<Crumb>,
    back_link: BackLink,
    variant: Option<Variant>,
}

impl HtmlSafe for Breadcrumb {}

impl Breadcrumb {
    /// The way, to which pages are added from the first on.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next page on the way.
    pub fn page(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.items.push(Crumb {
            text: Some(text.into()),
            href: Some(href.into()),
            ..Crumb::default()
        });
        self
    }

    fn class(&self) -> String {
        classes("nhsuk-breadcrumb", [when(self.variant.is_some(), "nhsuk-breadcrumb--reverse")])
    }

    /// The link that small screens show instead.
    fn shown_back_link(&self) -> BackLink {
        let own = &self.back_link;
        let last = self.items.last();
        BackLink {
            id: own.id.clone(),
            text: own.text.clone().or_else(|| last?.text.clone()),
            html: own.html.clone(),
            href: own.href.clone().or_else(|| last?.href.clone()),
            kind: own.kind.clone(),
            variant: own.variant.or(self.variant),
            visually_hidden_text: Some(own.visually_hidden_text.clone().unwrap_or_else(|| "Back to".into())),
            attributes: own.attributes.clone().or_else(|| last?.attributes.clone()),
        }
    }
}
