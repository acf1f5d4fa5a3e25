//! Commitments: signed online by three people, one after the other, and kept true.

mod answering;
mod capacity;
mod concerns;
mod filling_in;
mod letters;
mod public;
mod reviews;
pub mod world;
