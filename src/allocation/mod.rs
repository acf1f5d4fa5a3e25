//! Who gets which place (`practise/1`, 7.8 to 7.11): deferred acceptance with reserves, re-runs after events, explanations, checks.
//!
//! Pure: no database, no clock and no randomness of its own. Nothing here hands a place to a named person; a person can only
//! lose a pair (applicant, opportunity), and the round is run again.

pub mod bundle;
pub mod choice_rule;
pub mod events;
pub mod explain;
mod finding;
pub mod market;
pub mod market_file;
mod numbered;
pub mod outcome;
pub mod plan;
pub mod published;
pub mod result;
pub mod run;
pub mod verify;

pub use market_file::allocate_market;
pub use published::Published;
pub use result::RoundResult;
pub use run::{allocate, reseat};
pub use verify::verify;
