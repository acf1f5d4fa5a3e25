//! Whom an opportunity keeps (7.8), by counting kinds of people instead of matching them to seats.
//!
//! A *kind* is the set of an opportunity's reserved pathways a person has: three bits. For a set X of people, the most reserved
//! seats X can fill is the least, over sets S of pathways, of f(S) = seats of S + people of X with a pathway outside S (König).
//! A person of X is needed for those seats iff the smallest S with the least f leaves out one of their pathways: such sets are
//! closed under intersection, so one smallest S answers for every kind.

use crate::prioritisation::policy::MAX_RESERVES;

/// Number of kinds.
pub const KINDS: usize = 1 << MAX_RESERVES;

/// How many people of each kind.
pub type Counts = [u32; KINDS];

/// The places an opportunity keeps, per pathway: 8 bytes, so that an opportunity's line fits one cache line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reserves {
    /// For each kept pathway its index among the policy's pathways, 4 bits each; [`NONE`] where there is none.
    pathways: u16,
    /// For each kept pathway the number of places.
    seats: [u16; MAX_RESERVES],
}

/// No pathway: beyond every index, so that nobody has it.
const NONE: u16 = 0xF;

impl Default for Reserves {
    /// No place is kept for anybody.
    fn default() -> Self {
        Self {
            pathways: u16::MAX,
            seats: [0; MAX_RESERVES],
        }
    }
}

impl Reserves {
    /// From (index of the pathway, places). Pathways with no places are left out; at most [`MAX_RESERVES`] others are kept.
    pub fn new(reserves: impl IntoIterator<Item = (usize, u32)>) -> Self {
        let mut all = Self::default();
        let kept = reserves.into_iter().filter(|(_, seats)| *seats > 0);
        for (slot, (pathway, seats)) in kept.take(MAX_RESERVES).enumerate() {
            let index = u16::try_from(pathway).map_or(NONE, |index| index.min(NONE));
            all.pathways ^= (NONE ^ index) << (4 * slot);
            all.seats[slot] = u16::try_from(seats).unwrap_or(u16::MAX);
        }
        all
    }

    /// Whether no place is kept for anybody.
    pub fn is_empty(self) -> bool {
        self.pathways == u16::MAX
    }

    /// The kind of a person with these pathways, below [`KINDS`].
    pub fn kind(self, pathways: u8) -> usize {
        let has = |slot: usize| {
            let index = self.pathways >> (4 * slot) & NONE;
            usize::from(u16::from(pathways) >> index & 1) << slot
        };
        has(0) | has(1) | has(2)
    }

    /// f(S) for every set S of kept pathways.
    fn sums(self, counts: &Counts) -> [u32; KINDS] {
        let mut within = *counts;
        for slot in 0..MAX_RESERVES {
            for set in 0..KINDS {
                if set >> slot & 1 == 1 {
                    within[set] += within[set ^ (1 << slot)];
                }
            }
        }
        let people = within[KINDS - 1];
        let mut sums = [0; KINDS];
        for (set, sum) in sums.iter_mut().enumerate() {
            let seats: u32 = (0..MAX_RESERVES)
                .filter(|slot| set >> slot & 1 == 1)
                .map(|slot| u32::from(self.seats[slot]))
                .sum();
            *sum = seats + people - within[set];
        }
        sums
    }

    /// The most reserved seats such people can fill.
    pub fn fillable(self, counts: &Counts) -> u32 {
        self.sums(counts).into_iter().min().unwrap_or(0)
    }

    /// The kinds without which such people could fill fewer reserved seats.
    pub fn needed(self, counts: &Counts) -> Needed {
        let sums = self.sums(counts);
        // The first least sum in numeric order is the smallest set: a subset has a smaller number.
        let tight = (1..KINDS).fold(0, |best, set| if sums[set] < sums[best] { set } else { best });
        Needed { tight }
    }

    /// Seats used of each kept pathway, as (slot, seats): as many as possible of the first, then of the second, and so on.
    pub fn used(self, counts: &Counts) -> [u32; MAX_RESERVES] {
        let mut part = Self {
            pathways: self.pathways,
            seats: [0; MAX_RESERVES],
        };
        let mut used = [0; MAX_RESERVES];
        let mut before = 0;
        for (slot, used) in used.iter_mut().enumerate() {
            part.seats[slot] = self.seats[slot];
            let now = part.fillable(counts);
            *used = now - before;
            before = now;
        }
        used
    }
}

/// Which kinds are needed for the reserves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needed {
    tight: usize,
}

impl Needed {
    /// Whether a person of this kind is needed.
    pub fn contains(self, kind: usize) -> bool {
        kind & !self.tight != 0
    }
}

/// 7.8 for a whole list, best first, given as kinds: whether each is kept.
pub fn choose(reserves: Reserves, places: usize, kinds: &[usize]) -> Vec<bool> {
    let mut kept = vec![false; kinds.len()];
    let mut counts = Counts::default();
    let mut filled = 0;
    let mut left = places;
    for (keep, &kind) in kept.iter_mut().zip(kinds) {
        counts[kind] += 1;
        if left > 0 && reserves.fillable(&counts) > filled {
            filled += 1;
            left -= 1;
            *keep = true;
        } else {
            counts[kind] -= 1;
        }
    }
    for keep in kept.iter_mut().filter(|keep| !**keep).take(left) {
        *keep = true;
    }
    kept
}

/// Who decides whether one more person of a kind would be kept by an opportunity with these holders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// A place is free, or the kind is needed for a reserve: anybody of the kind is kept.
    Open,
    /// Those better than the holder with this index, best first, are kept.
    Holder(usize),
    /// Nobody of the kind is kept: there are no places, or all are needed for the reserves.
    Closed,
}

/// The threshold of every kind at an opportunity whose holders, best first, have these kinds.
pub fn thresholds(reserves: Reserves, places: usize, kinds: &[usize]) -> [Threshold; KINDS] {
    if kinds.len() < places {
        return [Threshold::Open; KINDS];
    }
    let mut counts = Counts::default();
    for &kind in kinds {
        counts[kind] += 1;
    }
    std::array::from_fn(|kind| {
        if kinds.is_empty() {
            return Threshold::Closed;
        }
        let mut with_one_more = counts;
        with_one_more[kind] += 1;
        let needed = reserves.needed(&with_one_more);
        if needed.contains(kind) {
            return Threshold::Open;
        }
        kinds
            .iter()
            .rposition(|&holder| !needed.contains(holder))
            .map_or(Threshold::Closed, Threshold::Holder)
    })
}
