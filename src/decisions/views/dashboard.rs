//! What waits for coordinators.

use askama::Template;

use crate::dates::{day, moment};
use crate::decisions::store::{OwnOpportunity, Waiting};
use crate::hosting::Overview;
use crate::web::components::{Cell, Table};

/// What waits for a decision, and the organisation's opportunities.
#[derive(Template)]
#[template(path = "decisions/dashboard.html")]
pub struct DashboardPage {
    waiting: Option<Table>,
    own: Option<Table>,
    rounds: Overview,
}

impl DashboardPage {
    /// The dashboard; `waiting` without whom the reader knows.
    pub fn new(waiting: &[Waiting], own: &[OwnOpportunity], rounds: Overview) -> Self {
        let decide = |one: &Waiting| Cell::link(one.application.as_str(), format!("/coordinate/proposals/{}", one.reference));
        let columns = Table::new("Waiting for your decision, longest first")
            .column("Application")
            .column("Placement")
            .column("Asked since")
            .scrolling();
        let waiting_table = waiting.iter().fold(columns, |table, one| {
            let title = format!("{}, {}", one.title, day(one.first_day));
            table.row([decide(one), Cell::from(title), Cell::from(moment(one.created_at))])
        });
        let columns = Table::new("Your placements")
            .hide_caption()
            .column("Placement")
            .column("First day")
            .column("Places agreed")
            .scrolling();
        let own_table = own.iter().fold(columns, |table, one| {
            let title = Cell::link(one.title.as_str(), format!("/coordinate/opportunities/{}", one.reference));
            let agreed = format!("{} of {}", one.places_taken, one.places);
            table.row([title, Cell::from(day(one.first_day)), Cell::from(agreed)])
        });
        Self {
            waiting: (!waiting.is_empty()).then_some(waiting_table),
            own: (!own.is_empty()).then_some(own_table),
            rounds,
        }
    }
}
