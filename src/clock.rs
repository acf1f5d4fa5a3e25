//! The time: the one place of the tree that asks the operating system for it.

use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

use crate::db::Instant;

/// Where the time comes from. Clones of a fixed clock share their time.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The operating system's clock, in UTC.
    #[default]
    System,
    /// A clock that moves only when told to: tests and demonstration data.
    Fixed(Arc<Mutex<Instant>>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// The time now, in UTC, cut to microseconds.
    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant::from(OffsetDateTime::now_utc()),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a fixed clock by `by`; the system's clock stays as it is.
    pub fn advance(&self, by: Duration) {
        if let Self::Fixed(at) = self {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = at.plus(by);
        }
    }
}
