//! Thanks: the participant writes to who looked after them, once, and it goes to that person as a letter.

pub mod routes;
pub mod store;
pub mod views;
