//! An entry of the log as a browser sends it.

use serde::Deserialize;
use time::Date;

use crate::afterwards::attendance::forms::day;
use crate::afterwards::model::CoreValue;
use crate::web::form::Errors;

/// The most characters of a note.
pub const MOST: u16 = 300;

/// The posted fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeenForm {
    /// A [`CoreValue`].
    pub value: String,
    /// The day, as `2027-06-14`.
    pub day: String,
    /// What was seen.
    pub note: String,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSeen {
    /// The value.
    pub value: CoreValue,
    /// The day.
    pub day: Date,
    /// What was done.
    pub note: String,
}

impl SeenForm {
    /// The entry, or what is wrong. `days` are those that have begun.
    ///
    /// # Errors
    /// A message for each field that is empty or too long.
    pub fn parse(&self, days: &[Date]) -> Result<NewSeen, Errors> {
        let mut errors = Errors::default();
        let value = self.value.parse().ok();
        if value.is_none() {
            errors.add("value", "Select which value was seen");
        }
        let day = day(&self.day).filter(|day| days.contains(day));
        if day.is_none() {
            errors.add("day", "Select on which day");
        }
        let note = self.note.trim();
        if note.is_empty() {
            errors.add("note", "Enter what was done");
        } else if note.chars().count() > usize::from(MOST) {
            errors.add("note", format!("What was done must be {MOST} characters or less"));
        }
        match (value, day) {
            (Some(value), Some(day)) if errors.is_empty() => Ok(NewSeen {
                value,
                day,
                note: note.to_owned(),
            }),
            _ => Err(errors),
        }
    }
}
