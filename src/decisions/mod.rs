//! Decisions: coordinators approve or decline what the engine proposes, from an emailed link or from their list.

mod chase;
mod decide;
mod forms;
mod link;
mod mails;
mod model;
mod ranked_list;
mod routes;
mod store;
mod views;

pub use chase::chase;
pub use decide::decide;
pub use link::ProposalLink;
pub use model::{Decision, DeclineReason, Proposal};
pub use store::by_ref;

use crate::routes;

routes! {
    "/coordinate" { get Coordinator => routes::dashboard }
    "/coordinate/opportunities/{reference}" { get Coordinator => routes::ranking }
    "/coordinate/proposals/{reference}" { get Coordinator => routes::show, post Coordinator => routes::answer }
}
