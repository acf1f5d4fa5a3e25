//! Applying: how answers are read, which question comes next, and the way from a placement to the page that says it was sent.

mod emergency;
mod fields;
mod flow;
pub mod journey;
mod once_a_year;
pub mod sample;
mod typed;
