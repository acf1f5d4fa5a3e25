//! The page of thanks.

use askama::Template;

use crate::opportunities::Opportunity;
use crate::web::components::{CharacterCount, FieldError, InsetText, Textarea};
use crate::web::form::Errors;

/// The most characters of thanks.
pub const MOST: u16 = 600;

/// Writes thanks, or shows what was written.
#[derive(Template)]
#[template(path = "afterwards/thanks.html")]
pub struct ThanksPage {
    back: String,
    errors: Vec<FieldError>,
    title: String,
    organisation: String,
    sent: Option<InsetText>,
    words: CharacterCount,
}

impl ThanksPage {
    /// The page of an application with what was typed, or what was sent.
    pub fn new(reference: &str, about: &Opportunity, sent: Option<String>, typed: &str, errors: Errors) -> Self {
        Self {
            back: format!("/applications/{reference}/afterwards"),
            title: about.title.clone(),
            organisation: about.organisation.clone(),
            sent: sent.map(InsetText::new),
            words: Textarea::new("words", "What do you want to say?")
                .hint("We add your name")
                .value(typed)
                .error(errors.get("words").map(str::to_owned))
                .max_length(u32::from(MOST)),
            errors: errors.0,
        }
    }
}
