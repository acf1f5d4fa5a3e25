//! Confirmations: a parent or guardian agrees, and a school, college or service says what only it knows.

mod asking;
mod chasing;
mod closing;
mod mails;
mod model;
mod store;

pub use asking::{OWN_ADDRESS, ask, call_off};
pub use chasing::chase;
pub use closing::{Closing, at_closing};
pub use model::{Answers, Circumstance, Confirmation, ConfirmationState, Kind, SchoolAnswers, SchoolSays, WORDING_VERSION, next_chase};
pub use store::of_application;
