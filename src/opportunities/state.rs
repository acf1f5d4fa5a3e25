//! The life of a round: `planned -> open -> closed -> ranked -> offering -> settled`.

use crate::db::Instant;
use crate::error::Error;
use crate::text_enum;

text_enum! {
    /// The name of a round's state.
    pub enum Phase {
        /// Announced.
        Planned = "planned",
        /// Applications are taken.
        Open = "open",
        /// The list of applicants is frozen; the draw's numbers are awaited.
        Closed = "closed",
        /// Ranked; the first decisions are awaited.
        Ranked = "ranked",
        /// Offers are out.
        Offering = "offering",
        /// Nothing is open any more.
        Settled = "settled",
    }
}

/// A round's state with the moments that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
    /// Announced.
    Planned,
    /// Applications are taken.
    Open,
    /// The list of applicants is frozen since `closed_at`.
    Closed {
        /// When it closed.
        closed_at: Instant,
    },
    /// Ranked.
    Ranked {
        /// When it closed.
        closed_at: Instant,
        /// When it was ranked.
        ranked_at: Instant,
    },
    /// Offers are out.
    Offering {
        /// When it closed.
        closed_at: Instant,
        /// When it was ranked.
        ranked_at: Instant,
    },
    /// Nothing is open any more.
    Settled {
        /// When it closed.
        closed_at: Instant,
        /// When it was ranked.
        ranked_at: Instant,
        /// When the last open matter ended.
        settled_at: Instant,
    },
}

impl RoundState {
    /// The state's name.
    pub const fn phase(self) -> Phase {
        match self {
            Self::Planned => Phase::Planned,
            Self::Open => Phase::Open,
            Self::Closed { .. } => Phase::Closed,
            Self::Ranked { .. } => Phase::Ranked,
            Self::Offering { .. } => Phase::Offering,
            Self::Settled { .. } => Phase::Settled,
        }
    }

    /// Opens for applications.
    ///
    /// # Errors
    /// `Conflict` unless the round is planned.
    pub fn open(self) -> Result<Self, Error> {
        match self {
            Self::Planned => Ok(Self::Open),
            Self::Open | Self::Closed { .. } | Self::Ranked { .. } | Self::Offering { .. } | Self::Settled { .. } => {
                Err(Error::conflict("This round was opened before."))
            }
        }
    }

    /// Closes: from now on nobody joins or leaves the list that is ranked.
    ///
    /// # Errors
    /// `Conflict` unless the round is open.
    pub fn close(self, now: Instant) -> Result<Self, Error> {
        match self {
            Self::Open => Ok(Self::Closed { closed_at: now }),
            Self::Planned => Err(Error::conflict("This round has not opened yet.")),
            Self::Closed { .. } | Self::Ranked { .. } | Self::Offering { .. } | Self::Settled { .. } => {
                Err(Error::conflict("This round is closed already."))
            }
        }
    }

    /// Ranks: there is one draw for a round (code D07).
    ///
    /// # Errors
    /// `Conflict` unless the round is closed and not ranked.
    pub fn rank(self, now: Instant) -> Result<Self, Error> {
        match self {
            Self::Closed { closed_at } => Ok(Self::Ranked { closed_at, ranked_at: now }),
            Self::Planned | Self::Open => Err(Error::conflict("This round has not closed yet.")),
            Self::Ranked { .. } | Self::Offering { .. } | Self::Settled { .. } => {
                Err(Error::conflict("This round is ranked already. There is one draw for a round."))
            }
        }
    }

    /// The first offer goes out, or one more after the round had settled.
    ///
    /// # Errors
    /// `Conflict` if the round is not ranked.
    pub fn offer(self) -> Result<Self, Error> {
        match self {
            Self::Ranked { closed_at, ranked_at }
            | Self::Offering { closed_at, ranked_at }
            | Self::Settled { closed_at, ranked_at, .. } => Ok(Self::Offering { closed_at, ranked_at }),
            Self::Planned | Self::Open | Self::Closed { .. } => Err(Error::conflict("This round is not ranked yet.")),
        }
    }

    /// Nothing is open any more.
    ///
    /// # Errors
    /// `Conflict` if the round is not ranked.
    pub fn settle(self, now: Instant) -> Result<Self, Error> {
        match self {
            Self::Ranked { closed_at, ranked_at } | Self::Offering { closed_at, ranked_at } => Ok(Self::Settled {
                closed_at,
                ranked_at,
                settled_at: now,
            }),
            settled @ Self::Settled { .. } => Ok(settled),
            Self::Planned | Self::Open | Self::Closed { .. } => Err(Error::conflict("This round is not ranked yet.")),
        }
    }
}
