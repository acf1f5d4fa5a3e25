//! Keeping in touch: a question after 3, 6 and 12 months, to who agreed to it, until they say stop.

pub mod asking;
pub mod figures;
mod link;
pub mod model;
pub mod routes;
pub mod store;
pub mod views;

pub use asking::{agree, ask_due};
pub use link::KeepInTouchLink;
