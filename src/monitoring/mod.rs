//! Equality monitoring: questions that anybody may leave out, answers kept apart from everybody's name and from every decision, and counts of them.
//!
//! Nothing here is read by the ranking, and nothing can lead from an answer to a person: `docs/equality.md` says how.

mod answers;
mod baseline;
mod count;
mod figures;
mod questions;
mod routes;
mod store;
mod views;

pub use answers::{Posted, keep};
pub use baseline::{Group, Measure, england};
pub use count::count_new;
pub use figures::{Line, Table, shown, table};
pub use questions::{Choice, PREFER_NOT_TO_SAY, QUESTIONS, Question};

use crate::routes;

routes! {
    "/applications/{reference}/equality" { get Applicant => routes::ask, post Applicant => routes::choose }
    "/applications/{reference}/equality/questions" { get Applicant => routes::questions, post Applicant => routes::answer }
    "/national/equality" { get National => routes::latest }
    "/national/equality/{year}" { get National => routes::of_year }
}
