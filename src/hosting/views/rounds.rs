//! Pages on which a round is written, and on which something about it is confirmed.

use askama::Template;

use crate::hosting::fields::Fields;
use crate::hosting::rounds;
use crate::hosting::sections::organisation;
use crate::opportunities::Round;
use crate::web::components::{FieldError, Html, Input, Select};
use crate::web::form::Errors;

/// The page of a new round, or of one that has not opened.
#[derive(Template)]
#[template(path = "hosting/round_form.html")]
pub struct RoundFormPage {
    heading: &'static str,
    organisation: Option<Select>,
    body: Html,
    back: String,
    errors: Vec<FieldError>,
}

impl RoundFormPage {
    /// The page of a new round of one of `own`.
    pub fn begin(own: &[(i64, String)], fields: &Fields, errors: Errors) -> Self {
        Self {
            heading: "Plan a round",
            organisation: organisation(own, fields, &errors),
            body: rounds::body(fields, &errors),
            back: "/coordinate/rounds".to_owned(),
            errors: errors.0,
        }
    }

    /// The page of a round that is there.
    pub fn change(round: &Round, fields: &Fields, errors: Errors) -> Self {
        Self {
            heading: "Change a round",
            organisation: None,
            body: rounds::body(fields, &errors),
            back: format!("/coordinate/rounds/{}", round.reference),
            errors: errors.0,
        }
    }
}

/// Asks who supervises the draw.
#[derive(Template)]
#[template(path = "hosting/supervisor.html")]
pub struct SupervisorPage {
    caption: String,
    name: Input,
    email: Input,
    back: String,
    errors: Vec<FieldError>,
}

impl SupervisorPage {
    pub fn new(round: &Round, fields: &Fields, errors: Errors) -> Self {
        Self {
            caption: round.name.clone(),
            name: Input::new("name", "How should the public record name the supervisor?")
                .hint("A job and a place, such as Head of audit, Northtown College")
                .value(fields.get("name"))
                .error(errors.get("name")),
            email: Input::new("email", "Email address of the supervisor")
                .hint("We send a link to it")
                .value(fields.get("email"))
                .email()
                .error(errors.get("email")),
            back: format!("/coordinate/rounds/{}", round.reference),
            errors: errors.0,
        }
    }
}

/// Asks whether a round is to be opened, closed or called off.
#[derive(Template)]
#[template(path = "hosting/confirm.html")]
pub struct ConfirmPage {
    heading: &'static str,
    caption: String,
    text: &'static str,
    button: &'static str,
    warns: bool,
    back: String,
    errors: Vec<FieldError>,
}

impl ConfirmPage {
    fn new(round: &Round, heading: &'static str, text: &'static str, button: &'static str, warns: bool) -> Self {
        Self {
            heading,
            caption: round.name.clone(),
            text,
            button,
            warns,
            back: format!("/coordinate/rounds/{}", round.reference),
            errors: Vec::new(),
        }
    }

    /// Opens it now.
    pub fn open(round: &Round) -> Self {
        let text = "People can apply at once. From then on days, places, ages and areas can no longer change.";
        Self::new(round, "Open this round now", text, "Open the round", false)
    }

    /// Closes it now.
    pub fn close(round: &Round) -> Self {
        let text = "Nobody can apply any more. Drafts that were not sent are lost. The supervisor is asked for their number.";
        Self::new(round, "Close this round now", text, "Close the round", true)
    }

    /// Calls it off.
    pub fn cancel(round: &Round) -> Self {
        let text = "The round does not open. All placements in it are withdrawn. To keep one, move it to another round first.";
        Self::new(round, "Call this round off", text, "Call the round off", true)
    }
}
