//! Placements: the offer that an applicant accepts or declines, and the agreed placement that comes of it.

mod calendar;
mod forms;
mod link;
mod mails;
mod model;
mod offers;
mod placed;
mod routes;
mod store;
mod views;

pub use calendar::{all_day, events, whole};
pub use link::OfferLink;
pub use model::{Answer, DeclineOffer, Offer, OfferState, PlacementState};
pub use offers::{expire_due, give_back, make_offer};
pub use placed::{
    Attendee, PLACED_COLUMNS, Placed, attendees_on, named_for_coordinator, placed_as, placed_at, placed_by_id, placed_for,
    placed_for_coordinator, placed_own, placed_starting, placed_with,
};
pub use store::{close, years_of};

use crate::routes;

routes! {
    "/applications/{reference}/offer" { get Applicant => routes::show_offer, post Applicant => routes::answer_offer }
    "/applications/{reference}/leave" { get Applicant => routes::show_leave, post Applicant => routes::leave }
    "/applications/{reference}/placement.ics" { get Applicant => routes::calendar }
}
