//! What the page about an area's contact sends.

use serde::Deserialize;
use validator::Validate;

use super::model::Contact;
use crate::web::form::Errors;

/// The longest name or phone number, in characters.
const MOST: usize = 100;

/// The single point of contact of an area, as it was typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    /// The name of a person or team.
    pub name: String,
    /// The address.
    #[validate(
        length(max = 254, message = "Email address must be 254 characters or less"),
        email(message = "Enter an email address in the correct format, like name@example.com")
    )]
    pub email: String,
    /// The phone number, if there is one.
    pub phone: String,
}

impl From<Contact> for ContactForm {
    fn from(contact: Contact) -> Self {
        Self {
            name: contact.name,
            email: contact.email,
            phone: contact.phone.unwrap_or_default(),
        }
    }
}

impl ContactForm {
    /// The contact, or what is wrong with the form.
    pub fn parse(&self) -> Result<Contact, Errors> {
        let form = Self {
            name: self.name.trim().to_owned(),
            email: self.email.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
        };
        let mut errors = Errors::default();
        if form.name.is_empty() {
            errors.add("name", "Enter the name of a person or team");
        } else if form.name.chars().count() > MOST {
            errors.add("name", format!("Name must be {MOST} characters or less"));
        }
        if form.email.is_empty() {
            errors.add("email", "Enter an email address");
        }
        errors.check(&form, &["email"]);
        let digits = form.phone.chars().filter(char::is_ascii_digit).count();
        let signs = form.phone.chars().all(|sign| sign.is_ascii_digit() || " +-()".contains(sign));
        if !form.phone.is_empty() && (!signs || !(7..=15).contains(&digits)) {
            errors.add("phone", "Enter a phone number, like 0113 496 0000");
        }
        errors.or(|| Contact {
            name: form.name,
            email: form.email,
            phone: Some(form.phone).filter(|phone| !phone.is_empty()),
        })
    }
}
