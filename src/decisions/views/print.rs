//! Lists on paper.

use askama::Template;

use super::agreed::Person;
use crate::dates::days;
use crate::db::AnyConnection;
use crate::decisions::taking_along::Whole;
use crate::error::Error;
use crate::opportunities::Opportunity;
use crate::web::components::{Cell, Table};

/// The whole ranked list, without names.
#[derive(Template)]
#[template(path = "decisions/print.html")]
pub struct PrintPage {
    about: Opportunity,
    dates: String,
    lines: Option<Table>,
}

impl PrintPage {
    /// The page of a list.
    pub fn new(whole: &Whole) -> Self {
        let columns = Table::new(format!("Ranked list of {}", whole.about.title))
            .hide_caption()
            .column("Position")
            .column("Application")
            .column("Status")
            .column("Group")
            .column("Draw position")
            .compact()
            .scrolling();
        let table = whole.lines.iter().fold(columns, |table, line| {
            table.row([
                Cell::from(line.position.to_string()),
                Cell::from(line.application.as_str()),
                Cell::from(line.words()),
                Cell::from(line.band),
                Cell::from(line.draw.as_str()),
            ])
        });
        Self {
            dates: days(whole.about.first_day, whole.about.last_day),
            about: whole.about.clone(),
            lines: (!whole.lines.is_empty()).then_some(table),
        }
    }

    fn list(&self) -> String {
        format!("/coordinate/opportunities/{}", self.about.reference)
    }
}

/// Who has agreed to come, with what they need.
#[derive(Template)]
#[template(path = "decisions/people.html")]
pub struct PeoplePage {
    about: Opportunity,
    dates: String,
    people: Vec<Person>,
}

impl PeoplePage {
    /// The page of those of a list who have agreed.
    pub fn load(db: &mut AnyConnection, whole: &Whole) -> Result<Self, Error> {
        Ok(Self {
            dates: days(whole.about.first_day, whole.about.last_day),
            about: whole.about.clone(),
            people: whole.people(db)?.into_iter().map(|(_, person)| person).collect(),
        })
    }
    fn list(&self) -> String {
        format!("/coordinate/opportunities/{}", self.about.reference)
    }
}
