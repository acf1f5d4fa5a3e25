//! A record of attendance, as a browser sends it: a field for each person or day.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::Date;

use super::model::Mark;
use crate::error::Error;
use crate::web::form::Errors;

/// Before the reference of a placement, or a day, in the name of a field.
const FIELD: &str = "mark-";
/// The field with the day of a page about one day.
const DAY: &str = "day";

/// The posted fields, by their names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct MarksForm(pub BTreeMap<String, String>);

/// The name of the field about `what`.
pub fn field(what: impl std::fmt::Display) -> String {
    format!("{FIELD}{what}")
}

/// A day as addresses and fields have it: `2027-06-14`.
pub fn day(text: &str) -> Option<Date> {
    Date::parse(text, time::macros::format_description!("[year]-[month]-[day]")).ok()
}

impl MarksForm {
    /// The day that the page is about.
    ///
    /// # Errors
    /// `BadRequest` if there is none: our own page always sends it.
    pub fn day(&self) -> Result<Date, Error> {
        self.0.get(DAY).and_then(|text| day(text)).ok_or(Error::BadRequest)
    }

    /// What was chosen, by what each field is about. A field that nobody chose an answer of is not sent.
    ///
    /// # Errors
    /// `BadRequest` if there is a field or an answer that no page of ours has.
    pub fn marks(&self) -> Result<BTreeMap<&str, Mark>, Error> {
        let mut marks = BTreeMap::new();
        for (name, value) in self.0.iter().filter(|(name, _)| *name != DAY) {
            let about = name.strip_prefix(FIELD).ok_or(Error::BadRequest)?;
            marks.insert(about, value.parse().map_err(|_| Error::BadRequest)?);
        }
        Ok(marks)
    }

    /// The same for fields that are about days.
    ///
    /// # Errors
    /// `BadRequest` likewise, or if a field is not about a day.
    pub fn days(&self) -> Result<BTreeMap<Date, Mark>, Error> {
        let marks = self.marks()?.into_iter();
        marks
            .map(|(about, mark)| Some((day(about)?, mark)))
            .collect::<Option<_>>()
            .ok_or(Error::BadRequest)
    }
}

/// What to say if nothing was chosen; `first` is the first field of the page.
pub fn nothing(first: &str) -> Errors {
    let mut errors = Errors::default();
    errors.add(first, "Select at least one answer");
    errors
}
