//! Messages between an applicant and the coordinators of the organisation that offers them a place or gives them one.

mod forms;
mod mails;
mod model;
mod reporting;
mod routes;
mod sending;
mod store;
mod views;

pub use model::{Side, Thread};
pub use sending::{send, tell_due};
pub use store::forget;

use crate::routes;

routes! {
    "/applications/{reference}/messages" { get Applicant => routes::own, post Applicant => routes::write_own }
    "/applications/{reference}/messages/{number}/report" { get Applicant => routes::ask_report_own, post Applicant => routes::report_own }
    "/coordinate/messages" { get Coordinator => routes::all }
    "/coordinate/placements/{reference}/messages" { get Coordinator => routes::theirs, post Coordinator => routes::write_theirs }
    "/coordinate/placements/{reference}/messages/{number}/report" { get Coordinator => routes::ask_report_theirs, post Coordinator => routes::report_theirs }
    "/coordinate/reported-messages" { get Champion => routes::reported }
    "/lead/reported-messages" { get AreaLead => routes::reported_in_area }
}
