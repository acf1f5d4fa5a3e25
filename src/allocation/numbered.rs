//! A run as a [`Market`]: one key per choice names the priority, and opportunities with open places become two (7.9).

use super::choice_rule::Reserves;
use super::market::{Choice, Market, Seats, small};
use super::plan::Got;
use super::run::{Part, Run};
use crate::prioritisation::Prioritised;

impl Prioritised<'_> {
    /// The places an opportunity keeps, as bits of the policy's pathways.
    pub(super) fn reserves(&self, opportunity: usize) -> Reserves {
        let reserves = &self.opportunities[opportunity].reserves;
        let pathways = self.policy.pathways.iter().enumerate();
        Reserves::new(pathways.filter_map(|(index, pathway)| Some((index, *reserves.get(&pathway.id)?))))
    }
}

/// The market of a run and how to read its outcome.
pub(super) struct Numbered {
    pub(super) market: Market,
    /// The person behind each of the market's people: best band first, then the draw, so that few are displaced.
    people: Vec<usize>,
    /// The opportunity behind each of the market's seats.
    opportunities: Vec<usize>,
}

/// How keys are made. Seated people have the keys below `people`, in the order of the draw; the others follow.
struct Keys {
    people: usize,
    /// For each band how many people come in better bands, and how many are in it.
    bands: Vec<(usize, usize)>,
}

impl Keys {
    fn open(&self, person: usize) -> u32 {
        small(self.people + person)
    }

    fn ordinary(&self, band: usize, not_local: bool, rank_in_band: usize) -> u32 {
        let (before, size) = self.bands[band];
        small(self.people + 2 * before + usize::from(not_local) * size + rank_in_band)
    }
}

impl Numbered {
    pub(super) fn of(run: &Run<'_>) -> Self {
        let round = &run.round;
        let mut by_band = vec![Vec::new(); round.policy.bands.len()];
        for (i, person) in round.people.iter().enumerate() {
            by_band[person.standing.band].push(i);
        }
        let before = |band: usize| by_band[..band].iter().map(Vec::len).sum();
        let bands = by_band
            .iter()
            .enumerate()
            .map(|(band, people)| (before(band), people.len()))
            .collect();
        let keys = Keys {
            people: round.people.len(),
            bands,
        };
        let (seats, opportunities, first) = seats(run);
        let asks: usize = round.people.iter().map(|person| person.choices.len()).sum();
        let asks = asks * if seats.len() > run.places.len() { 2 } else { 1 };
        let mut market = Market::new(seats, small(keys.people)).with_room(keys.people, asks);
        let mut choices = Vec::new();
        for people in &by_band {
            for (rank, &i) in people.iter().enumerate() {
                let person = &round.people[i];
                choices.clear();
                for listed in person.choices.iter().filter(|c| !run.struck.contains(&(i, c.opportunity))) {
                    let o = listed.opportunity;
                    let seated = run.seated.get(&(i, o));
                    let mut ask = |part: Part, seats: usize, key: u32| {
                        let key = if seated == Some(&part) { small(i) } else { key };
                        choices.push(Choice { seats: small(seats), key });
                    };
                    let ordinary = first[o + 1] - 1;
                    if first[o] < ordinary {
                        ask(Part::Open, first[o], keys.open(i));
                    }
                    ask(
                        Part::Ordinary,
                        ordinary,
                        keys.ordinary(person.standing.band, listed.not_local, rank),
                    );
                }
                market.person(person.standing.pathways, choices.iter().copied());
            }
        }
        Self {
            market,
            people: by_band.concat(),
            opportunities,
        }
    }

    /// Each person's offer as an index in their list, from the market's outcome.
    pub(super) fn offers(&self, round: &Prioritised<'_>, outcome: &[Got]) -> Vec<Option<usize>> {
        let mut offers = vec![None; self.people.len()];
        for (number, (&person, got)) in self.people.iter().zip(outcome).enumerate() {
            let seats = self.market.seats_of(number, *got);
            offers[person] = seats.and_then(|s| round.people[person].listed(self.opportunities[s]));
        }
        offers
    }
}

/// The seats of every opportunity, whose they are, and where each opportunity's begin: an open part, if any, then the ordinary.
fn seats(run: &Run<'_>) -> (Vec<Seats>, Vec<usize>, Vec<usize>) {
    let (mut seats, mut opportunities, mut first) = (Vec::new(), Vec::new(), vec![0]);
    for o in 0..run.places.len() {
        let (open, ordinary) = run.parts(o);
        let mut add = |places: usize, reserves: Reserves| {
            seats.push(Seats {
                places: u16::try_from(places).unwrap_or(u16::MAX),
                reserves,
            });
            opportunities.push(o);
        };
        if open > 0 {
            add(open, Reserves::default());
        }
        add(ordinary, run.round.reserves(o));
        first.push(seats.len());
    }
    (seats, opportunities, first)
}
