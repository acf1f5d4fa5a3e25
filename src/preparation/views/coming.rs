//! "Are you still coming?"

use askama::Template;

use crate::dates::{moment, weekday};
use crate::opportunities::{Opportunity, cut_off};
use crate::preparation::forms::ComingForm;
use crate::web::components::{FieldError, Radios, SummaryList};
use crate::web::form::Errors;

/// Asks.
#[derive(Template)]
#[template(path = "preparation/coming.html")]
pub struct ComingPage {
    first_name: String,
    facts: SummaryList,
    cut_off: String,
    coming: Radios,
    errors: Vec<FieldError>,
    back: String,
}

impl ComingPage {
    /// The page, with what was chosen and what is wrong with it.
    pub fn new(first_name: &str, about: &Opportunity, back: &str, form: &ComingForm, errors: Errors) -> Self {
        Self {
            first_name: first_name.to_owned(),
            facts: SummaryList::new()
                .row("Placement", about.title.as_str())
                .row("With", format!("{}, {}", about.organisation, about.town))
                .row("First day", weekday(about.first_day))
                .row("Time", format!("{} to {}", about.start_time, about.finish_time)),
            cut_off: moment(cut_off(about.first_day)),
            coming: Radios::new("coming", "Do you still come?")
                .item("yes", "Yes, I still come")
                .item("gives_back", "No, give the place to somebody else")
                .checked(form.coming.as_str())
                .error(errors.get("coming").map(str::to_owned)),
            errors: errors.0,
            back: back.to_owned(),
        }
    }
}

/// What came of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComingSaid {
    /// They come.
    Yes,
    /// They gave the place back.
    GivenBack,
    /// A newer letter has the question.
    Newer,
    /// The placement is over, or was cancelled.
    Over,
}

/// What came of the question, without personal data.
#[derive(Template)]
#[template(path = "preparation/coming_said.html")]
pub struct ComingOutcome {
    /// What they said.
    pub said: ComingSaid,
}
