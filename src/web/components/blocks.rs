//! Boxes for text of a special kind: inset text, details and panels.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::{Heading, Style};
use super::html::{Content, Html};
use super::options;
use super::text::{Part, Pick, Size, classes, when};

/// Text set apart from what is around it.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/inset-text.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct InsetText {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
}

impl HtmlSafe for InsetText {}

impl InsetText {
    /// Text in a paragraph, or any HTML.
    pub fn new(body: impl Into<Content>) -> Self {
        let (text, html) = body.into().split();
        Self { text, html }
    }
}

/// Text that opens when a reader wants it. Nothing that everyone needs.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/details.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Details {
    #[serde(deserialize_with = "options::part")]
    summary: Option<Part>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    open: bool,
    classes: Option<String>,
}

impl HtmlSafe for Details {}

impl Details {
    /// A line to press and what it opens.
    pub fn new(summary: impl Into<Content>, body: impl Into<Content>) -> Self {
        let (text, html) = body.into().split();
        Self {
            summary: Some(Part::from(summary)),
            text,
            html,
            ..Self::default()
        }
    }

    /// Open from the start.
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// As a box across the page, for lists of questions and answers.
    pub fn expander(mut self) -> Self {
        self.classes = Some("nhsuk-expander".into());
        self
    }

    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PanelVariant {
    Interruption,
}

/// The green box at the end of a journey, or the blue one that interrupts it.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/panel.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Panel {
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    variant: Option<PanelVariant>,
}

impl HtmlSafe for Panel {}

impl Panel {
    /// A confirmation; the heading is the page's `h1`.
    pub fn new(heading: impl Into<Heading>) -> Self {
        Self {
            heading: Some(heading.into()),
            ..Self::default()
        }
    }

    /// What stands under the heading, such as a reference.
    pub fn body(mut self, body: impl Into<Content>) -> Self {
        (self.text, self.html) = body.into().split();
        self
    }

    /// A blue box, for likely mistakes and things that cannot be undone.
    pub fn interruption(mut self) -> Self {
        self.variant = Some(PanelVariant::Interruption);
        self
    }

    fn class(&self) -> String {
        classes("nhsuk-panel", [when(self.variant.is_some(), "nhsuk-panel--interruption")])
    }

    fn shown_heading(&self) -> Option<Heading> {
        let style = Style {
            class: "nhsuk-panel__heading",
            prefix: "nhsuk-panel__heading--",
            sizes: &[Size::M, Size::L, Size::Xl],
        };
        Some(self.heading.as_ref()?.within(style, 1))
    }

    fn has_body(&self) -> bool {
        self.text.is_some() || self.html.is_some()
    }

    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}
