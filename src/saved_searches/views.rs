//! The pages of saved searches.

use askama::Template;

use super::forms::SaveForm;
use super::model::{Every, SavedSearch};
use crate::opportunities::Wanted;
use crate::web::components::{FieldError, Input, Radios};
use crate::web::form::Errors;

/// Asks for an address.
#[derive(Template)]
#[template(path = "saved_searches/new.html")]
pub struct Save {
    back: String,
    errors: Vec<FieldError>,
    parts: Vec<String>,
    search: String,
    form: SaveForm,
}

impl Save {
    /// The page for a search, with what was typed and what is wrong with it.
    pub fn new(wanted: &Wanted, form: SaveForm, errors: Errors) -> Self {
        Self {
            back: wanted.address("/work-experience"),
            errors: errors.0,
            parts: words(wanted),
            search: wanted.query(),
            form,
        }
    }

    fn email(&self) -> Input {
        Input::new("email", "Your email address")
            .hint("We only use it for these emails")
            .value(&self.form.email)
            .email()
            .error(FieldError::find(&self.errors, "email"))
    }

    fn every(&self) -> Radios {
        let radios = Radios::new("every", "How often would you like an email?")
            .hint("We only write when there is something new")
            .error(FieldError::find(&self.errors, "every"));
        Every::ALL
            .iter()
            .fold(radios, |radios, every| radios.item(every.as_str(), every.words()))
            .checked(self.form.every.clone())
    }
}

/// The letter that asks is on its way. The same words whatever was typed.
#[derive(Template)]
#[template(path = "saved_searches/sent.html")]
pub struct Sent;

/// The page of the link: shall the emails start?
#[derive(Template)]
#[template(path = "saved_searches/ask.html")]
pub struct Ask {
    parts: Vec<String>,
    every: &'static str,
}

impl Ask {
    /// The page about a search that waits.
    pub fn new(search: &SavedSearch) -> Self {
        Self {
            parts: words(&search.wanted),
            every: search.every.words(),
        }
    }
}

/// The page of the link afterwards: the emails are on and can be stopped, or they are off.
#[derive(Template)]
#[template(path = "saved_searches/outcome.html")]
pub struct Outcome {
    on: Option<Ask>,
}

impl Outcome {
    /// The page about a search that is on, or about one that is over.
    pub fn new(on: Option<&SavedSearch>) -> Self {
        Self { on: on.map(Ask::new) }
    }
}

fn words(wanted: &Wanted) -> Vec<String> {
    wanted.parts().into_iter().map(|(_, words)| words).collect()
}
