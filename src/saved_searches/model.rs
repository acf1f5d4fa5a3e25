//! What a saved search is.

use time::Duration;

use crate::db::Instant;
use crate::opportunities::Wanted;
use crate::text_enum;

text_enum! {
    /// How often somebody is told, at most.
    pub enum Every {
        /// Once a day.
        Day = "day",
        /// Once a week.
        Week = "week",
    }
}

impl Every {
    /// The choice as it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Day => "At most once a day",
            Self::Week => "At most once a week",
        }
    }

    /// From one look to the next.
    pub const fn period(self) -> Duration {
        match self {
            Self::Day => Duration::days(1),
            Self::Week => Duration::days(7),
        }
    }
}

/// A saved search.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedSearch {
    /// Its number.
    pub id: i64,
    /// The address, in small letters.
    pub email: String,
    /// What is looked for.
    pub wanted: Wanted,
    /// How often.
    pub every: Every,
    /// When it was asked for.
    pub created_at: Instant,
    /// When the address was proven. Until then nothing is sent but the letter that asks.
    pub confirmed_at: Option<Instant>,
    /// Placements that could be found by then have been told of, or seen.
    pub looked_at: Instant,
    /// When the emails were stopped.
    pub ended_at: Option<Instant>,
}

impl SavedSearch {
    /// True if somebody wants these emails and gets them.
    pub fn is_on(&self) -> bool {
        self.confirmed_at.is_some() && self.ended_at.is_none()
    }
}
