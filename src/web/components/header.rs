//! The header of every page.

use std::borrow::Cow;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::html::Html;
use super::icon::{Icon, NHS_LOGO};
use super::options;
use super::text::{Classes, Pick, classes, when};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Logo {
    href: Option<String>,
    src: Option<String>,
    alt: Option<String>,
    aria_label: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Service {
    text: Option<String>,
    href: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Organisation {
    name: String,
    split: Option<String>,
    descriptor: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Colour {
    White,
}

/// An entry of the account's list or of the menu.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Item {
    text: Option<Cow<'static, str>>,
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
    href: Option<Cow<'static, str>>,
    action: Option<Cow<'static, str>>,
    icon: bool,
    active: bool,
    current: bool,
    #[serde(skip)]
    hidden: Vec<(&'static str, String)>,
}

impl Item {
    fn content(&self) -> Pick<'_> {
        Pick(self.text.as_deref(), self.html.as_ref())
    }

    fn user_icon(&self) -> Option<Icon> {
        self.icon.then(|| Icon::new("user"))
    }

    fn marked(&self) -> bool {
        self.active || self.current
    }

    /// How a menu says that its reader is there.
    fn aria_current(&self) -> Option<&'static str> {
        self.marked().then_some(if self.current { "page" } else { "true" })
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Account {
    #[serde(deserialize_with = "options::items")]
    items: Vec<Item>,
}

/// The menu under the header.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/header-menu.html")]
#[serde(default, deny_unknown_fields)]
struct Menu {
    #[serde(deserialize_with = "options::items")]
    items: Vec<Item>,
    justified: bool,
    colour: Option<Colour>,
}

impl HtmlSafe for Menu {}

impl Menu {
    fn class(&self) -> Classes<'_, 2> {
        Classes(
            "nhsuk-header__navigation",
            [
                when(self.colour.is_some(), "nhsuk-header__navigation--white"),
                when(self.justified, "nhsuk-header__navigation--justified"),
            ],
        )
    }
}

/// The header: the name of the service, who runs it, and the reader's account.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/header.html")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[must_use]
pub struct Header {
    logo: Logo,
    service: Service,
    organisation: Option<Organisation>,
    account: Option<Account>,
    navigation: Option<Menu>,
    colour: Option<Colour>,
    inline: bool,
    #[serde(skip)]
    without_logo: bool,
    #[serde(skip)]
    kept_menu: Option<Html>,
}

impl HtmlSafe for Header {}

impl Header {
    /// A header with the service's name, which links to its first page, and no logo.
    pub fn new(service: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            service: Service {
                text: Some(service.into()),
                href: Some(href.into()),
            },
            without_logo: true,
            ..Self::default()
        }
    }

    /// The NHS logo, a trade mark, with the name of the organisation that may use it.
    pub fn nhs_logo(mut self, organisation: Option<String>) -> Self {
        self.without_logo = false;
        self.organisation = organisation.map(|name| Organisation {
            name,
            ..Organisation::default()
        });
        self
    }

    /// A link about the reader's account. At most three, with logging out.
    pub fn account_link(mut self, text: impl Into<Cow<'static, str>>, href: impl Into<Cow<'static, str>>) -> Self {
        let item = Item {
            text: Some(text.into()),
            href: Some(href.into()),
            ..Item::default()
        };
        self.account.get_or_insert_default().items.push(item);
        self
    }

    /// A button about the reader's account that posts `hidden` fields to `action`.
    pub fn account_button(
        mut self,
        text: impl Into<Cow<'static, str>>,
        action: impl Into<Cow<'static, str>>,
        hidden: &[(&'static str, &str)],
    ) -> Self {
        let item = Item {
            text: Some(text.into()),
            action: Some(action.into()),
            hidden: hidden.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            ..Item::default()
        };
        self.account.get_or_insert_default().items.push(item);
        self
    }

    /// An entry of the menu under the header, for staff; `current` marks the section that is open.
    pub fn menu(mut self, text: impl Into<Cow<'static, str>>, href: impl Into<Cow<'static, str>>, current: bool) -> Self {
        let item = Item {
            text: Some(text.into()),
            href: Some(href.into()),
            active: current,
            ..Item::default()
        };
        self.navigation.get_or_insert_default().items.push(item);
        self
    }

    /// The menu of this header as HTML for others, if it has one.
    ///
    /// # Errors
    /// Whatever its template says.
    pub fn keep_menu(&self) -> askama::Result<Option<Html>> {
        self.menu_items().map(Html::kept).transpose()
    }

    /// A menu that was kept, in place of entries.
    pub fn kept_menu(mut self, menu: Html) -> Self {
        self.kept_menu = Some(menu);
        self
    }

    fn class(&self) -> Classes<'_, 3> {
        Classes(
            "nhsuk-header",
            [
                when(self.colour.is_some(), "nhsuk-header--white"),
                when(self.inline, "nhsuk-header--inline"),
                when(self.organisation.is_some(), "nhsuk-header--organisation"),
            ],
        )
    }

    /// Whether the logo and the name of the service are one link, so that two do not lead to the same place.
    fn one_link(&self) -> bool {
        let Service { text, href } = &self.service;
        let named = text.as_ref().is_some_and(|text| !text.is_empty());
        href.is_some() && ((named && self.logo.href.is_none()) || *href == self.logo.href)
    }

    fn logo_href(&self) -> Option<&String> {
        if self.one_link() {
            self.service.href.as_ref()
        } else {
            self.logo.href.as_ref()
        }
    }

    fn logo_alt(&self) -> &str {
        self.logo.alt.as_deref().unwrap_or("NHS")
    }

    fn logo_label(&self) -> String {
        let organisation = self.organisation.as_ref();
        self.logo.aria_label.clone().unwrap_or_else(|| {
            classes(
                self.logo_alt(),
                [
                    organisation.map(|organisation| organisation.name.as_str()),
                    organisation.and_then(|organisation| organisation.split.as_deref()),
                    self.service.text.as_deref().filter(|_| self.one_link()),
                    Some("homepage"),
                ],
            )
        })
    }

    fn service_name(&self) -> Option<&String> {
        self.service.text.as_ref().filter(|text| !text.is_empty())
    }

    fn menu_items(&self) -> Option<&Menu> {
        self.navigation.as_ref().filter(|menu| !menu.items.is_empty())
    }
}
