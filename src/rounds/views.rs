//! Pages of a draw's supervisor.

use askama::Template;

use crate::opportunities::{Contribution, Round};
use crate::web::components::{FieldError, Input};
use crate::web::form::Errors;

/// Asks for the number.
#[derive(Template)]
#[template(path = "rounds/reveal.html")]
pub(super) struct RevealPage {
    round: String,
    name: String,
    commitment: String,
    value: Input,
    errors: Vec<FieldError>,
    back: String,
}

impl RevealPage {
    pub fn new(round: &Round, own: &Contribution, value: &str, errors: Errors) -> Self {
        Self {
            round: round.name.clone(),
            name: own.name.clone(),
            commitment: own.commitment.clone(),
            value: Input::new("value", "Your number")
                .hint("64 characters, from 0 to 9 and a to f")
                .value(value)
                .error(errors.get("value").map(str::to_owned))
                .no_spellcheck(),
            errors: errors.0,
            back: "/".to_owned(),
        }
    }
}

/// Says whether the number is public.
#[derive(Template)]
#[template(path = "rounds/reveal-outcome.html")]
pub(super) struct RevealOutcome {
    pub round: String,
    pub revealed: bool,
}
