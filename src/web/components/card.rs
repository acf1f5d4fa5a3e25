//! Cards: boxes with a heading.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::action::{Action, Actions, ShownAction};
use super::heading::{Heading, Style};
use super::html::{Content, Html};
use super::icon::Icon;
use super::options;
use super::text::{Part, Size, classes, when};

/// How a card looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Variant {
    Feature,
    Primary,
    Secondary,
    Warning,
}

impl Variant {
    const fn class(self) -> &'static str {
        match self {
            Self::Feature => "nhsuk-card--feature",
            Self::Primary => "nhsuk-card--primary",
            Self::Secondary => "nhsuk-card--secondary",
            Self::Warning => "nhsuk-card--warning",
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Picture {
    src: String,
    alt: String,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
}

/// A box with a heading.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/card.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Card {
    #[serde(deserialize_with = "options::part")]
    pub(super) heading: Option<Heading>,
    #[serde(deserialize_with = "options::part")]
    pub(super) description: Option<Part>,
    href: Option<String>,
    clickable: bool,
    pub(super) variant: Option<Variant>,
    actions: Actions,
    image: Option<Picture>,
}

impl HtmlSafe for Card {}

impl Card {
    /// A card with a heading of level 2, in size M unless it has a size.
    pub fn new(heading: impl Into<Heading>) -> Self {
        let heading: Heading = heading.into();
        Self {
            heading: Some(Heading {
                size: heading.size.or(Some(Size::M)),
                ..heading
            }),
            ..Self::default()
        }
    }

    pub(super) fn of(variant: Variant) -> Self {
        Self {
            variant: Some(variant),
            ..Self::default()
        }
    }

    /// Text in a paragraph, or any HTML.
    pub fn body(mut self, body: impl Into<Content>) -> Self {
        self.description = Some(Part::from(body));
        self
    }

    /// Makes the heading a link, and the whole card a target for it.
    pub fn link(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self.clickable = true;
        self
    }

    /// The look for groups of things that belong together. Its heading is never a link.
    pub fn feature(mut self) -> Self {
        self.variant = Some(Variant::Feature);
        self
    }

    /// The look with an arrow, for the main ways on from a page.
    pub fn primary(mut self) -> Self {
        self.variant = Some(Variant::Primary);
        self
    }

    /// The look without a box, for ways on that matter less.
    pub fn secondary(mut self) -> Self {
        self.variant = Some(Variant::Secondary);
        self
    }

    /// A link at the side of the heading; `hidden` says to screen readers what it is about.
    pub fn action(mut self, text: impl Into<String>, href: impl Into<String>, hidden: impl Into<String>) -> Self {
        self.actions.push(Action {
            text: Some(text.into()),
            href: Some(href.into()),
            visually_hidden_text: Some(hidden.into()),
            ..Action::default()
        });
        self
    }

    fn class(&self) -> String {
        classes(
            "nhsuk-card",
            [when(self.clickable, "nhsuk-card--clickable"), self.variant.map(Variant::class)],
        )
    }

    fn shown_actions(&self) -> Vec<ShownAction<'_>> {
        self.actions
            .all()
            .iter()
            .map(|action| action.shown(self.heading.as_ref()))
            .collect()
    }

    fn arrow(&self) -> Option<Icon> {
        (self.variant == Some(Variant::Primary)).then(|| Icon::new("chevron-right-circle"))
    }

    fn shown_heading(&self) -> Option<Heading> {
        let heading = self.heading.as_ref().filter(|heading| heading.shown())?;
        let text = heading.text.as_ref()?;
        let hidden = heading.visually_hidden_text.as_ref();
        let text = Html::text(text);
        let words = match (&self.href, hidden) {
            (Some(href), _) if self.variant != Some(Variant::Feature) => Html::join([
                Html::from_static("<a class=\"nhsuk-card__link\" href=\""),
                Html::text(href),
                Html::from_static("\">"),
                text,
                Html::from_static("</a>"),
            ]),
            (_, Some(hidden)) => Html::join([
                Html::from_static("<span class=\"nhsuk-u-visually-hidden\">"),
                Html::text(hidden),
                Html::from_static(": </span>"),
                text,
            ]),
            _ => text,
        };
        let dressed = Heading {
            html: Some(words),
            text: None,
            visually_hidden_text: None,
            ..heading.clone()
        };
        Some(dressed.within(
            Style {
                class: "nhsuk-card__heading",
                ..Style::default()
            },
            2,
        ))
    }

    fn heading_html(&self) -> Option<&Html> {
        self.heading.as_ref()?.html.as_ref()
    }
}
