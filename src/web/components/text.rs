//! Small shared pieces: a part with text or HTML, sizes, and lists of class names.

use askama::filters::HtmlSafe;
use askama::{FastWritable, NO_VALUES, Values};
use serde::Deserialize;
use std::fmt;

use super::html::{Content, Html, write_escaped};
use super::options;

/// A part of a component that is text or HTML and may have its own id and classes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Part {
    pub(super) id: Option<String>,
    pub(super) text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    pub(super) html: Option<Html>,
    pub(super) classes: Option<String>,
    pub(super) visually_hidden_text: Option<String>,
    pub(super) width: Option<String>,
}

impl Part {
    /// Whether there is anything to show.
    pub(super) fn shown(&self) -> bool {
        self.html.is_some() || self.text.as_ref().is_some_and(|text| !text.is_empty())
    }
}

impl<T: Into<Content>> From<T> for Part {
    fn from(content: T) -> Self {
        let (text, html) = content.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }
}

/// Shows the part's HTML, or else its text, escaped.
impl FastWritable for Part {
    fn write_into(&self, dest: &mut dyn fmt::Write, values: &dyn Values) -> askama::Result<()> {
        Pick(self.text.as_deref(), self.html.as_ref()).write_into(dest, values)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_into(f, NO_VALUES).map_err(|_| fmt::Error)
    }
}

impl HtmlSafe for Part {}

/// The HTML if there is any, or else the text, escaped.
pub(super) struct Pick<'a>(pub(super) Option<&'a str>, pub(super) Option<&'a Html>);

impl<'a> Pick<'a> {
    /// What a part shows; nothing if there is none.
    pub(super) fn of(part: Option<&'a Part>) -> Self {
        Self(part.and_then(|part| part.text.as_deref()), part.and_then(|part| part.html.as_ref()))
    }
}

impl FastWritable for Pick<'_> {
    fn write_into(&self, dest: &mut dyn fmt::Write, values: &dyn Values) -> askama::Result<()> {
        match (self.1, self.0) {
            (Some(html), _) => html.write_into(dest, values),
            (None, Some(text)) => Ok(write_escaped(dest, text)?),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Display for Pick<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_into(f, NO_VALUES).map_err(|_| fmt::Error)
    }
}

impl HtmlSafe for Pick<'_> {}

/// A size on nhsuk-frontend's type scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// The smallest heading.
    Xxs,
    /// Smaller than small.
    Xs,
    /// Small.
    S,
    /// Medium.
    M,
    /// Large: the usual size of a page's heading.
    L,
    /// Larger than large.
    Xl,
    /// The largest caption.
    Xxl,
}

impl Size {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Xxs => "xxs",
            Self::Xs => "xs",
            Self::S => "s",
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
            Self::Xxl => "xxl",
        }
    }
}

/// Joins class names that are there with spaces.
pub(super) fn classes<'a>(base: &'a str, more: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let mut joined = base.to_owned();
    for class in more.into_iter().flatten().filter(|class| !class.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(class);
    }
    joined
}

/// The same, written where it is shown instead of joined before.
pub(super) struct Classes<'a, const N: usize>(pub(super) &'a str, pub(super) [Option<&'a str>; N]);

impl<const N: usize> FastWritable for Classes<'_, N> {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        write_escaped(dest, self.0)?;
        for class in self.1.iter().flatten().filter(|class| !class.is_empty()) {
            dest.write_str(" ")?;
            write_escaped(dest, class)?;
        }
        Ok(())
    }
}

impl<const N: usize> fmt::Display for Classes<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_into(f, NO_VALUES).map_err(|_| fmt::Error)
    }
}

impl<const N: usize> HtmlSafe for Classes<'_, N> {}

/// `class` if `on`.
pub(super) fn when(on: bool, class: &str) -> Option<&str> {
    on.then_some(class)
}

/// Whether the caller's own classes name `prefix` with any of the sizes already.
pub(super) fn sized_already(classes: Option<&str>, prefix: &str, sizes: &[Size]) -> bool {
    classes.is_some_and(|classes| sizes.iter().any(|size| classes.contains(&format!("{prefix}{}", size.name()))))
}
