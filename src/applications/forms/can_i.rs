//! Can I apply? A date of birth and two questions, read before anybody signs in.

use serde::Deserialize;
use time::Date;

use super::date::{self, Parts};
use crate::web::form::Errors;

/// The id of the date of birth.
pub const BORN: &str = "date-of-birth";

/// What the page sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CanIForm {
    /// The day of birth.
    #[serde(deserialize_with = "date::part")]
    pub date_of_birth_day: String,
    /// The month of birth.
    #[serde(deserialize_with = "date::part")]
    pub date_of_birth_month: String,
    /// The year of birth.
    #[serde(deserialize_with = "date::part")]
    pub date_of_birth_year: String,
    /// `yes` or `no`: whether they can come on at least some of the days.
    pub can_come: String,
    /// `yes` or `no`: whether they have a placement in the same year.
    pub other_placement: String,
}

/// What the form means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CanI {
    /// The date of birth.
    pub born: Date,
    /// Whether they can come on at least some of the days.
    pub can_come: bool,
    /// Whether they have a placement in the same year.
    pub other_placement: bool,
}

impl CanIForm {
    /// The form of somebody born on `born`.
    pub fn born(born: Date) -> Self {
        Self {
            date_of_birth_day: born.day().to_string(),
            date_of_birth_month: u8::from(born.month()).to_string(),
            date_of_birth_year: born.year().to_string(),
            ..Self::default()
        }
    }

    /// The three fields of the date of birth.
    pub fn parts(&self) -> Parts<'_> {
        Parts {
            day: &self.date_of_birth_day,
            month: &self.date_of_birth_month,
            year: &self.date_of_birth_year,
        }
    }

    /// Reads the form.
    ///
    /// # Errors
    /// A message at each field that has to change.
    pub fn read(&self, today: Date) -> Result<CanI, Errors> {
        let mut errors = Errors::default();
        let born = date::birth(BORN, self.parts(), today, &mut errors);
        if !matches!(self.can_come.as_str(), "yes" | "no") {
            errors.add("can-come", "Select whether you can come on these days");
        }
        if !matches!(self.other_placement.as_str(), "yes" | "no") {
            errors.add("other-placement", "Select whether you have another placement in this year");
        }
        match born {
            Some(born) if errors.is_empty() => Ok(CanI {
                born,
                can_come: self.can_come == "yes",
                other_placement: self.other_placement == "yes",
            }),
            _ => Err(errors),
        }
    }
}
