//! What the search of placements asks for. Its addresses are links that people share, so a choice that there is not is taken as not made; what
//! somebody typed and cannot be read is said beside its field.

use serde::Deserialize;
use time::Date;

use super::families::FAMILIES;
use super::search::{Index, MILES, Near, OFFERED, Wanted};
use crate::dates::month;
use crate::error::Error;
use crate::places::{self, Typed};
use crate::web::form::{Errors, Pairs};

/// Longer words than this are cut.
const WORDS: usize = 100;
/// The years that a placement can be looked for in.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;
const UNKNOWN_PLACE: &str = "Enter the first half of a postcode, like LS9, or the name of a town";

/// The search as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct SearchForm {
    /// Words.
    pub q: String,
    /// A postcode, its first half, or a town.
    pub place: String,
    /// Miles, or `any`.
    pub within: String,
    /// A family's key.
    pub family: String,
    /// The first day that one has time, in three parts.
    pub from_day: String,
    /// Its month: a number or a name.
    pub from_month: String,
    /// Its year.
    pub from_year: String,
    /// The last day that one has time.
    pub to_day: String,
    /// Its month.
    pub to_month: String,
    /// Its year.
    pub to_year: String,
    /// The age on the first day.
    pub age: String,
    /// Whom places are for.
    pub who: String,
    /// Kinds of support.
    pub support: Vec<String>,
    /// Where one takes part.
    pub how: String,
    /// Which comes first.
    pub sort: String,
    /// The last placement of the page before.
    pub after: String,
    /// The number of the page, only for its title.
    pub page: String,
}

impl SearchForm {
    /// Reads the query of an address. One of an unknown form asks for everything.
    ///
    /// # Errors
    /// `BadRequest` if it is not text.
    pub fn read(query: &str) -> Result<Self, Error> {
        Ok(Pairs::decode(query.as_bytes())?.parse().unwrap_or_default())
    }

    /// What is wanted, and everything that cannot be read.
    pub fn wanted(&self, index: &Index) -> (Wanted, Errors) {
        let mut errors = Errors::default();
        let near = self.near(index, &mut errors);
        let from = day(
            "from",
            "The day you are free from",
            [&self.from_day, &self.from_month, &self.from_year],
            &mut errors,
        );
        let to = day(
            "to",
            "The day you are free until",
            [&self.to_day, &self.to_month, &self.to_year],
            &mut errors,
        );
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            errors.add("to-day", "The day you are free until must not be before the day you are free from");
        }
        let age = self.age.trim();
        let years = age.parse().ok().filter(|age| (10..=120).contains(age));
        if !age.is_empty() && years.is_none() {
            errors.add("age", "Age must be a number, like 15");
        }
        let wanted = Wanted {
            words: self
                .q
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(WORDS)
                .collect(),
            near,
            family: FAMILIES
                .iter()
                .find(|(key, _)| *key == self.family)
                .map(|(key, _)| (*key).to_owned()),
            from,
            to,
            age: years,
            who: self.who.parse().ok(),
            support: OFFERED
                .into_iter()
                .filter(|one| self.support.iter().any(|text| text == one.as_str()))
                .collect(),
            how: self.how.parse().ok(),
            sort: self.sort.parse().ok(),
        };
        (wanted, errors)
    }

    fn near(&self, index: &Index, errors: &mut Errors) -> Option<Near> {
        let typed = self.place.trim();
        if typed.is_empty() {
            return None;
        }
        let found = match places::read(typed) {
            Typed::Outcode(code) | Typed::Postcode(code) => places::outcode(&code).map(|point| (code, point)),
            Typed::Words => index.town(typed),
        };
        let Some((name, point)) = found else {
            errors.add("place", UNKNOWN_PLACE);
            return None;
        };
        let miles = match self.within.trim() {
            "any" => None,
            text => Some(text.parse().ok().filter(|miles| MILES.contains(miles)).unwrap_or(20)),
        };
        Some(Near { name, point, miles })
    }

    /// The same query with the first half of the postcode only, if more of it was typed. The rest is kept nowhere.
    pub fn cut(&self, query: &str) -> Option<String> {
        let Typed::Postcode(outcode) = places::read(&self.place) else {
            return None;
        };
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            pairs.append_pair(&name, if name == "place" { &outcode } else { &value });
        }
        Some(pairs.finish())
    }
}

/// Reads a day in three parts, with one message for the first part that is wrong. Nothing typed is no day.
fn day(id: &str, name: &str, parts: [&str; 3], errors: &mut Errors) -> Option<Date> {
    let [day, month_name, year] = parts.map(str::trim);
    let typed = [("day", day), ("month", month_name), ("year", year)];
    if typed.iter().all(|(_, text)| text.is_empty()) {
        return None;
    }
    if let Some((part, _)) = typed.iter().find(|(_, text)| text.is_empty()) {
        errors.add(&format!("{id}-{part}"), format!("{name} must include a {part}"));
        return None;
    }
    let number = year.parse().ok().filter(|year| YEARS.contains(year));
    let Some(number) = number else {
        errors.add(&format!("{id}-year"), format!("{name} must have a year with 4 numbers"));
        return None;
    };
    let date = month(month_name).zip(day.parse().ok());
    let date = date.and_then(|(month, day)| Date::from_calendar_date(number, month, day).ok());
    if date.is_none() {
        errors.add(&format!("{id}-day"), format!("{name} must be a real date"));
    }
    date
}
