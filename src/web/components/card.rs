//! Cards, and the two components that are cards with their own look: warnings and lists of dos and don'ts.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::action::{Action, Actions, ShownAction};
use super::heading::{Heading, Style};
use super::html::{Content, Html};
use super::icon::Icon;
use super::options;
use super::text::{Part, classes, when};

/// How a card looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Variant {
    Feature,
    Primary,
    Secondary,
    Warning,
    NonUrgent,
    Urgent,
    Emergency,
}

impl Variant {
    const fn class(self) -> &'static str {
        match self {
            Self::Feature => "nhsuk-card--feature",
            Self::Primary => "nhsuk-card--primary",
            Self::Secondary => "nhsuk-card--secondary",
            Self::Warning => "nhsuk-card--warning",
            Self::NonUrgent => "nhsuk-card--care nhsuk-card--care--non-urgent",
            Self::Urgent => "nhsuk-card--care nhsuk-card--care--urgent",
            Self::Emergency => "nhsuk-card--care nhsuk-card--care--emergency",
        }
    }

    /// The words before the heading of a card about care; `None` for other cards.
    const fn care(self) -> Option<&'static str> {
        match self {
            Self::NonUrgent => Some("Non-urgent advice"),
            Self::Urgent => Some("Urgent advice"),
            Self::Emergency => Some("Immediate action required"),
            _ => None,
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
    variant: Option<Variant>,
    actions: Actions,
    image: Option<Picture>,
}

impl HtmlSafe for Card {}

impl Card {
    /// A card with a heading of level 2.
    pub fn new(heading: impl Into<Heading>) -> Self {
        Self {
            heading: Some(heading.into()),
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

    /// The look for groups of things that belong together.
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
    pub fn action(
        mut self,
        text: impl Into<String>,
        href: impl Into<String>,
        hidden: impl Into<String>,
    ) -> Self {
        self.actions.push(Action {
            text: Some(text.into()),
            href: Some(href.into()),
            visually_hidden_text: Some(hidden.into()),
            ..Action::default()
        });
        self
    }

    fn is_care(&self) -> bool {
        self.variant.and_then(Variant::care).is_some()
            && self.heading.as_ref().is_some_and(Heading::shown)
    }

    fn class(&self) -> String {
        let variant = self
            .variant
            .filter(|variant| variant.care().is_none() || self.is_care());
        classes(
            "nhsuk-card",
            [
                when(self.clickable, "nhsuk-card--clickable"),
                variant.map(Variant::class),
            ],
        )
    }

    fn has_heading_container(&self) -> bool {
        self.is_care() || !self.actions.all().is_empty()
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
        let care = self
            .variant
            .filter(|_| self.is_care())
            .and_then(Variant::care)
            .map(str::to_owned);
        let hidden = heading.visually_hidden_text.clone().or(care);
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
                Html::from_static("<span role=\"text\"><span class=\"nhsuk-u-visually-hidden\">"),
                Html::text(hidden),
                Html::from_static(": </span>"),
                text,
                Html::from_static("</span>"),
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

/// What a reader must not overlook.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/warning-callout.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct WarningCallout {
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
}

impl HtmlSafe for WarningCallout {}

impl WarningCallout {
    /// A warning with a heading of level 3.
    pub fn new(heading: impl Into<Heading>, body: impl Into<Content>) -> Self {
        let (text, html) = body.into().split();
        Self {
            heading: Some(heading.into()),
            text,
            html,
        }
    }

    fn card(&self) -> Card {
        let heading = self.heading.clone().unwrap_or_default();
        let says_so = heading
            .text
            .as_ref()
            .is_some_and(|text| text.to_lowercase().contains("important"));
        let hidden = heading
            .text
            .as_ref()
            .filter(|_| !says_so)
            .map(|_| "Important".to_owned());
        Card {
            heading: Some(Heading {
                visually_hidden_text: heading.visually_hidden_text.or(hidden),
                level: Some(heading.level.unwrap_or(3)),
                ..heading
            }),
            description: Some(Part {
                text: self.text.clone(),
                html: self.html.clone(),
                ..Part::default()
            }),
            variant: Some(Variant::Warning),
            ..Card::default()
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Advice {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mark {
    #[default]
    Tick,
    Cross,
}

/// Things to do, or things not to do.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/do-dont-list.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct DoDontList {
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    icon: Mark,
    prefix_text: Option<String>,
    hide_prefix: bool,
    #[serde(deserialize_with = "options::items")]
    items: Vec<Advice>,
}

impl HtmlSafe for DoDontList {}

impl DoDontList {
    /// Things to do.
    pub fn to_do<T: Into<Content>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::of("Do", Mark::Tick, items)
    }

    /// Things not to do; "do not" stands before each.
    pub fn not_to_do<T: Into<Content>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::of("Don't", Mark::Cross, items)
    }

    fn of<T: Into<Content>>(heading: &str, icon: Mark, items: impl IntoIterator<Item = T>) -> Self {
        let items = items.into_iter().map(|item| {
            let (text, html) = item.into().split();
            Advice { text, html }
        });
        Self {
            heading: Some(Heading::from(heading)),
            icon,
            items: items.collect(),
            ..Self::default()
        }
    }

    fn card(&self) -> Card {
        let heading = self.heading.clone().unwrap_or_default();
        Card {
            heading: Some(Heading {
                level: Some(heading.level.unwrap_or(3)),
                ..heading
            }),
            description: Some(Part::from(self.list())),
            variant: Some(Variant::Feature),
            ..Card::default()
        }
    }

    fn list(&self) -> Html {
        let (start, icon) = match self.icon {
            Mark::Tick => (
                "<ul class=\"nhsuk-list nhsuk-list--tick\" role=\"list\">",
                "tick",
            ),
            Mark::Cross => (
                "<ul class=\"nhsuk-list nhsuk-list--cross\" role=\"list\">",
                "cross",
            ),
        };
        let prefix = match (self.hide_prefix, &self.prefix_text, self.icon) {
            (true, ..) | (_, None, Mark::Tick) => String::new(),
            (_, Some(prefix), _) => format!("{prefix} "),
            (_, None, Mark::Cross) => "do not ".into(),
        };
        let items = self.items.iter().flat_map(|item| {
            let words = item
                .html
                .clone()
                .unwrap_or_else(|| Html::text(item.text.clone().unwrap_or_default()));
            [
                Html::from_static("<li>"),
                Html::of(Icon::new(icon)),
                Html::text(prefix.clone()),
                words,
                Html::from_static("</li>"),
            ]
        });
        Html::join(
            [Html::from_static(start)]
                .into_iter()
                .chain(items)
                .chain([Html::from_static("</ul>")]),
        )
    }
}
