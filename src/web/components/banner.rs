//! News at the top of a page.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::heading::{Heading, Style};
use super::html::{Attributes, Content, Html};
use super::options;
use super::text::{classes, when};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BannerVariant {
    Success,
}

/// News at the top of a page. One a page, and not for errors. The layout shows the flash message as one.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/notification-banner.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct NotificationBanner {
    variant: Option<BannerVariant>,
    #[serde(deserialize_with = "options::part")]
    title: Option<Heading>,
    #[serde(deserialize_with = "options::part")]
    heading: Option<Heading>,
    text: Option<String>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    role: Option<String>,
    disable_auto_focus: Option<bool>,
    attributes: Attributes,
}

impl HtmlSafe for NotificationBanner {}

impl NotificationBanner {
    /// Something worked. Screen readers say it at once.
    pub fn success(text: impl Into<Content>) -> Self {
        Self {
            variant: Some(BannerVariant::Success),
            ..Self::important(text)
        }
    }

    /// Something that readers of this page should know.
    pub fn important(text: impl Into<Content>) -> Self {
        let (text, html) = text.into().split();
        Self {
            text,
            html,
            ..Self::default()
        }
    }

    /// A heading over the text.
    pub fn heading(mut self, heading: impl Into<Heading>) -> Self {
        self.heading = Some(heading.into());
        self
    }

    fn element_attributes(&self) -> Attributes {
        let success = self.variant.is_some();
        let class = classes("nhsuk-notification-banner", [when(success, "nhsuk-notification-banner--success")]);
        let role = self.role.as_deref().unwrap_or(if success { "alert" } else { "region" });
        Attributes::new()
            .with("class", class)
            .with("data-module", "nhsuk-notification-banner")
            .with_some("data-disable-auto-focus", self.disable_auto_focus)
            .with("role", role)
            .with("aria-labelledby", self.title_id())
            .and(&self.attributes)
    }

    fn title_id(&self) -> &str {
        let own = self.title.as_ref().and_then(|title| title.id.as_deref());
        own.unwrap_or("nhsuk-notification-banner-title")
    }

    fn shown_title(&self) -> Heading {
        let usual = if self.variant.is_some() { "Success" } else { "Important" };
        let title = self.title.clone().filter(Heading::shown).unwrap_or_else(|| Heading::from(usual));
        let title = Heading {
            id: Some(self.title_id().to_owned()),
            ..title
        };
        title.within(Style::plain("nhsuk-notification-banner__title"), 2)
    }

    fn shown_heading(&self) -> Option<Heading> {
        let heading = self.heading.as_ref().filter(|heading| heading.shown())?;
        Some(heading.within(Style::plain("nhsuk-notification-banner__heading"), 3))
    }
}
