//! Applying: how answers are read, which question comes next, and the way from a placement to the page that says it was sent.

mod fields;
mod flow;
mod journey;
pub mod sample;
