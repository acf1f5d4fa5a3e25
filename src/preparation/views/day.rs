//! The sheet of a day, to print.

use askama::Template;

use crate::web::components::SummaryList;

/// Somebody who comes that day.
pub struct DayPerson {
    /// The name.
    pub name: String,
    /// Whom to call in an emergency, and what is done for them.
    pub facts: SummaryList,
}

/// A placement that has this day.
pub struct DayPlacement {
    /// Its title.
    pub title: String,
    /// Times, place, supervisor.
    pub facts: SummaryList,
    /// Who comes.
    pub people: Vec<DayPerson>,
}

/// Who comes on a day.
#[derive(Template)]
#[template(path = "preparation/day.html")]
pub struct DayPage {
    /// The day in words.
    pub day: String,
    /// The day before and the day after, as addresses have them.
    pub around: [String; 2],
    /// The placements.
    pub placements: Vec<DayPlacement>,
}
