//! Commitments: signed online by three people, one after the other, and kept true.

mod answering;
mod filling_in;
pub mod world;
