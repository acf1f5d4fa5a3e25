//! What every page needs beside its own data, and how a page is rendered with it.
//!
//! The layout travels as a run-time value of askama, so page structs hold page data only. A template reads it with
//! `{% let layout = askama::get_value::<practise::web::layout::Layout>("layout")? %}`.

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use askama::DynTemplate;
use serde::{Deserialize, Serialize};

use super::components::{Content, Footer, Header, Heading, Html, NotificationBanner};

/// A link by its words and its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub href: Cow<'static, str>,
    /// The words.
    pub text: Cow<'static, str>,
}

impl Link {
    /// A link by its words and its address.
    pub fn new(text: impl Into<Cow<'static, str>>, href: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }
}

/// A message for the next page that is shown, after an action elsewhere. Not for errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Whether something worked; otherwise it is news.
    pub success: bool,
    /// A few words above the text, if the text alone is too long to say it.
    pub heading: Option<String>,
    /// What happened.
    pub text: String,
}

/// What every page needs beside its own data.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The name of the service.
    pub service_name: Arc<str>,
    /// Who runs the service, named in the footer.
    pub organisation: Arc<str>,
    /// Whether the NHS logo, a trade mark, may be shown.
    pub nhs_logo: bool,
    /// Links about the reader's account, at most two beside logging out.
    pub account_links: Vec<Link>,
    /// Whether the reader is signed in and can log out.
    pub sign_out: bool,
    /// The menu under the header; empty on pages that ask, decide or are for staff.
    pub menu: Vec<Link>,
    /// The token that every form sends back as `_csrf`.
    pub csrf: String,
    /// The idempotency key that every form sends back as `_key`.
    pub form_key: String,
    /// A message about what happened before this page.
    pub flash: Option<Flash>,
    /// The path of this page.
    pub path: String,
    /// Whether this is a copy for development.
    pub development: bool,
    /// The footer, if it was made before: it is the same on every page.
    pub footer: Option<Html>,
    /// The menu, if it was made before, as it is on pages outside of its sections.
    pub kept_menu: Option<Html>,
}

impl Layout {
    /// What stands after the page's own title.
    pub fn title_end(&self) -> String {
        let name = &self.service_name;
        if self.nhs_logo {
            format!(" – {name} – NHS")
        } else {
            format!(" – {name}")
        }
    }

    /// The header of the page.
    pub fn header(&self) -> Header {
        let mut header = Header::new(&*self.service_name, "/");
        if self.nhs_logo {
            header = header.nhs_logo(Some(self.organisation.to_string()).filter(|name| !name.is_empty()));
        }
        for link in &self.account_links {
            header = header.account_link(link.text.clone(), link.href.clone());
        }
        if self.sign_out {
            header = header.account_button("Log out", "/sign-out", &self.form_fields());
        }
        match &self.kept_menu {
            Some(menu) if !self.menu.iter().any(|link| self.is_within(&link.href)) => header.kept_menu(menu.clone()),
            _ => self.with_menu(header),
        }
    }

    fn with_menu(&self, mut header: Header) -> Header {
        for link in &self.menu {
            header = header.menu(link.text.clone(), link.href.clone(), self.is_within(&link.href));
        }
        header
    }

    /// The footer of the page: help is always in the same place.
    pub fn footer(&self) -> Html {
        self.footer.clone().unwrap_or_else(|| Html::of(self.new_footer()))
    }

    /// This layout with its footer and its menu made once for all pages. What cannot be made is left to the pages, which then say why.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.footer = Html::kept(&self.new_footer()).ok();
        self.kept_menu = self.with_menu(Header::default()).keep_menu().ok().flatten();
        self
    }

    /// This layout without its menu.
    #[must_use]
    pub fn without_menu(self) -> Self {
        Self {
            menu: Vec::new(),
            kept_menu: None,
            ..self
        }
    }

    fn new_footer(&self) -> Footer {
        let footer = Footer::new(&*self.organisation)
            .link("Accessibility statement", "/accessibility")
            .link("Contact and help", "/help")
            .link("Cookies", "/cookies")
            .link("Privacy", "/privacy")
            .link("Terms", "/terms")
            .link("How places are given", "/how-places-are-given");
        if self.development {
            footer.note("This is a copy for development. Do not enter real details.")
        } else {
            footer
        }
    }

    /// The banner with the message about what happened before.
    pub fn banner(&self) -> Option<NotificationBanner> {
        let flash = self.flash.as_ref()?;
        let text = Content::from(&flash.text);
        let banner = if flash.success {
            NotificationBanner::success(text)
        } else {
            NotificationBanner::important(text)
        };
        Some(match &flash.heading {
            Some(heading) => banner.heading(Heading::from(heading)),
            None => banner,
        })
    }

    /// The hidden fields of every form: the token and the idempotency key.
    pub fn form_fields(&self) -> [(&'static str, &str); 2] {
        [("_csrf", &self.csrf), ("_key", &self.form_key)]
    }

    /// Whether this page is at `href` or under it.
    fn is_within(&self, href: &str) -> bool {
        self.path == href || self.path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Bytes of most pages, at most: the buffer of a page seldom grows.
const ROOM: usize = 16 * 1024;

/// Renders a page in its layout.
pub fn render(page: &dyn DynTemplate, layout: &Layout) -> Result<String, askama::Error> {
    let layout: &dyn Any = layout;
    let mut html = String::with_capacity(ROOM);
    page.dyn_render_into_with_values(&mut html, &("layout", layout))?;
    Ok(html)
}
