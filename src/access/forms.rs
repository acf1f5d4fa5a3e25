//! What the pages about people and accounts send.

use serde::Deserialize;
use validator::Validate;

use crate::auth::normalise_email;
use crate::web::form::Errors;

/// Invites somebody to a role.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields)]
pub struct InviteForm {
    /// Their address.
    #[validate(
        length(max = 254, message = "Email address must be 254 characters or less"),
        email(message = "Enter an email address in the correct format, like name@example.com")
    )]
    pub email: String,
    /// The code of the organisation or area that the role is for.
    pub place: String,
}

impl InviteForm {
    /// The address as it is kept and the code in capitals, or what is wrong with the form; `missing` is what is said if the code is.
    pub fn parse(&self, missing: &str) -> Result<(String, String), Errors> {
        let form = Self {
            email: self.email.trim().to_owned(),
            place: self.place.trim().to_uppercase(),
        };
        let mut errors = Errors::default();
        if form.place.is_empty() {
            errors.add("place", missing);
        }
        if form.email.is_empty() {
            errors.add("email", "Enter an email address");
        }
        errors.check(&form, &["email"]);
        errors.or(|| (normalise_email(&form.email), form.place))
    }
}

/// Takes an invitation back, and leads back to the page that it is on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WithdrawForm {
    /// The invitation's handle.
    pub invitation: String,
}

/// A form that is only a button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ButtonForm {}

/// Ends one of the viewer's sessions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionForm {
    /// Its handle, or `others` for all but this one.
    pub session: String,
}
