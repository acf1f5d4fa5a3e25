//! Before a signing: what it is, and what somebody has begun.

use askama::Template;

use crate::pledges::draft::Listed;
use crate::pledges::model::PledgeState;
use crate::web::components::{Cell, Table};

/// What it is, who signs, what is needed.
#[derive(Template)]
#[template(path = "pledges/start.html")]
pub struct StartPage;

/// What somebody has begun, and a button for another.
#[derive(Template)]
#[template(path = "pledges/begin.html")]
pub struct BeginPage {
    begun: Option<Table>,
}

impl BeginPage {
    /// The page of somebody's signings, newest first.
    pub fn new(begun: &[Listed]) -> Self {
        let columns = Table::new("What you have begun")
            .column("Organisation")
            .column("What is signed")
            .column("Where it stands")
            .scrolling();
        let table = begun.iter().fold(columns, |table, one| {
            let organisation = one.organisation.as_ref().map_or("Not chosen yet", |known| known.name.as_str());
            let names: Vec<&str> = one.pledges.iter().map(|pledge| pledge.kind.name()).collect();
            let state = one.pledges.first().map_or(PledgeState::Draft, |pledge| pledge.state);
            let names = if names.is_empty() {
                "Not chosen yet".to_owned()
            } else {
                names.join(" and ")
            };
            table.row([
                Cell::link(organisation, one.signing.path()),
                Cell::from(names),
                Cell::from(state.words()),
            ])
        });
        Self {
            begun: (!begun.is_empty()).then_some(table),
        }
    }
}
