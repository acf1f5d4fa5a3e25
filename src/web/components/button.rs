//! Buttons, and links that look like them.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::{Attributes, Content, Html};
use super::icon::Icon;
use super::options;
use super::text::{Pick, classes, when};

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Variant {
    Brand,
    Login,
    Reverse,
    Secondary,
    SecondarySolid,
    Warning,
}

impl Variant {
    const fn class(self) -> &'static str {
        match self {
            Self::Brand => "nhsuk-button--brand",
            Self::Login => "nhsuk-button--login",
            Self::Reverse => "nhsuk-button--reverse",
            Self::Secondary => "nhsuk-button--secondary",
            Self::SecondarySolid => "nhsuk-button--secondary-solid",
            Self::Warning => "nhsuk-button--warning",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Side {
    #[default]
    Start,
    End,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ButtonIcon {
    name: String,
    placement: Side,
}

impl From<String> for ButtonIcon {
    fn from(name: String) -> Self {
        Self {
            name,
            placement: Side::Start,
        }
    }
}

/// A button, or a link that looks like one.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/button.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Button {
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    variant: Option<Variant>,
    small: bool,
    href: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    value: Option<String>,
    disabled: bool,
    prevent_double_click: Option<bool>,
    #[serde(deserialize_with = "options::part")]
    icon: Option<ButtonIcon>,
}

impl HtmlSafe for Button {}

impl Button {
    /// The page's main button. It sends the form it stands in.
    pub fn new(text: impl Into<Content>) -> Self {
        let (text, html) = text.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    /// A link that looks like a button, such as "Start now".
    pub fn link(text: impl Into<Content>, href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::new(text)
        }
    }

    /// For actions beside the main one.
    pub fn secondary(mut self) -> Self {
        self.variant = Some(Variant::Secondary);
        self
    }

    /// For the last step of something that cannot be undone.
    pub fn warning(mut self) -> Self {
        self.variant = Some(Variant::Warning);
        self
    }

    /// For dark backgrounds, such as an interruption panel.
    pub fn reverse(mut self) -> Self {
        self.variant = Some(Variant::Reverse);
        self
    }

    /// A smaller button, for staff pages.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Ignores a second press within a second. The server guards against it as well.
    pub fn prevent_double_click(mut self) -> Self {
        self.prevent_double_click = Some(true);
        self
    }

    /// What the form sends when this button was the one pressed.
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self.value = Some(value.into());
        self
    }

    fn is_link(&self) -> bool {
        self.href.is_some() && self.kind.is_none()
    }

    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }

    fn icon_at(&self, end: bool) -> Option<Icon> {
        self.icon
            .as_ref()
            .filter(|icon| (icon.placement == Side::End) == end)
            .map(|icon| Icon::new(icon.name.clone()))
    }

    fn attributes(&self) -> Attributes {
        let class = classes(
            "nhsuk-button",
            [
                self.variant.map(Variant::class),
                when(self.icon.is_some(), "nhsuk-button--icon"),
                when(self.small, "nhsuk-button--small"),
            ],
        );
        let shared = Attributes::new()
            .with("class", class)
            .with("data-module", "nhsuk-button")
            .with_some("data-prevent-double-click", self.prevent_double_click);
        if self.is_link() {
            return shared
                .with_some("href", self.href.as_ref())
                .with("role", "button")
                .with("draggable", "false");
        }
        shared
            .with("type", self.kind.as_deref().unwrap_or("submit"))
            .with_some("name", self.name.as_ref())
            .with_some("value", self.value.as_ref())
            .with_some("disabled", self.disabled.then_some(""))
            .with_some("aria-disabled", self.disabled.then_some("true"))
    }
}
