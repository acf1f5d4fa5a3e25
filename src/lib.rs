//! Practise: fair work experience in healthcare.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod allocation;
/// The engine's commands.
pub mod cli {
    pub mod allocate;
    pub mod draw;
    mod files;
    pub mod rank;
    pub mod verify;
}
pub mod prioritisation;
