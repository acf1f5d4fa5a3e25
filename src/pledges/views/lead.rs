//! Pages of an area's lead.

use askama::Template;

use crate::dates;
use crate::db::Instant;
use crate::pledges::draft::Listed;
use crate::pledges::model::{Organisation, Pledge};
use crate::pledges::review::{Review, ReviewState};
use crate::web::components::{Cell, Table};

/// How long something waits, in words.
fn waiting_for(since: Instant, now: Instant) -> String {
    match now.since(since).whole_days() {
        0 => "Less than a day".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// What waits for approval.
#[derive(Template)]
#[template(path = "pledges/lead.html")]
pub struct LeadPledges {
    waiting: Option<Table>,
    reviews: Option<Table>,
}

/// The reviews of an area: those that wait for the lead have a link.
fn reviews(due: &[(Pledge, Organisation, Review)]) -> Table {
    let columns = Table::new("Due for review")
        .column("Organisation")
        .column("Commitment")
        .column("Review due on")
        .column("Where it stands")
        .scrolling();
    due.iter().fold(columns, |table, (pledge, organisation, review)| {
        let name = organisation.name.as_str();
        let (name, stands) = match review.sent_at.filter(|_| review.state == ReviewState::Sent) {
            Some(at) => {
                let link = Cell::link(name, format!("/lead/reviews/{}", pledge.reference));
                (link, format!("Waits for your approval since {}", dates::day_of(at)))
            }
            None => (
                Cell::from(name),
                format!("The organisation has until {}", dates::day(review.last_day())),
            ),
        };
        table.row([
            name,
            Cell::from(pledge.kind.name()),
            Cell::from(dates::day(review.due_on)),
            Cell::from(stands),
        ])
    })
}

impl LeadPledges {
    /// The page of a lead's areas: what waits since when for the areas' approval, and the pledges that are due with their last reviews.
    pub fn new(waiting: &[(Instant, Listed)], due: &[(Pledge, Organisation, Review)], now: Instant) -> Self {
        let columns = Table::new("Waiting for your approval, longest first")
            .column("Organisation")
            .column("What is signed")
            .column("Asked on")
            .column("Waiting for")
            .scrolling();
        let table = waiting.iter().fold(columns, |table, (asked_at, one)| {
            let organisation = one.organisation.as_ref().map_or("", |known| known.name.as_str());
            let names: Vec<&str> = one.pledges.iter().map(|pledge| pledge.kind.name()).collect();
            table.row([
                Cell::link(organisation, format!("/lead/pledges/{}", one.signing.reference)),
                Cell::from(names.join(" and ")),
                Cell::from(dates::day_of(*asked_at)),
                Cell::from(waiting_for(*asked_at, now)),
            ])
        });
        Self {
            waiting: (!waiting.is_empty()).then_some(table),
            reviews: (!due.is_empty()).then(|| reviews(due)),
        }
    }
}
