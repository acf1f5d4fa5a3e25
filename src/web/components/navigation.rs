//! Ways between the pages of a list or a guide.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::Html;
use super::icon::Icon;
use super::options;
use super::text::{Part, Pick, classes, when};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Step {
    href: String,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    #[serde(deserialize_with = "options::part")]
    label: Option<Part>,
}

impl Step {
    fn title(&self, usual: &'static str) -> Html {
        match (&self.html, &self.text) {
            (Some(html), _) => html.clone(),
            (None, Some(text)) => Html::text(text),
            (None, None) => Html::join([
                Html::from_static(usual),
                Html::from_static("<span class=\"nhsuk-u-visually-hidden\"> page</span>"),
            ]),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Page {
    number: u32,
    href: String,
    current: bool,
    ellipsis: bool,
}

impl Page {
    fn class(&self) -> String {
        classes(
            "nhsuk-pagination__item",
            [
                when(self.current, "nhsuk-pagination__item--current"),
                when(self.ellipsis, "nhsuk-pagination__item--ellipsis"),
            ],
        )
    }
}

/// Links to the other pages of a list, or to the pages before and after in a guide. Never for the steps of a form.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/pagination.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Pagination {
    previous: Option<Step>,
    next: Option<Step>,
    #[serde(deserialize_with = "options::items")]
    items: Vec<Page>,
}

impl HtmlSafe for Pagination {}

impl Pagination {
    /// The pages of a list, counted from 1: the first, the last and those around `current`. `None` if there is only one.
    pub fn pages(current: u32, last: u32, href: impl Fn(u32) -> String) -> Option<Self> {
        if last < 2 {
            return None;
        }
        let step = |number| Step {
            href: href(number),
            ..Step::default()
        };
        let mut items: Vec<Page> = Vec::new();
        let mut before = 0;
        let around = current.saturating_sub(1)..=current.saturating_add(1);
        for number in (1..=last).filter(|number| *number == 1 || *number == last || around.contains(number)) {
            if number > before + 1 {
                items.push(Page {
                    ellipsis: true,
                    ..Page::default()
                });
            }
            items.push(Page {
                number,
                href: href(number),
                current: number == current,
                ellipsis: false,
            });
            before = number;
        }
        Some(Self {
            previous: (current > 1).then(|| step(current - 1)),
            next: (current < last).then(|| step(current + 1)),
            items,
        })
    }

    /// The pages before and after in a guide: their titles and addresses.
    pub fn around(previous: Option<(&str, &str)>, next: Option<(&str, &str)>) -> Self {
        let step = |(label, href): (&str, &str)| Step {
            href: href.to_owned(),
            label: Some(Part::from(label)),
            ..Step::default()
        };
        Self {
            previous: previous.map(step),
            next: next.map(step),
            items: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/contents-items.html")]
#[serde(default, deny_unknown_fields)]
struct Chapter {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    href: Option<String>,
    current: bool,
    #[serde(deserialize_with = "options::items")]
    items: Vec<Chapter>,
}

impl HtmlSafe for Chapter {}

impl Chapter {
    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}

/// The pages of a guide, with the one that is open marked.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/contents-list.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct ContentsList {
    #[serde(deserialize_with = "options::items")]
    items: Vec<Chapter>,
    visually_hidden_text: Option<String>,
}

impl HtmlSafe for ContentsList {}

impl ContentsList {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another page.
    pub fn page(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.items.push(Chapter {
            text: Some(text.into()),
            href: Some(href.into()),
            ..Chapter::default()
        });
        self
    }

    /// The page that is open.
    pub fn current(mut self, text: impl Into<String>) -> Self {
        self.items.push(Chapter {
            text: Some(text.into()),
            current: true,
            ..Chapter::default()
        });
        self
    }
}
