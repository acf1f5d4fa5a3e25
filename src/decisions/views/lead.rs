//! What an area's lead sees of decisions out of order.

use askama::Template;

use crate::dates::day_of;
use crate::decisions::store::OutOfOrder;
use crate::web::components::{Cell, Table};

/// The decisions of an area that were taken out of order: nothing of any person.
#[derive(Template)]
#[template(path = "decisions/lead.html")]
pub struct LeadPage {
    decisions: Option<Table>,
}

impl LeadPage {
    /// The page, latest first.
    pub fn new(decisions: &[OutOfOrder]) -> Self {
        let columns = Table::new("Decisions out of order, latest first")
            .column("Organisation")
            .column("Placement")
            .column("Decided on")
            .column("Reason")
            .column(Cell::numeric("People passed"))
            .scrolling();
        let table = decisions.iter().fold(columns, |table, one| {
            table.row([
                Cell::from(one.organisation.as_str()),
                Cell::from(one.title.as_str()),
                Cell::from(day_of(one.decided_at)),
                Cell::from(one.reason.words()),
                Cell::numeric(one.passed.to_string()),
            ])
        });
        Self {
            decisions: (!decisions.is_empty()).then_some(table),
        }
    }
}
