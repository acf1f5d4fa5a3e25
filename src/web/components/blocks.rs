//! Boxes for text of a special kind: inset text, details, panels, banners and pictures.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::{Heading, Style};
use super::html::{Attributes, Content, Html};
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
        classes(
            "nhsuk-panel",
            [when(self.variant.is_some(), "nhsuk-panel--interruption")],
        )
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BannerVariant {
    Success,
}

/// News at the top of a page. One a page, and not for errors. The layout shows the flash message as one.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/notification-banner.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct NotificationBanner {
    variant: Option<BannerVariant>,
    #[serde(deserialize_with = "options::part")]
    title: Option<Heading>,
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    role: Option<String>,
    disable_auto_focus: Option<bool>,
    attributes: Attributes,
}

impl HtmlSafe for NotificationBanner {}

impl NotificationBanner {
    /// Something worked. Screen readers say it at once.
    pub fn success(text: impl Into<Content>) -> Self {
        Self {
            variant: Some(BannerVariant::Success),
            ..Self::important(text)
        }
    }

    /// Something that readers of this page should know.
    pub fn important(text: impl Into<Content>) -> Self {
        let (text, html) = text.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    /// A heading over the text.
    pub fn heading(mut self, heading: impl Into<Heading>) -> Self {
        self.heading = Some(heading.into());
        self
    }

    fn element_attributes(&self) -> Attributes {
        let success = self.variant.is_some();
        let class = classes(
            "nhsuk-notification-banner",
            [when(success, "nhsuk-notification-banner--success")],
        );
        let role = self
            .role
            .as_deref()
            .unwrap_or(if success { "alert" } else { "region" });
        Attributes::new()
            .with("class", class)
            .with("data-module", "nhsuk-notification-banner")
            .with_some("data-disable-auto-focus", self.disable_auto_focus)
            .with("role", role)
            .with("aria-labelledby", self.title_id())
            .and(&self.attributes)
    }

    fn title_id(&self) -> &str {
        let own = self.title.as_ref().and_then(|title| title.id.as_deref());
        own.unwrap_or("nhsuk-notification-banner-title")
    }

    fn shown_title(&self) -> Heading {
        let usual = if self.variant.is_some() {
            "Success"
        } else {
            "Important"
        };
        let title = self
            .title
            .clone()
            .filter(Heading::shown)
            .unwrap_or_else(|| Heading::from(usual));
        let title = Heading {
            id: Some(self.title_id().to_owned()),
            ..title
        };
        title.within(Style::plain("nhsuk-notification-banner__title"), 2)
    }

    fn shown_heading(&self) -> Option<Heading> {
        let heading = self.heading.as_ref().filter(|heading| heading.shown())?;
        Some(heading.within(Style::plain("nhsuk-notification-banner__heading"), 3))
    }
}

/// A picture with an optional caption.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/image.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Image {
    src: Option<String>,
    alt: String,
    #[serde(deserialize_with = "options::part")]
    caption: Option<Part>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    width: Option<String>,
    border: Option<bool>,
    background: Option<bool>,
    sizes: Option<String>,
    srcset: Option<String>,
}

impl HtmlSafe for Image {}

impl Image {
    /// A picture; `alt` is empty if it only decorates.
    pub fn new(src: impl Into<String>, alt: impl Into<String>) -> Self {
        Self {
            src: Some(src.into()),
            alt: alt.into(),
            ..Self::default()
        }
    }

    /// A drawing in the page itself, such as a chart.
    pub fn drawing(html: Html) -> Self {
        Self {
            html: Some(html),
            ..Self::default()
        }
    }

    /// Words under the picture.
    pub fn caption(mut self, caption: impl Into<Content>) -> Self {
        self.caption = Some(Part::from(caption));
        self
    }

    fn class(&self) -> String {
        let width = self
            .width
            .as_ref()
            .map(|width| format!("nhsuk-u-width-{width}"));
        classes(
            "nhsuk-image",
            [
                when(self.border == Some(false), "nhsuk-image--no-border"),
                when(self.background == Some(false), "nhsuk-image--no-background"),
                width.as_deref(),
            ],
        )
    }

    fn img(&self) -> Attributes {
        Attributes::new()
            .with("class", "nhsuk-image__img")
            .with_some("src", self.src.as_ref())
            .with("alt", &self.alt)
            .with_some("sizes", self.sizes.as_ref())
            .with_some("srcset", self.srcset.as_ref())
    }
}
