//! What the pages about the second factor send.

use serde::Deserialize;

use crate::auth::model::{own_path, tidy_code};
use crate::web::form::Errors;

/// A code, and where to go on to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FactorForm {
    /// The code as it was typed.
    pub code: String,
    /// Where to go on to.
    pub next: String,
}

/// A code as it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six digits of the app.
    App(String),
    /// A recovery code, without hyphens in small letters.
    Recovery(String),
}

impl FactorForm {
    /// The code, or what is wrong with the form. A recovery code has letters and digits in three groups of four.
    pub fn parse(&self) -> Result<Typed, Errors> {
        let code = tidy_code(&self.code).to_lowercase();
        let mut errors = Errors::default();
        if code.is_empty() {
            errors.add("code", "Enter the code from your app");
        } else if code.len() == 12 && code.bytes().all(|sign| sign.is_ascii_hexdigit()) {
            return Ok(Typed::Recovery(code));
        } else if code.len() != 6 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
            errors.add("code", "Code must be 6 numbers, or a recovery code");
        }
        errors.or(|| Typed::App(code))
    }

    /// Where to go on to: a path of our own, or nothing.
    pub fn next(&self) -> String {
        own_path(&self.next).unwrap_or_default().to_owned()
    }
}
