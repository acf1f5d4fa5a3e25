//! A status in a word or two.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Content, Html};
use super::options;
use super::text::{Classes, Pick, when};

/// The colour of a tag. The words carry the meaning; the same word always has the same colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the colours")]
pub enum TagColour {
    White,
    Grey,
    Green,
    AquaGreen,
    Blue,
    Purple,
    Pink,
    Red,
    Orange,
    Yellow,
}

impl TagColour {
    const fn class(self) -> &'static str {
        match self {
            Self::White => "nhsuk-tag--white",
            Self::Grey => "nhsuk-tag--grey",
            Self::Green => "nhsuk-tag--green",
            Self::AquaGreen => "nhsuk-tag--aqua-green",
            Self::Blue => "nhsuk-tag--blue",
            Self::Purple => "nhsuk-tag--purple",
            Self::Pink => "nhsuk-tag--pink",
            Self::Red => "nhsuk-tag--red",
            Self::Orange => "nhsuk-tag--orange",
            Self::Yellow => "nhsuk-tag--yellow",
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Colour {
    Named(TagColour),
    Coloured(bool),
}

/// A status in a word or two: an adjective, never a link.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/tag.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Tag {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    colour: Option<Colour>,
    border: Option<bool>,
    classes: Option<String>,
}

impl HtmlSafe for Tag {}

impl Tag {
    /// A tag in a colour.
    pub fn new(text: impl Into<Content>, colour: TagColour) -> Self {
        let (text, html) = text.into().split();
        Self {
            text,
            html,
            colour: Some(Colour::Named(colour)),
            ..Self::default()
        }
    }

    /// Words without a box, in line with the tags around them.
    pub fn plain(text: impl Into<Content>) -> Self {
        Self::bare(text, "nhsuk-u-font-weight-normal")
    }

    /// [`Tag::plain`] in grey, for what cannot be done yet.
    pub fn plain_grey(text: impl Into<Content>) -> Self {
        Self::bare(text, "nhsuk-u-font-weight-normal nhsuk-u-secondary-text-colour")
    }

    fn bare(text: impl Into<Content>, classes: &str) -> Self {
        let (text, html) = text.into().split();
        Self {
            text,
            html,
            colour: Some(Colour::Coloured(false)),
            border: Some(false),
            classes: Some(classes.into()),
        }
    }

    fn class(&self) -> Classes<'_, 3> {
        let colour = match self.colour {
            Some(Colour::Named(colour)) => Some(colour.class()),
            Some(Colour::Coloured(false)) => Some("nhsuk-tag--no-colour"),
            _ => None,
        };
        let border = when(self.border == Some(false), "nhsuk-tag--no-border");
        Classes("nhsuk-tag", [colour, border, self.classes.as_deref()])
    }

    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }
}
