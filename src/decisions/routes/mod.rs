//! Handlers of whoever decides.

pub mod files;
pub mod list;
pub mod proposal;
