//! Links to the pages about one placement, as far as they can be used on a day.

use time::Date;

use crate::placements::{Placed, PlacementState};
use crate::web::layout::Link;

/// For its coordinators.
pub fn coordinator_links(placed: &Placed, today: Date) -> Vec<Link> {
    let link = |words: &'static str, page: &str| Link::new(words, format!("/coordinate/placements/{}/{page}", placed.reference));
    let mut links = Vec::new();
    if !stands(placed) || today < placed.first_day {
        return links;
    }
    links.push(link("Attendance", "attendance"));
    links.push(link("NHS values seen", "values"));
    if placed.state == PlacementState::Agreed && today > placed.last_day {
        links.push(link("Close this placement", "close"));
    }
    if looks_back(placed, today) {
        links.push(link("Say how it was", "feedback"));
    }
    if placed.state == PlacementState::Completed {
        links.push(link("Certificate", "certificate"));
    }
    links
}

/// For who comes.
pub fn applicant_links(placed: &Placed, today: Date) -> Vec<Link> {
    let link = |words: &'static str, page: &str| Link::new(words, format!("/applications/{}/{page}", placed.application));
    let mut links = Vec::new();
    if !stands(placed) || today < placed.first_day {
        return links;
    }
    links.push(link("NHS values seen", "values"));
    links.push(link("Claim money back", "expenses"));
    if looks_back(placed, today) {
        links.push(link("Say how it was", "feedback"));
        links.push(link("Say thank you", "thanks"));
        links.push(link("Keep in touch", "keep-in-touch"));
    }
    links
}

fn stands(placed: &Placed) -> bool {
    matches!(
        placed.state,
        PlacementState::Agreed | PlacementState::Completed | PlacementState::DidNotAttend
    )
}

fn looks_back(placed: &Placed, today: Date) -> bool {
    stands(placed) && placed.state != PlacementState::DidNotAttend && today >= placed.last_day
}
