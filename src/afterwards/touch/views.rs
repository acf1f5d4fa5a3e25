//! Pages of keeping in touch.

use askama::Template;

use super::model::Doing;
use crate::dates;
use crate::opportunities::Opportunity;
use crate::web::components::{FieldError, Legend, Radios, Size};
use crate::web::form::Errors;

/// Asks what somebody does now.
#[derive(Template)]
#[template(path = "afterwards/doing.html")]
pub struct DoingPage {
    back: String,
    errors: Vec<FieldError>,
    title: String,
    organisation: String,
    when: String,
    doing: Radios,
}

impl DoingPage {
    /// The page about a placement.
    pub fn new(about: &Opportunity, errors: Errors) -> Self {
        let legend = Legend::new("What are you doing now?").size(Size::M);
        let radios = Doing::ALL.iter().fold(Radios::new("doing", legend), |radios, doing| {
            radios.item(doing.as_str(), doing.words())
        });
        Self {
            back: "/my-applications".to_owned(),
            title: about.title.clone(),
            organisation: about.organisation.clone(),
            when: dates::days(about.first_day, about.last_day),
            doing: radios
                .divider("or")
                .item("stop", "Stop asking me")
                .error(errors.get("doing").map(str::to_owned)),
            errors: errors.0,
        }
    }
}

/// After an answer, or after "stop".
#[derive(Template)]
#[template(path = "afterwards/doing_done.html")]
pub struct ThanksPage {
    /// True if more questions will come.
    pub on: bool,
    /// True if the question was answered.
    pub answered: bool,
}

/// Asks somebody who is signed in whether they want to be asked.
#[derive(Template)]
#[template(path = "afterwards/keep_in_touch.html")]
pub struct KeepPage {
    back: String,
    errors: Vec<FieldError>,
    ask: Radios,
}

impl KeepPage {
    /// The page of an application; `on` if they are asked now.
    pub fn new(reference: &str, on: bool, errors: Errors) -> Self {
        Self {
            back: format!("/applications/{reference}/afterwards"),
            ask: Radios::new("ask", "May we ask you after 3, 6 and 12 months what you do then?")
                .item("yes", "Yes, you may ask me")
                .item("no", "No, do not ask me")
                .checked(if on { "yes" } else { "no" })
                .error(errors.get("ask").map(str::to_owned)),
            errors: errors.0,
        }
    }
}
