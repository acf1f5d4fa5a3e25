//! The fault matrix: `docs/faults.md` says for each row what is promised and which test holds the portal to it.

pub mod applying;
mod clock;
mod disk;
pub mod kills;
mod locked;
mod log;
mod migrating;
mod people;
pub mod program;
mod requests;
mod rush;
mod server;
mod slow;
mod typed;
mod waiting;
mod whose;
