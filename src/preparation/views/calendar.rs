//! A person's own page of the calendar that they subscribe to.

use askama::Template;

/// The calendar's address, or how to get one.
#[derive(Template)]
#[template(path = "preparation/calendar.html")]
pub struct CalendarPage {
    /// The address, if there is a calendar.
    pub address: Option<String>,
    /// Since when, in words.
    pub since: String,
    /// Whoever looks coordinates an organisation.
    pub coordinates: bool,
}
