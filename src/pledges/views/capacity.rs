//! The survey's figures for the national team.

use askama::Template;

use crate::pledges::capacity::{Capacity, by_area};
use crate::pledges::survey::Survey;
use crate::web::components::{Cell, Table};

/// The figures of all areas.
#[derive(Template)]
#[template(path = "pledges/capacity.html")]
pub struct CapacityPage {
    table: Option<Table>,
}

fn row(table: Table, name: &str, figures: Option<&Capacity>) -> Table {
    let Some(known) = figures else {
        let hidden = || Cell::numeric("Not shown");
        return table.row([
            Cell::from(name),
            hidden(),
            hidden(),
            hidden(),
            hidden(),
            hidden(),
            hidden(),
            Cell::from("Not shown"),
        ]);
    };
    table.row([
        Cell::from(name),
        Cell::numeric(known.organisations.to_string()),
        Cell::numeric(format!("{}%", known.programme)),
        Cell::numeric(known.requests.to_string()),
        Cell::numeric(known.places.to_string()),
        Cell::numeric(format!("{}%", known.local_first)),
        Cell::numeric(format!("{}%", known.neet)),
        Cell::from(known.barrier.map_or("None named", |barrier| barrier.words())),
    ])
}

impl CapacityPage {
    /// The page of these answers, each with its area's name.
    pub fn new(answers: &[(String, Survey)]) -> Self {
        let columns = Table::new("Work experience by area")
            .column("Area")
            .column(Cell::numeric("Organisations"))
            .column(Cell::numeric("Formal programme"))
            .column(Cell::numeric("Requests a year"))
            .column(Cell::numeric("Places a year"))
            .column(Cell::numeric("Nearby first"))
            .column(Cell::numeric("Support for people in no course and no work"))
            .column("Most in the way")
            .first_cell_is_header()
            .scrolling();
        let (areas, all) = by_area(answers);
        let table = areas
            .iter()
            .fold(columns, |table, (name, figures)| row(table, name, figures.as_ref()));
        let table = match &all {
            Some(all) => row(table, "All areas with figures", Some(all)),
            None => table,
        };
        Self {
            table: (!areas.is_empty()).then_some(table),
        }
    }
}
