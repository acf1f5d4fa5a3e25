//! The icons of nhsuk-frontend, drawn in the page itself.

use askama::Template;
use askama::filters::HtmlSafe;

use super::html::Html;

include!(concat!(env!("OUT_DIR"), "/glyphs.rs"));

/// An icon. It never carries meaning alone, so screen readers skip it.
#[derive(Debug, Clone, Template)]
#[template(path = "components/icon.html")]
pub(super) struct Icon {
    name: String,
}

impl HtmlSafe for Icon {}

impl Icon {
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    fn drawing(&self) -> Html {
        let drawing = GLYPHS
            .iter()
            .find(|(name, _)| *name == self.name)
            .map_or("", |(_, drawing)| drawing);
        Html::from_static(drawing)
    }
}

/// The outline of the NHS logo, a trade mark: shown only where the owner of the service may use it.
pub(super) const NHS_LOGO: &str = LOGO;
