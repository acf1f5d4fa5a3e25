//! What a page says when something went wrong.

use actix_web::http::StatusCode;

use super::layout::Layout;

/// A failure as its reader meets it.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// The status.
    pub status: StatusCode,
    /// A broken rule, in words.
    pub words: Option<String>,
    /// Seconds after which to come back.
    pub wait: Option<u64>,
    /// The posted fields, to be sent again.
    pub again: Option<Vec<(String, String)>>,
}

impl Trouble {
    /// The usual page of a status.
    pub fn of(status: StatusCode) -> Self {
        Self {
            status,
            words: None,
            wait: None,
            again: None,
        }
    }
}

/// The page.
pub fn render(trouble: &Trouble, _layout: &Layout, _target: &str, reference: &str) -> String {
    let fields: String = trouble
        .again
        .iter()
        .flatten()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"))
        .collect();
    format!(
        "<!DOCTYPE html><title>{}</title><p>{}{reference}{fields}",
        trouble.status,
        trouble.words.as_deref().unwrap_or_default()
    )
}
