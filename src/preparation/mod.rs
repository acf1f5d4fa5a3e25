//! Before a placement: what is left to do, whether people still come, calendars, and the sheet of a day.

mod chasing;
mod clearing;
mod day;
mod feed;
mod forms;
mod mails;
mod model;
mod people;
mod plan;
mod reconfirm;
mod risk_notice;
mod routes;
mod still_coming;
mod store;
mod views;

pub use chasing::chase;
pub use clearing::{clear_over, forget, forget_person};
pub use model::{Detail, Help, Owner, Task, TaskState};
pub use plan::{plan, plan_due};
pub use reconfirm::{ask_due, tell_silent};
pub use risk_notice::RiskNoticeLink;
pub use still_coming::ReconfirmationLink;

use crate::routes;

routes! {
    "/applications/{reference}/placement" { get Applicant => routes::applicant::hub }
    "/applications/{reference}/placement/{task}" { get Applicant => routes::applicant::show_task, post Applicant => routes::applicant::do_task }
    "/applications/{reference}/still-coming" { get Applicant => routes::applicant::still_coming, post Applicant => routes::applicant::say_coming }
    "/coordinate/placements" { get Coordinator => routes::coordinator::list }
    "/coordinate/placements/{reference}" { get Coordinator => routes::coordinator::hub }
    "/coordinate/placements/{reference}/tasks/{task}" { get Coordinator => routes::coordinator::show_task, post Coordinator => routes::coordinator::do_task }
    "/coordinate/day/{date}" { get Coordinator => routes::coordinator::day }
    "/my-calendar" { get Applicant => routes::calendar::show, post Applicant => routes::calendar::change }
    "/calendar/{token}.ics" { get Link => routes::calendar::feed }
}
