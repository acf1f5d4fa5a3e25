//! Pictures.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Content, Html};
use super::options;
use super::text::{Part, classes, when};

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
        let width = self.width.as_ref().map(|width| format!("nhsuk-u-width-{width}"));
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
