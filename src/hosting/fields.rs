//! What was posted, by the names of the fields, and how it is read.

use serde::Deserialize;
use time::Date;
use validator::ValidateEmail;

use crate::auth::normalise_email;
use crate::dates::month;
use crate::web::components::{DateInput, WrongParts};
use crate::web::form::Errors;

/// The posted pairs of a page whose fields depend on the rules of a round.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Fields(Vec<(String, String)>);

impl From<Vec<(String, String)>> for Fields {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}

impl Fields {
    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// With a date in three parts.
    #[must_use]
    pub fn with_date(self, name: &str, date: Date) -> Self {
        self.with(format!("{name}-day"), date.day().to_string())
            .with(format!("{name}-month"), u8::from(date.month()).to_string())
            .with(format!("{name}-year"), date.year().to_string())
    }

    /// What stands in a field, without spaces around it.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Everything that was ticked.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// A text that may be empty, of at most `most` characters; `what` names it in the message.
    pub fn text(&self, name: &str, what: &str, most: usize, errors: &mut Errors) -> String {
        let text = self.get(name).replace("\r\n", "\n");
        if text.chars().count() > most {
            errors.add(name, format!("{what} must be {most} characters or less"));
        }
        text
    }

    /// The same on one line, without the brackets that stand for a button in a letter.
    pub fn line(&self, name: &str, what: &str, most: usize, errors: &mut Errors) -> String {
        let text = self.text(name, what, most, errors).replace("[[", "").replace("]]", "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A line that must be there; `ask` says to enter it.
    pub fn needed(&self, name: &str, ask: &str, what: &str, most: usize, errors: &mut Errors) -> String {
        let line = self.line(name, what, most, errors);
        if line.is_empty() {
            errors.add(name, ask);
        }
        line
    }

    /// An email address, as it is kept.
    pub fn email(&self, name: &str, errors: &mut Errors) -> Option<String> {
        let typed = normalise_email(self.get(name));
        if typed.is_empty() {
            errors.add(name, "Enter an email address");
            return None;
        }
        let fits = typed.len() <= 254 && typed.validate_email();
        if !fits {
            errors.add(name, "Enter an email address in the correct format, like name@example.com");
        }
        fits.then_some(typed)
    }

    /// A whole number within bounds.
    pub fn number(&self, name: &str, what: &str, within: std::ops::RangeInclusive<i32>, errors: &mut Errors) -> Option<i32> {
        let found = self.get(name).parse().ok().filter(|number| within.contains(number));
        if found.is_none() {
            errors.add(name, format!("{what} must be a number from {} to {}", within.start(), within.end()));
        }
        found
    }

    /// A day in three parts; `what` names it.
    pub fn date(&self, name: &str, what: &str, errors: &mut Errors) -> Option<Date> {
        let part = |part: &str| self.get(&format!("{name}-{part}"));
        let parts = [("day", part("day")), ("month", part("month")), ("year", part("year"))];
        if parts.iter().all(|(_, text)| text.is_empty()) {
            errors.add(&format!("{name}-day"), format!("Enter {}", lower_first(what)));
            return None;
        }
        if let Some((missing, _)) = parts.iter().find(|(_, text)| text.is_empty()) {
            errors.add(&format!("{name}-{missing}"), format!("{what} must include a {missing}"));
            return None;
        }
        let Some(year) = part("year").parse().ok().filter(|year| (2000..=2099).contains(year)) else {
            errors.add(&format!("{name}-year"), "Year must include 4 numbers");
            return None;
        };
        let date = month(part("month")).zip(part("day").parse().ok());
        let date = date.and_then(|(month, day)| Date::from_calendar_date(year, month, day).ok());
        if date.is_none() {
            errors.add(&format!("{name}-day"), format!("{what} must be a real date"));
        }
        date
    }

    /// The field of a day in three parts, with what is wrong with it.
    pub fn date_input(&self, name: &str, legend: &str, errors: &Errors) -> DateInput {
        let of = |part: &str| errors.get(&format!("{name}-{part}"));
        let message = of("day").or_else(|| of("month")).or_else(|| of("year"));
        let whole = of("day").is_some_and(|message| !message.contains("include"));
        let wrong = WrongParts {
            day: of("day").is_some(),
            month: whole || of("month").is_some(),
            year: whole || of("year").is_some(),
        };
        let part = |part: &str| self.get(&format!("{name}-{part}"));
        DateInput::new(name, legend)
            .hint("For example, 27 3 2027")
            .values(part("day"), part("month"), part("year"))
            .error(message, wrong)
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
