//! The second factor of people with an area or the whole country: a code from an app on their phone, beside the emailed sign-in. It is asked for once
//! in a session.

mod by_link;
mod forms;
mod proof;
mod routes;
mod secret;
mod store;
mod views;
mod words;

pub use by_link::wrong_code;
pub use proof::{PROVEN_FACTOR, is_factor_proven};
pub use routes::{codes, kept_codes, make_codes, new_codes, picture, prove, set_up, show, take_up};
pub use store::{forget_factor, seal_anew};
