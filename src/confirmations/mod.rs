//! Confirmations: a parent or guardian agrees, and a school, college or service says what only it knows.

mod asking;
mod chasing;
mod closing;
mod forget;
mod forms;
mod guardian;
mod mails;
mod model;
mod routes;
mod school;
mod store;
mod views;

pub use asking::{OWN_ADDRESS, ask, call_off};
pub use chasing::chase;
pub use closing::{Closing, at_closing};
pub use forget::forget;
pub use guardian::{GuardianLink, Leave};
pub use model::{Answers, Circumstance, Confirmation, ConfirmationState, Kind, SchoolAnswers, SchoolSays, WORDING_VERSION, next_chase};
pub use school::SchoolLink;
pub use store::{guardian_of, of_application};

use crate::routes;

routes! {
    "/applications/{reference}/ask-again/{kind}" { get Applicant => routes::show, post Applicant => routes::send }
}
