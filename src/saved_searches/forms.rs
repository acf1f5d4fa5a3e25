//! What the page that saves a search sends.

use serde::Deserialize;
use validator::Validate;

use super::model::Every;
use crate::auth::normalise_email;
use crate::web::form::Errors;

/// An address, how often, and the search.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields)]
pub struct SaveForm {
    /// The address.
    #[validate(
        length(max = 254, message = "Email address must be 254 characters or less"),
        email(message = "Enter an email address in the correct format, like name@example.com")
    )]
    pub email: String,
    /// How often.
    pub every: String,
    /// The query of the search's own page.
    pub search: String,
}

impl SaveForm {
    /// The address as it is kept and how often, or what is wrong with the form.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn parse(&self) -> Result<(String, Every), Errors> {
        let form = Self {
            email: self.email.trim().to_owned(),
            ..self.clone()
        };
        let mut errors = Errors::default();
        if form.email.is_empty() {
            errors.add("email", "Enter your email address");
        }
        errors.check(&form, &["email"]);
        let every = form.every.parse().ok();
        if every.is_none() {
            errors.add("every", "Select how often you would like an email");
        }
        match every {
            Some(every) if errors.is_empty() => Ok((normalise_email(&form.email), every)),
            _ => Err(errors),
        }
    }
}
