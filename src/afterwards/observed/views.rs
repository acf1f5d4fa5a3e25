//! The page of the log.

use askama::Template;
use time::Date;

use super::forms::{MOST, SeenForm};
use super::store::Observation;
use crate::afterwards::model::CoreValue;
use crate::dates;
use crate::web::components::{CharacterCount, FieldError, Radios, Select, SummaryList, Textarea};
use crate::web::form::Errors;

/// What was seen so far, and the form for more.
#[derive(Template)]
#[template(path = "afterwards/values.html")]
pub struct ValuesPage {
    back: String,
    errors: Vec<FieldError>,
    title: String,
    seen: Option<SummaryList>,
    value: Radios,
    day: Select,
    note: CharacterCount,
}

impl ValuesPage {
    /// The page with what was typed. `days` are those that have begun.
    pub fn new(title: &str, back: String, seen: &[Observation], days: &[Date], form: &SeenForm, errors: Errors) -> Self {
        let values = CoreValue::ALL
            .iter()
            .fold(Radios::new("value", "Which value was seen?"), |radios, value| {
                radios.item(value.as_str(), value.words()).item_hint(value.example())
            });
        let first = Select::new("day", "On which day?").item("", "Select a day");
        let day = days
            .iter()
            .fold(first, |select, day| select.item(day.to_string(), dates::weekday(*day)));
        Self {
            back,
            title: title.to_owned(),
            seen: (!seen.is_empty()).then(|| facts(seen)),
            value: values.checked(form.value.as_str()).error(errors.get("value").map(str::to_owned)),
            day: day.selected(form.day.as_str()).error(errors.get("day")),
            note: Textarea::new("note", "What was done?")
                .hint("Do not name patients or colleagues")
                .value(form.note.as_str())
                .rows(3)
                .error(errors.get("note").map(str::to_owned))
                .max_length(u32::from(MOST)),
            errors: errors.0,
        }
    }
}

/// The entries as a list.
pub fn facts(seen: &[Observation]) -> SummaryList {
    seen.iter().fold(SummaryList::new(), |list, one| {
        let words = format!("{} {} wrote on {}.", sentence(&one.note), one.side.words(), dates::day(one.on_day));
        list.row(one.value.words(), words)
    })
}

/// Words with a full stop at the end.
fn sentence(words: &str) -> String {
    if words.ends_with(['.', '!', '?']) {
        words.to_owned()
    } else {
        format!("{words}.")
    }
}
