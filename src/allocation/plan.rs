//! Deferred acceptance (7.9), fast: everybody asks their first remaining choice until no one asks.
//!
//! Each opportunity is one 64-byte line and one sorted array of its holders. A person whose key is not better than one already
//! refused there, with the same pathways or more, is refused at once; most who ask are refused by one short list of such keys,
//! without their opportunity's line. On overflow the refused one is the lowest holder whose kind is not needed for the reserves.

use super::choice_rule::{Counts, KINDS, Reserves};
use super::market::{Choice, Market, Seats, small};
use std::num::NonZeroU32;

/// What an opportunity needs to know to answer: one cache line.
#[repr(align(64))]
struct Line {
    /// For each kind, a key from which on everybody is refused; of kinds that nobody can be of, all.
    refused_from: [u32; KINDS],
    /// Holders of each kind.
    counts: [u16; KINDS],
    reserves: Reserves,
    /// Where its holders begin in the array of all.
    start: u32,
    held: u16,
    places: u16,
}

/// A holder: the key in the upper half, the person in the lower.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Holder(u64);

impl Holder {
    fn new(key: u32, person: u32) -> Self {
        Self(u64::from(key) << 32 | u64::from(person))
    }

    fn key(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn person(self) -> usize {
        (self.0 & 0xFFFF_FFFF) as usize
    }
}

enum Answer {
    Kept,
    /// The place of somebody else is given to the one who asks.
    Displaced(u32),
    Refused,
}

/// Which choice somebody gets, counted from 1.
pub type Got = Option<NonZeroU32>;

struct Allocation<'a> {
    market: &'a Market,
    /// For each opportunity, a key from which on everybody is refused, whatever their kind.
    all_refused_from: Vec<u32>,
    lines: Vec<Line>,
    holders: Vec<Holder>,
    got: Vec<Got>,
}

/// How many people ask together, so that what is far apart in memory is fetched together.
const TOGETHER: usize = 256;

/// Somebody whose turn it is to ask.
#[derive(Clone, Copy)]
struct Asking {
    person: u32,
    /// How many of their choices have refused them.
    asked: u32,
    /// The next choice, if there is one.
    next: Option<Choice>,
}

/// The outcome of 7.9: for each person which of their choices they get.
pub fn solve(market: &Market) -> Vec<Got> {
    let mut allocation = Allocation::new(market);
    let people = market.pathways.len();
    let mut asking = Vec::with_capacity(TOGETHER);
    let mut displaced = Vec::with_capacity(TOGETHER);
    for first in (0..people).step_by(TOGETHER) {
        let some = first..people.min(first + TOGETHER);
        asking.extend(some.map(|person| allocation.turn(small(person))));
        while !asking.is_empty() {
            displaced.extend(asking.drain(..).filter_map(|turn| allocation.ask_on(turn)));
            asking.extend(displaced.drain(..).map(|person| allocation.turn(person)));
        }
    }
    allocation.got
}

/// Bytes [`solve`] needs beside the market and the outcome: a line and a key per opportunity and a holder per place.
pub fn state_bytes(market: &Market) -> usize {
    let places: usize = market.seats.iter().map(|seats| usize::from(seats.places)).sum();
    market.seats.len() * (size_of::<Line>() + size_of::<u32>()) + places * size_of::<Holder>()
}

impl<'a> Allocation<'a> {
    fn new(market: &'a Market) -> Self {
        let mut start = 0u32;
        let open = |seats: &Seats| if seats.places == 0 { 0 } else { u32::MAX };
        let line = |seats: &Seats| {
            let possible = seats.reserves.kind(u8::MAX);
            let line = Line {
                refused_from: std::array::from_fn(|kind| if kind & !possible == 0 { open(seats) } else { 0 }),
                counts: [0; KINDS],
                reserves: seats.reserves,
                start,
                held: 0,
                places: seats.places,
            };
            start += u32::from(seats.places);
            line
        };
        let lines = market.seats.iter().map(line).collect();
        Self {
            market,
            all_refused_from: market.seats.iter().map(open).collect(),
            lines,
            holders: vec![Holder(0); start as usize],
            got: vec![None; market.pathways.len()],
        }
    }

    /// The turn of somebody who has not asked, or has just lost what they got.
    fn turn(&mut self, person: u32) -> Asking {
        let asked = self.got[person as usize].take().map_or(0, NonZeroU32::get);
        let choices = self.market.choices_of(person as usize);
        Asking {
            person,
            asked,
            next: choices.get(asked as usize).copied(),
        }
    }

    /// Lets somebody ask down their list, and tells who loses a place by it.
    fn ask_on(&mut self, turn: Asking) -> Option<u32> {
        let Asking {
            person,
            mut asked,
            mut next,
        } = turn;
        while let Some(choice) = next {
            asked += 1;
            if choice.key < self.all_refused_from[choice.seats as usize] {
                let answer = self.ask(choice, person as usize);
                if let Answer::Kept | Answer::Displaced(_) = answer {
                    self.got[person as usize] = NonZeroU32::new(asked);
                }
                match answer {
                    Answer::Kept => return None,
                    Answer::Displaced(other) => return Some(other),
                    Answer::Refused => {}
                }
            }
            next = self.market.choices_of(person as usize).get(asked as usize).copied();
        }
        None
    }

    fn ask(&mut self, choice: Choice, person: usize) -> Answer {
        let line = &mut self.lines[choice.seats as usize];
        let kind = line.reserves.kind(self.market.pathways[person]);
        if choice.key >= line.refused_from[kind] {
            return Answer::Refused;
        }
        let asking = Holder::new(choice.key, small(person));
        let start = line.start as usize;
        if line.held < line.places {
            line.counts[kind] += 1;
            insert(&mut self.holders[start..=start + usize::from(line.held)], asking);
            line.held += 1;
            return Answer::Kept;
        }
        let holders = &mut self.holders[start..start + usize::from(line.places)];
        let refused = line.refused(self.market, holders, asking, kind);
        let (loser, loser_kind) = match refused {
            None => (asking, kind),
            Some(at) => {
                let loser = holders[at];
                (loser, line.reserves.kind(self.market.pathways[loser.person()]))
            }
        };
        self.all_refused_from[choice.seats as usize] = line.refuse_from(loser.key(), loser_kind);
        let Some(at) = refused else {
            return Answer::Refused;
        };
        line.counts[loser_kind] -= 1;
        line.counts[kind] += 1;
        exchange(holders, at, asking);
        Answer::Displaced(small(loser.person()))
    }
}

impl Line {
    /// Who is refused when somebody asks at a full opportunity: the index of a holder, or `None` for the one who asks.
    fn refused(&self, market: &Market, holders: &[Holder], asking: Holder, kind: usize) -> Option<usize> {
        let last = holders.len() - 1;
        let lowest = (holders[last] > asking).then_some(last);
        if self.reserves.is_empty() {
            return lowest;
        }
        let mut counts: Counts = self.counts.map(u32::from);
        counts[kind] += 1;
        let needed = self.reserves.needed(&counts);
        let spare = |holder: &Holder| !needed.contains(self.reserves.kind(market.pathways[holder.person()]));
        for (at, holder) in holders.iter().enumerate().rev() {
            if *holder < asking && asking.key() >= market.seated_below && !needed.contains(kind) {
                return None;
            }
            if holder.key() < market.seated_below {
                break;
            }
            if spare(holder) {
                return Some(at);
            }
        }
        if asking.key() >= market.seated_below && !needed.contains(kind) {
            return None;
        }
        // Everybody who may be refused is needed: those who hold their places already leave too few. The lowest loses.
        lowest
    }

    /// Remembers that somebody with this key and kind was refused: so will everybody worse with no pathway they lack. Gives the key
    /// from which on everybody is refused.
    fn refuse_from(&mut self, key: u32, kind: usize) -> u32 {
        let mut all = 0;
        for (other, from) in self.refused_from.iter_mut().enumerate() {
            if other & !kind == 0 && key < *from {
                *from = key;
            }
            all = all.max(*from);
        }
        all
    }
}

/// Puts `holder` where it belongs; the last element of `holders` is free, the rest are sorted.
fn insert(holders: &mut [Holder], holder: Holder) {
    let held = holders.len() - 1;
    let at = holders[..held].partition_point(|other| *other < holder);
    holders.copy_within(at..held, at + 1);
    holders[at] = holder;
}

/// Takes the holder at `out` away and puts `holder` where it belongs.
fn exchange(holders: &mut [Holder], out: usize, holder: Holder) {
    let at = holders.partition_point(|other| *other < holder);
    if at <= out {
        holders.copy_within(at..out, at + 1);
        holders[at] = holder;
    } else {
        holders.copy_within(out + 1..at, out);
        holders[at - 1] = holder;
    }
}
