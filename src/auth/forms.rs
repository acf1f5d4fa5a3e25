//! What the pages for signing in and out send.

use serde::Deserialize;
use validator::Validate;

use super::model::{own_path, tidy_code};
use super::typos::likely_meant;
use crate::web::form::Errors;

/// Asks for an address.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct EmailForm {
    /// The address.
    #[validate(
        length(max = 254, message = "Email address must be 254 characters or less"),
        email(message = "Enter an email address in the correct format, like name@example.com")
    )]
    pub email: String,
    /// `yes` if the box is ticked.
    pub shared_computer: Vec<String>,
    /// Where to go on to.
    pub next: String,
    /// The address that the page has warned about; whoever sends it unchanged means it.
    pub warned: String,
}

/// What an address form means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInRequest {
    /// The address, without space around it.
    pub email: String,
    /// Whether the computer is shared.
    pub shared_computer: bool,
    /// A path of our own, or nothing.
    pub next: String,
    /// What was probably meant, if the address looks like a slip and the page has not warned about it.
    pub meant: Option<String>,
}

impl EmailForm {
    /// The request, or what is wrong with the form.
    pub fn parse(&self) -> Result<SignInRequest, Errors> {
        let form = Self {
            email: self.email.trim().to_owned(),
            ..self.clone()
        };
        let mut errors = Errors::default();
        if form.email.is_empty() {
            errors.add("email", "Enter your email address");
        }
        errors.check(&form, &["email"]);
        errors.or(|| SignInRequest {
            shared_computer: form.shared_computer.iter().any(|ticked| ticked == "yes"),
            next: own_path(&form.next).unwrap_or_default().to_owned(),
            meant: likely_meant(&form.email).filter(|_| form.warned != form.email),
            email: form.email,
        })
    }
}

/// Asks for the code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct CodeForm {
    /// The code as it was typed.
    pub code: String,
    /// `yes` if the button for a new code was pressed.
    pub resend: String,
}

impl CodeForm {
    /// The six digits, or what is wrong with the form.
    pub fn parse(&self) -> Result<String, Errors> {
        let code = tidy_code(&self.code);
        let mut errors = Errors::default();
        if code.is_empty() {
            errors.add("code", "Enter the code from the email");
        } else if code.len() != 6 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
            errors.add("code", "Code must be 6 numbers");
        }
        errors.or(|| code)
    }
}

/// A form that is only a button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ButtonForm {}
