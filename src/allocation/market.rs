//! A round in numbers: people, seats and keys, the form in which places are given out.

use super::choice_rule::Reserves;
use std::num::NonZeroU32;

/// The places of an opportunity, or of its open or ordinary part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    /// How many places.
    pub places: u16,
    /// The places kept per pathway.
    pub reserves: Reserves,
}

/// One choice of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Index in [`Market::seats`].
    pub seats: u32,
    /// Priority there: smaller is better, and no two people share a key at one opportunity.
    pub key: u32,
}

/// People and seats. Build it with [`Market::new`] and [`Market::person`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// The opportunities, or their parts.
    pub seats: Vec<Seats>,
    /// Each person's pathways as bits.
    pub pathways: Vec<u8>,
    /// Where each person's choices begin in [`Market::choices`], and the end of the last's.
    pub starts: Vec<u32>,
    /// Everybody's choices, best first.
    pub choices: Vec<Choice>,
    /// Keys below this one belong to people who hold the place already and cannot be displaced (7.10).
    pub seated_below: u32,
}

impl Market {
    /// A market with seats and nobody yet.
    pub fn new(seats: Vec<Seats>, seated_below: u32) -> Self {
        Self {
            seats,
            pathways: Vec::new(),
            starts: vec![0],
            choices: Vec::new(),
            seated_below,
        }
    }

    /// Makes room for this many more people and choices in all.
    #[must_use]
    pub fn with_room(mut self, people: usize, choices: usize) -> Self {
        self.pathways.reserve_exact(people);
        self.starts.reserve_exact(people);
        self.choices.reserve_exact(choices);
        self
    }

    /// Adds the next person. The first added asks first; the order changes the speed, never the outcome.
    pub fn person(&mut self, pathways: u8, choices: impl IntoIterator<Item = Choice>) {
        self.pathways.push(pathways);
        self.choices.extend(choices);
        self.starts.push(small(self.choices.len()));
    }

    /// The choices of one person, best first.
    pub fn choices_of(&self, person: usize) -> &[Choice] {
        &self.choices[self.starts[person] as usize..self.starts[person + 1] as usize]
    }

    /// Index of the seats that a person's choice with this number, counted from 1, is for.
    pub fn seats_of(&self, person: usize, choice: Option<NonZeroU32>) -> Option<usize> {
        let choice = self.choices_of(person).get(choice?.get() as usize - 1)?;
        Some(choice.seats as usize)
    }
}

/// A count as 32 bits. Counts beyond that do not fit in the memory of the machines this runs on.
pub(crate) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
