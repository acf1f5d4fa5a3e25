//! Headings and their captions, alone and inside other components.

use std::borrow::Cow;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Content, Html};
use super::options;
use super::text::{Pick, Size, classes, sized_already};

/// Where a caption stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Placement {
    /// Before the heading's element.
    Before,
    /// Inside the heading, before its text.
    Start,
    /// Inside the heading, after its text.
    End,
    /// After the heading's element.
    After,
}

/// The elements that a heading or a caption may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Element {
    /// A link.
    A,
    /// A table's caption.
    Caption,
    /// A block without meaning.
    Div,
    /// The label of a field.
    Label,
    /// The legend of a set of fields.
    Legend,
    /// A paragraph.
    P,
    /// A piece of text without meaning.
    Span,
}

impl Element {
    const fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::Caption => "caption",
            Self::Div => "div",
            Self::Label => "label",
            Self::Legend => "legend",
            Self::P => "p",
            Self::Span => "span",
        }
    }
}

/// A few words beside a heading, such as the section that a question belongs to.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/caption.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Caption {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    placement: Option<Placement>,
    size: Option<Size>,
    element: Option<Element>,
}

impl HtmlSafe for Caption {}

impl<T: Into<Content>> From<T> for Caption {
    fn from(content: T) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }
}

impl Caption {
    /// The caption at another place, as large as its heading unless it says otherwise.
    pub(super) fn beside(&self, size: Option<Size>) -> Self {
        Self {
            size: self.size.or(size),
            ..self.clone()
        }
    }

    pub(super) fn moved(mut self, from: Placement, to: Placement) -> Self {
        if self.placement == Some(from) {
            self.placement = Some(to);
        }
        self
    }

    pub(super) fn at(&self, placement: Placement) -> bool {
        self.placement.unwrap_or(Placement::Start) == placement && (self.text.is_some() || self.html.is_some())
    }

    fn class(&self) -> String {
        let base = match self.size {
            Some(size @ (Size::M | Size::L | Size::Xl | Size::Xxl)) => {
                format!("nhsuk-caption-{}", size.name())
            }
            _ => "nhsuk-caption".to_owned(),
        };
        let bottom = matches!(self.placement, Some(Placement::After | Placement::End));
        classes(&base, [bottom.then_some("nhsuk-caption--bottom")])
    }

    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }

    fn tag(&self) -> &'static str {
        self.element.unwrap_or(Element::Span).name()
    }
}

/// The class names that a component gives its heading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) class: &'static str,
    pub(super) prefix: &'static str,
    pub(super) sizes: &'static [Size],
}

impl Style {
    /// A class that has no sizes.
    pub(super) const fn plain(class: &'static str) -> Self {
        Self {
            class,
            prefix: "",
            sizes: &[],
        }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self {
            class: "nhsuk-heading",
            prefix: "nhsuk-heading-",
            sizes: &[Size::Xxs, Size::Xs, Size::S, Size::M, Size::L, Size::Xl],
        }
    }
}

/// A heading.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/heading.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Heading {
    pub(super) id: Option<String>,
    pub(super) text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    pub(super) html: Option<Html>,
    pub(super) visually_hidden_text: Option<String>,
    #[serde(deserialize_with = "options::part")]
    pub(super) caption: Option<Caption>,
    pub(super) size: Option<Size>,
    pub(super) level: Option<u8>,
    pub(super) href: Option<String>,
    pub(super) classes: Option<String>,
    pub(super) element: Option<Element>,
    pub(super) attributes: Attributes,
    #[serde(skip)]
    pub(super) style: Style,
}

impl HtmlSafe for Heading {}

impl<T: Into<Content>> From<T> for Heading {
    fn from(content: T) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }
}

impl Heading {
    /// The page's own heading, in the usual size.
    pub fn new(text: impl Into<Content>) -> Self {
        Self {
            size: Some(Size::L),
            ..Self::from(text)
        }
    }

    /// Another size.
    pub fn size(mut self, size: Size) -> Self {
        self.size = Some(size);
        self
    }

    /// Another level than 1.
    pub fn level(mut self, level: u8) -> Self {
        self.level = Some(level);
        self
    }

    /// A few words above the text, such as the section.
    pub fn caption(mut self, caption: impl Into<Content>) -> Self {
        self.caption = Some(Caption::from(caption));
        self
    }

    /// An id, so that other elements can refer to the heading.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Whether there is anything to show.
    pub(super) fn shown(&self) -> bool {
        self.html.is_some() || self.text.as_ref().is_some_and(|text| !text.is_empty())
    }

    /// This heading in the dress of the component that it heads.
    pub(super) fn within(&self, style: Style, level: u8) -> Self {
        Self {
            style,
            level: Some(self.level.unwrap_or(level)),
            ..self.clone()
        }
    }

    pub(super) fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }

    fn effective_size(&self) -> Option<Size> {
        let Style { prefix, sizes, .. } = self.style;
        self.size
            .filter(|size| sizes.contains(size) && !sized_already(self.classes.as_deref(), prefix, sizes))
    }

    fn class(&self) -> Cow<'_, str> {
        let Style { class, prefix, .. } = self.style;
        let base: Cow<'_, str> = match self.effective_size() {
            // The usual one, on nearly every page.
            Some(Size::L) if (class, prefix) == ("nhsuk-heading", "nhsuk-heading-") => "nhsuk-heading-l".into(),
            Some(size) if prefix.strip_prefix(class) == Some("-") => format!("{prefix}{}", size.name()).into(),
            Some(size) => classes(class, [Some(format!("{prefix}{}", size.name()).as_str())]).into(),
            None => class.into(),
        };
        match self.classes.as_deref() {
            Some(more) => classes(&base, [Some(more)]).into(),
            None => base,
        }
    }

    fn caption_at(&self, placement: Placement) -> Option<Caption> {
        let caption = self.caption.as_ref()?.beside(self.effective_size());
        caption.at(placement).then_some(caption)
    }

    fn tag(&self) -> Cow<'static, str> {
        match (self.element, self.level.unwrap_or(1)) {
            (Some(element), _) => element.name().into(),
            (None, 1) => "h1".into(),
            (None, level) => format!("h{level}").into(),
        }
    }
}
