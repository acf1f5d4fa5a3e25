//! Scheduled work: one line per job.

use crate::jobs::{Job, cleaning};

/// Every job of the portal.
pub fn jobs() -> Vec<Job> {
    cleaning::jobs()
}
