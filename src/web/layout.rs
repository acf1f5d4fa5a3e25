//! The layout's facts.
use askama::Template;

/// A link in the header.
#[derive(Clone, Debug, Default)]
pub struct AccountLink { /// Where.
 pub href: String, /// Words.
 pub text: String }

/// A message shown once after an action.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Flash { /// Green?
 pub success: bool, /// Words.
 pub text: String }

/// What every page's layout needs beside the page's own data.
#[derive(Clone, Debug, Default)]
pub struct Layout { /// Name.
 pub service_name: String, /// Body.
 pub organisation: String, /// Logo.
 pub logo: bool, /// Links.
 pub account_links: Vec<AccountLink>, /// Out.
 pub sign_out: bool, /// Token.
 pub csrf: String, /// Key.
 pub form_key: String, /// Flash.
 pub flash: Option<Flash>, /// Path.
 pub path: String, /// Development.
 pub development: bool }

/// Renders.
pub fn render(page: &impl Template, layout: &Layout) -> Result<String, askama::Error> { page.render_with_values(&("layout", layout as &dyn std::any::Any)) }
