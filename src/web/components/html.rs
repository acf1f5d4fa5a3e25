//! What a component shows: text that is always escaped, or HTML that this program wrote.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use askama::filters::{Escaper as _, Html as HtmlEscaper, HtmlSafe};
use askama::{FastWritable, NO_VALUES, Values};
use serde::Deserialize;

/// HTML that this program wrote.
///
/// It comes from a literal of the source ([`Html::from_static`]), from a component or another template that is marked
/// [`HtmlSafe`] ([`Html::of`]), or from several of these ([`Html::join`]). There is no way from a `String`, so text that
/// somebody typed cannot become HTML by accident; [`Html::text`] escapes it.
#[derive(Clone)]
pub struct Html(Source);

#[derive(Clone)]
enum Source {
    Written(Cow<'static, str>),
    Rendered(Arc<dyn FastWritable + Send + Sync>),
    Kept(Arc<str>),
    Several(Vec<Html>),
}

impl Html {
    /// HTML from the source code.
    pub const fn from_static(html: &'static str) -> Self {
        Self(Source::Written(Cow::Borrowed(html)))
    }

    /// The HTML of a component, rendered together with the page that holds it.
    pub fn of(component: impl HtmlSafe + FastWritable + Send + Sync + 'static) -> Self {
        Self(Source::Rendered(Arc::new(component)))
    }

    /// The HTML of a component that is the same on every page, rendered now.
    ///
    /// # Errors
    /// Whatever the component's template says.
    pub fn kept(component: &(impl HtmlSafe + FastWritable)) -> askama::Result<Self> {
        let mut html = String::new();
        component.write_into(&mut html, NO_VALUES)?;
        Ok(Self(Source::Kept(html.into())))
    }

    /// Text, escaped.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Content::Text(text.into()))
    }

    /// Pieces of HTML, one after the other.
    pub fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(Source::Several(parts.into_iter().collect()))
    }

    /// HTML that stands in a file that nobody outside the project writes. Only for the components' own options.
    pub(super) fn trusted(html: String) -> Self {
        Self(Source::Written(Cow::Owned(html)))
    }
}

impl FastWritable for Html {
    fn write_into(&self, dest: &mut dyn fmt::Write, values: &dyn Values) -> askama::Result<()> {
        match &self.0 {
            Source::Written(html) => Ok(dest.write_str(html)?),
            Source::Rendered(component) => component.write_into(dest, values),
            Source::Kept(html) => Ok(dest.write_str(html)?),
            Source::Several(parts) => parts.iter().try_for_each(|part| part.write_into(dest, values)),
        }
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_into(f, NO_VALUES).map_err(|_| fmt::Error)
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Html({self})")
    }
}

impl HtmlSafe for Html {}

/// Writes `text`, escaped. Nearly always nothing needs it; to learn that of the whole text at once takes a fraction of the time.
pub(super) fn write_escaped(dest: &mut dyn fmt::Write, text: &str) -> fmt::Result {
    let special = |byte: u8| u8::from(matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>'));
    // Without a way out in the middle, the compiler looks at many bytes in one step.
    if text.bytes().fold(0, |any, byte| any | special(byte)) == 0 {
        dest.write_str(text)
    } else {
        HtmlEscaper.write_escaped_str(dest, text)
    }
}

/// Text or HTML, for options that take either.
#[derive(Debug, Clone)]
pub enum Content {
    /// Text; escaped when it is shown.
    Text(String),
    /// HTML; shown as it is.
    Html(Html),
}

impl Content {
    /// Splits into the two options, `text` and `html`, that nhsuk-frontend has for this.
    pub(super) fn split(self) -> (Option<String>, Option<Html>) {
        match self {
            Self::Text(text) => (Some(text), None),
            Self::Html(html) => (None, Some(html)),
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Template arguments are references, so a `&str` of a template is one more.
impl From<&&str> for Content {
    fn from(text: &&str) -> Self {
        Self::Text((*text).to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Html> for Content {
    fn from(html: Html) -> Self {
        Self::Html(html)
    }
}

impl FastWritable for Content {
    fn write_into(&self, dest: &mut dyn fmt::Write, values: &dyn Values) -> askama::Result<()> {
        match self {
            Self::Text(text) => Ok(write_escaped(dest, text)?),
            Self::Html(html) => html.write_into(dest, values),
        }
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_into(f, NO_VALUES).map_err(|_| fmt::Error)
    }
}

impl HtmlSafe for Content {}

/// Further attributes of an element. Names come from the source code; values are escaped.
#[derive(Debug, Clone, Default)]
pub struct Attributes(Vec<(Cow<'static, str>, String)>);

impl Attributes {
    /// No attributes.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds `name="value"`.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.0.push((name.into(), value.to_string()));
        self
    }

    /// Adds `name="value"` if there is a value.
    #[must_use]
    pub fn with_some(self, name: impl Into<Cow<'static, str>>, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds all of `more`.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        self.0.extend_from_slice(&more.0);
        self
    }
}

impl FastWritable for Attributes {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        for (name, value) in &self.0 {
            write!(dest, " {name}=\"")?;
            write_escaped(dest, value)?;
            dest.write_str("\"")?;
        }
        Ok(())
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_into(f, NO_VALUES).map_err(|_| fmt::Error)
    }
}

impl HtmlSafe for Attributes {}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = serde_json::Map::deserialize(deserializer)?;
        Ok(Self(
            map.into_iter()
                .map(|(name, value)| {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    (Cow::Owned(name), value)
                })
                .collect(),
        ))
    }
}
