//! What a person can do with what is kept about them: see who looked at it, download it, delete it. And what is deleted without being asked.

mod erase;
mod flow;
mod forms;
mod mails;
mod model;
mod retention;
mod routes;
mod store;
mod views;
mod words;

pub use erase::{Cause, again, erase_person};
pub use flow::pdf;
pub use model::{Fact, Group, Item, Value};
pub use retention::{Counts, Run, count, due, note_count, retain, runs};
pub use store::{Subject, erased, everything, person_with_email};

use crate::routes;

routes! {
    "/my-data" { get Applicant => routes::overview, post Applicant => routes::ask_code }
    "/my-data/code" { get Applicant => routes::code, post Applicant => routes::check_code }
    "/my-data/download" { post Applicant => routes::download }
    "/my-data/delete" { get Applicant => routes::deleting, post Applicant => routes::delete }
    "/my-data/deleted" { get Public => routes::deleted }
    "/applications/{reference}/who-looked" { get Applicant => routes::who_looked }
}
