//! Pages of an area's lead.

use askama::Template;

use crate::dates;
use crate::db::Instant;
use crate::pledges::draft::Draft;
use crate::pledges::model::{Organisation, Pledge, Signature};
use crate::pledges::review::{Review, ReviewState};
use crate::web::components::{Cell, Table};

/// A signing that waits for approval.
pub struct Waiting {
    /// The signing.
    pub draft: Draft,
    /// The area's own signature.
    pub signature: Signature,
}

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

/// A pledge that is due for its review.
pub struct Reviewed {
    /// The pledge.
    pub pledge: Pledge,
    /// Whose it is.
    pub organisation: Organisation,
    /// The review.
    pub review: Review,
}

/// The reviews of an area: those that wait for the lead have a link.
fn reviews(due: &[Reviewed]) -> Table {
    let columns = Table::new("Due for review")
        .column("Organisation")
        .column("Commitment")
        .column("Review due on")
        .column("Where it stands")
        .scrolling();
    due.iter().fold(columns, |table, one| {
        let name = one.organisation.name.as_str();
        let (name, stands) = match one.review.sent_at.filter(|_| one.review.state == ReviewState::Sent) {
            Some(at) => {
                let link = Cell::link(name, format!("/lead/reviews/{}", one.pledge.reference));
                (link, format!("Waits for your approval since {}", dates::day_of(at)))
            }
            None => (
                Cell::from(name),
                format!("The organisation has until {}", dates::day(one.review.last_day())),
            ),
        };
        table.row([
            name,
            Cell::from(one.pledge.kind.name()),
            Cell::from(dates::day(one.review.due_on)),
            Cell::from(stands),
        ])
    })
}

impl LeadPledges {
    /// The page of a lead's areas, longest waiting first.
    pub fn new(waiting: &[Waiting], due: &[Reviewed], now: Instant) -> Self {
        let columns = Table::new("Waiting for your approval, longest first")
            .column("Organisation")
            .column("What is signed")
            .column("Asked on")
            .column("Waiting for")
            .scrolling();
        let table = waiting.iter().fold(columns, |table, one| {
            let organisation = one.draft.organisation.as_ref().map_or("", |known| known.name.as_str());
            let names: Vec<&str> = one.draft.pledges.iter().map(|pledge| pledge.kind.name()).collect();
            table.row([
                Cell::link(organisation, format!("/lead/pledges/{}", one.draft.signing.reference)),
                Cell::from(names.join(" and ")),
                Cell::from(dates::day_of(one.signature.asked_at)),
                Cell::from(waiting_for(one.signature.asked_at, now)),
            ])
        });
        Self {
            waiting: (!waiting.is_empty()).then_some(table),
            reviews: (!due.is_empty()).then(|| reviews(due)),
        }
    }
}
