//! What a comparison of two policies says, as numbers of people.

use std::collections::BTreeMap;
use std::fmt;

/// What another policy means for one person of a past round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A place only under the second.
    Gains,
    /// A place only under the first.
    Loses,
    /// A place under both, at different placements.
    Changes,
    /// The same place under both.
    Stays,
    /// No place under either.
    Without,
}

impl Move {
    /// What it means to have `first` under the one policy and `second` under the other.
    pub fn between(first: Option<&str>, second: Option<&str>) -> Self {
        match (first, second) {
            (None, None) => Self::Without,
            (None, Some(_)) => Self::Gains,
            (Some(_), None) => Self::Loses,
            (Some(first), Some(second)) if first == second => Self::Stays,
            (Some(_), Some(_)) => Self::Changes,
        }
    }
}

/// How many people there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// A place only under the second policy.
    pub gains: usize,
    /// A place only under the first.
    pub loses: usize,
    /// Another placement.
    pub changes: usize,
    /// The same place.
    pub stays: usize,
    /// No place under either.
    pub without: usize,
}

impl Tally {
    /// Counts one person.
    pub fn add(&mut self, one: Move) {
        *match one {
            Move::Gains => &mut self.gains,
            Move::Loses => &mut self.loses,
            Move::Changes => &mut self.changes,
            Move::Stays => &mut self.stays,
            Move::Without => &mut self.without,
        } += 1;
    }

    /// The numbers in the order in which pages show them.
    pub fn counts(&self) -> [Count; 5] {
        [self.gains, self.loses, self.changes, self.stays, self.without].map(Count)
    }
}

/// What changes at one placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementChange {
    /// Its public reference.
    pub reference: String,
    /// How many places it has; public.
    pub places: u32,
    /// People who get a place here only under the second policy.
    pub comes: usize,
    /// People who get a place here only under the first.
    pub goes: usize,
}

/// Who would move, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Everybody.
    pub everybody: Tally,
    /// By band under the first policy, best first.
    pub groups: Vec<(String, Tally)>,
    /// By pathway of the circumstances that count under the first policy; nothing for people without one. Whoever is on two counts in both.
    pub pathways: BTreeMap<Option<String>, Tally>,
    /// By placement, sorted by reference.
    pub placements: Vec<PlacementChange>,
}

/// A number of people as it may be shown: small ones could point at somebody, and exact ones could be taken from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..5 => f.write_str("fewer than 5"),
            more => write!(f, "{}", (more + 2) / 5 * 5),
        }
    }
}
