//! The letters about saved searches.

use askama::Template;

use crate::dates;
use crate::opportunities::Listed;

/// Asks whether the address belongs to whoever asked.
#[derive(Template)]
#[template(path = "mail/saved_searches/confirm.txt")]
pub struct Confirm<'a> {
    /// What is looked for, in words.
    pub parts: Vec<String>,
    /// For how many days the link can be answered.
    pub days: i64,
    /// The service's name.
    pub service: &'a str,
}

/// A new placement.
pub struct Item {
    /// What, who and where.
    pub line: String,
    /// When.
    pub days: String,
    /// Its page.
    pub address: String,
}

impl Item {
    /// A placement in two lines.
    pub fn new(listed: &Listed, public_url: &str) -> Self {
        let placement = &listed.opportunity;
        Self {
            line: format!("{}, {}, {}", placement.title, placement.organisation, placement.town),
            days: dates::days(placement.first_day, placement.last_day),
            address: format!("{public_url}/work-experience/{}", placement.slug),
        }
    }
}

/// Tells of new placements.
#[derive(Template)]
#[template(path = "mail/saved_searches/news.txt")]
pub struct News<'a> {
    /// The first of them.
    pub items: Vec<Item>,
    /// How many more there are.
    pub others: usize,
    /// The page of the search.
    pub search: &'a str,
    /// The service's name.
    pub service: &'a str,
}
