//! Practise: fair work experience in healthcare.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod allocation;
pub mod prioritisation;
