//! The index of what can be applied for, as a process keeps it.

use super::index::Index;
use super::load::{load, version};
use crate::db::{AnyConnection, Keepable, Kept};
use crate::error::Error;

/// Lists of up to so many placements are made anew while the question waits, which takes some milliseconds. Greater ones are made behind it.
const AT_ONCE: usize = 1_000;

/// The index of what can be applied for. Clones share it.
pub type Listing = Kept<Index>;

impl Keepable for Index {
    type Version = i64;

    fn current(db: &mut AnyConnection) -> Result<i64, Error> {
        version(db)
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn load(db: &mut AnyConnection) -> Result<Self, Error> {
        load(db)
    }

    fn is_great(&self) -> bool {
        self.len() > AT_ONCE
    }
}
