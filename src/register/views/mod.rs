//! The public pages of the register.

mod list;
mod organisation;

pub use list::List;
pub use organisation::{CaseStudyPage, More, NotOnRegister, OrganisationPage};

use super::model::Status;
use crate::web::components::{Tag, TagColour};

/// A status as a word in a colour.
fn tag(status: Status) -> Tag {
    let colour = match status {
        Status::InForce => TagColour::Green,
        Status::DueForReview => TagColour::Yellow,
        Status::Lapsed | Status::Succeeded => TagColour::Grey,
        Status::Withdrawn => TagColour::Orange,
    };
    Tag::new(status.words(), colour)
}
