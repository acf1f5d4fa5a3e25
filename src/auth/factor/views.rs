//! The pages about the second factor.

use askama::Template;

use crate::web::components::{FieldError, Html, Image};
use crate::web::form::Errors;

/// Asks for a code.
#[derive(Template)]
#[template(path = "auth/factor.html")]
pub(super) struct AskPage {
    /// The page before: there is none that could be shown.
    pub back: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Where to go on to.
    pub next: String,
}

impl AskPage {
    pub fn new(next: String, errors: Errors) -> Self {
        Self {
            back: "/sign-out".to_owned(),
            errors: errors.0,
            next,
        }
    }
}

/// Asks for a code before new recovery codes are made.
#[derive(Template)]
#[template(path = "auth/factor_new_codes.html")]
pub(super) struct NewCodesPage {
    /// The page before.
    pub back: &'static str,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

impl NewCodesPage {
    pub fn new(errors: Errors) -> Self {
        Self {
            back: "/your-account",
            errors: errors.0,
        }
    }
}

/// Shows the secret, and asks for a first code.
#[derive(Template)]
#[template(path = "auth/factor_set_up.html")]
pub(super) struct SetUpPage {
    /// The page before: there is none that could be shown.
    pub back: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// The secret in groups of four.
    pub secret: String,
    /// Where to go on to.
    pub next: String,
}

impl SetUpPage {
    fn picture() -> Image {
        Image::new(
            "/second-factor/qr.svg",
            "A picture for your app to read. The key below says the same.",
        )
    }
}

/// Shows the recovery codes.
#[derive(Template)]
#[template(path = "auth/factor_codes.html")]
pub(super) struct CodesPage {
    /// The codes.
    pub codes: Vec<String>,
    /// Where to go on to.
    pub next: String,
}

impl CodesPage {
    fn unbroken(code: &str) -> Html {
        Html::join([
            Html::from_static("<span class=\"app-unbroken\">"),
            Html::text(code),
            Html::from_static("</span>"),
        ])
    }
}
