//! Components that are cards with their own look: warnings, and lists of dos and don'ts.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::card::{Card, Variant};
use super::heading::Heading;
use super::html::{Content, Html};
use super::icon::Icon;
use super::options;
use super::text::Part;

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
        let says_so = heading.text.as_ref().is_some_and(|text| text.to_lowercase().contains("important"));
        let hidden = heading.text.as_ref().filter(|_| !says_so).map(|_| "Important".to_owned());
        let mut card = Card::of(Variant::Warning);
        card.heading = Some(Heading {
            visually_hidden_text: heading.visually_hidden_text.or(hidden),
            level: Some(heading.level.unwrap_or(3)),
            ..heading
        });
        card.description = Some(Part {
            text: self.text.clone(),
            html: self.html.clone(),
            ..Part::default()
        });
        card
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
        let mut card = Card::of(Variant::Feature);
        card.heading = Some(Heading {
            level: Some(heading.level.unwrap_or(3)),
            ..heading
        });
        card.description = Some(Part::from(self.list()));
        card
    }

    fn list(&self) -> Html {
        let (start, icon) = match self.icon {
            Mark::Tick => ("<ul class=\"nhsuk-list nhsuk-list--tick\" role=\"list\">", "tick"),
            Mark::Cross => ("<ul class=\"nhsuk-list nhsuk-list--cross\" role=\"list\">", "cross"),
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
