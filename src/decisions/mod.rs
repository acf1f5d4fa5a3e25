//! Decisions: coordinators approve or decline what the engine proposes, from the top of the list, from an emailed link or from their pages.

mod acting;
mod bulk;
mod chase;
mod conflict;
mod decide;
mod forms;
mod line;
mod link;
mod mails;
mod model;
mod ranked_list;
mod routes;
mod store;
mod taking_along;
mod views;
mod who;

pub use bulk::{NotDone, Outcome};
pub use chase::{chase, count_overdue, overdue};
pub use decide::decide;
pub use link::ProposalLink;
pub use model::{Decision, DeclineReason, PassReason, Proposal, Ruling};
pub use store::{Overdue, by_ref, conflicts_of, declared_at, forget_application, forget_person, passed_in_round};

use crate::routes;

routes! {
    "/coordinate" { get Coordinator => routes::list::dashboard }
    "/coordinate/opportunities/{reference}" { get Coordinator => routes::list::ranking, post Coordinator => routes::list::approve }
    "/coordinate/opportunities/{reference}/export.csv" { get Coordinator => routes::files::csv }
    "/coordinate/opportunities/{reference}/export.xlsx" { get Coordinator => routes::files::xlsx }
    "/coordinate/opportunities/{reference}/print" { get Coordinator => routes::files::print }
    "/coordinate/opportunities/{reference}/people" { get Coordinator => routes::files::people }
    "/coordinate/proposals/{reference}" { get Coordinator => routes::proposal::show, post Coordinator => routes::proposal::answer }
    "/lead/decisions" { get AreaLead => routes::list::lead }
}
