//! A day as three fields send it.

use time::Date;

use super::components::WrongParts;
use super::form::Errors;
use crate::dates::month;

/// The fields `{name}-day`, `{name}-month` and `{name}-year` of a form.
#[derive(Clone, Copy, Debug)]
pub struct TypedDay<'a> {
    /// The field's name, such as `on`.
    pub name: &'a str,
    /// What it is, as the beginning of a sentence, such as `The day of the event`.
    pub words: &'a str,
    /// What to do if nothing was typed, such as `Enter the day of the event`.
    pub missing: &'a str,
    /// Day, month and year, as they were typed. A month may be a word.
    pub parts: [&'a str; 3],
}

impl TypedDay<'_> {
    /// The day, or nothing and what is wrong with it among the errors. Years are those of this century.
    pub fn parse(self, errors: &mut Errors) -> Option<Date> {
        let name = self.name;
        let [day, month_name, year] = self.parts.map(str::trim);
        let parts = [("day", day), ("month", month_name), ("year", year)];
        if parts.iter().all(|(_, text)| text.is_empty()) {
            errors.add(&format!("{name}-day"), self.missing);
            return None;
        }
        if let Some((part, _)) = parts.iter().find(|(_, text)| text.is_empty()) {
            errors.add(&format!("{name}-{part}"), format!("{} must include a {part}", self.words));
            return None;
        }
        let Some(year) = year.parse().ok().filter(|year| (2000..=2099).contains(year)) else {
            errors.add(&format!("{name}-year"), "Year must include 4 numbers");
            return None;
        };
        let date = month(month_name).zip(day.parse().ok());
        let date = date.and_then(|(month, day)| Date::from_calendar_date(year, month, day).ok());
        if date.is_none() {
            errors.add(&format!("{name}-day"), format!("{} must be a real date", self.words));
        }
        date
    }
}

/// What to say beside the three fields `{name}-…`, and which of them are wrong.
pub fn wrong<'a>(errors: &'a Errors, name: &str) -> (Option<&'a str>, WrongParts) {
    let of = |part: &str| errors.get(&format!("{name}-{part}"));
    let whole = of("day").is_some_and(|message| !message.contains("include"));
    let parts = WrongParts {
        day: of("day").is_some(),
        month: whole || of("month").is_some(),
        year: whole || of("year").is_some(),
    };
    (of("day").or_else(|| of("month")).or_else(|| of("year")), parts)
}
