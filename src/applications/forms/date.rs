//! A date in three fields: what is missing first, then what cannot be, then the rule.

use serde::{Deserialize, Deserializer};
use time::Date;

use crate::dates::month;
use crate::web::components::WrongParts;
use crate::web::form::Errors;

/// Nobody who applies was born before this year.
const FIRST_YEAR: i32 = 1900;

/// Reads one part of a date: without any space.
pub fn part<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| text.split_whitespace().collect())
}

/// The three fields of a date of birth.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The day as typed.
    pub day: &'a str,
    /// The month as typed: a number or a name.
    pub month: &'a str,
    /// The year as typed.
    pub year: &'a str,
}

/// Reads a date of birth. `id` is the id of the whole field, whose parts are `{id}-day`, `{id}-month` and `{id}-year`. If it cannot be read,
/// one message is added for the first wrong part.
pub fn birth(id: &str, parts: Parts<'_>, today: Date, errors: &mut Errors) -> Option<Date> {
    let mut wrong = |part: &str, message: &str| {
        errors.add(&format!("{id}-{part}"), message);
        None
    };
    match missing(parts).as_slice() {
        ["day", "month", "year"] => return wrong("day", "Enter your date of birth"),
        [first, second] => return wrong(first, &format!("Date of birth must include a {first} and a {second}")),
        [only] => return wrong(only, &format!("Date of birth must include a {only}")),
        _ => {}
    }
    let Ok(day @ 1..=31) = parts.day.parse::<u8>() else {
        return wrong("day", "Date of birth must be a real date");
    };
    let Some(month) = month(parts.month) else {
        return wrong("month", "Date of birth must be a real date");
    };
    if parts.year.len() != 4 || !parts.year.bytes().all(|byte| byte.is_ascii_digit()) {
        return wrong("year", "Year must include 4 numbers");
    }
    let year = parts.year.parse().unwrap_or_default();
    let Ok(date) = Date::from_calendar_date(year, month, day) else {
        return wrong("day", "Date of birth must be a real date");
    };
    if date >= today {
        return wrong("year", "Date of birth must be in the past");
    }
    if year < FIRST_YEAR {
        return wrong("year", "Check the year of your date of birth");
    }
    Some(date)
}

fn missing(parts: Parts<'_>) -> Vec<&'static str> {
    [("day", parts.day), ("month", parts.month), ("year", parts.year)]
        .into_iter()
        .filter(|(_, text)| text.is_empty())
        .map(|(name, _)| name)
        .collect()
}

/// The message about the date with this id, and which of its `parts` have to change: only those that are wrong by themselves; all of them if they
/// do not go together, such as 31 April.
pub fn error<'e>(id: &str, parts: Parts<'_>, errors: &'e Errors) -> (Option<&'e str>, WrongParts) {
    let of = |part: &str| errors.get(&format!("{id}-{part}"));
    let Some(message) = of("day").or_else(|| of("month")).or_else(|| of("year")) else {
        return (None, WrongParts::default());
    };
    let missing = missing(parts);
    let day_is_one = parts.day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let wrong = if missing.is_empty() {
        let together = of("day").is_some() && day_is_one;
        WrongParts {
            day: of("day").is_some(),
            month: together || of("month").is_some(),
            year: together || of("year").is_some(),
        }
    } else {
        WrongParts {
            day: missing.contains(&"day"),
            month: missing.contains(&"month"),
            year: missing.contains(&"year"),
        }
    };
    (Some(message), wrong)
}
