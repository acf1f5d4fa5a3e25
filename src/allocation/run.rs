//! A run from inputs to result: the first allocation of a round, and every re-run after events.

use super::choice_rule::choose;
use super::numbered::Numbered;
use super::outcome::{Outcome, describe};
use super::plan;
use super::result::RoundResult;
use crate::prioritisation::input::{MAX_PLACES, reserves_do_not_fit};
use crate::prioritisation::problem::{Code, InputError, Problems};
use crate::prioritisation::{Opportunity, Policy, Prioritised, Ref, RoundInput};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Gives out a round's places for the first time.
///
/// # Errors
/// Every problem of the round.
pub fn allocate(policy: &Policy, round: &RoundInput) -> Result<RoundResult, Vec<InputError>> {
    Ok(Run::new(Prioritised::new(policy, round)?).result())
}

/// Gives out a round's places again after events (7.10), so that nobody who holds a place loses it to somebody else.
///
/// `holders` is who holds which opportunity just before this batch of events: everybody to whom an offer was *released* and who
/// has not since declined it, let it lapse, withdrawn or been removed, whether they have answered or not. A place that is only
/// proposed is not held. Leave out who must stand in line again by their own changed standing: a person whose evidence is
/// rejected in this batch (with the claim rejected in `round`).
///
/// `struck` are the pairs (applicant, opportunity) that have left lists since the round closed; a holder whose pair is struck no
/// longer holds. [`super::events`] tells which pairs an event strikes. `places_now` names the opportunities whose number of
/// places has changed. If holders are more than the places, those whom 7.8 does not keep are released and stand in line again.
///
/// # Errors
/// Every problem of the round; E01 for a holder or pair that is not on a list, P06 and I07 for places that do not fit.
pub fn reseat(
    policy: &Policy,
    round: &RoundInput,
    holders: &BTreeMap<Ref, Ref>,
    struck: &BTreeSet<(Ref, Ref)>,
    places_now: &BTreeMap<Ref, u32>,
) -> Result<RoundResult, Vec<InputError>> {
    let mut run = Run::new(Prioritised::new(policy, round)?);
    let mut problems = Problems::new("events");
    run.set_places(places_now, &mut problems);
    run.strike(struck, &mut problems);
    run.seat(holders, &mut problems);
    problems.or(())?;
    Ok(run.result())
}

/// A part of an opportunity's places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Drawn from everybody.
    Open,
    /// Given by band, locality, reserves and draw.
    Ordinary,
}

/// One run: the priorities, the places as they are now, and who is seated where.
pub(super) struct Run<'a> {
    pub(super) round: Prioritised<'a>,
    pub(super) places: Vec<u32>,
    /// (person, opportunity) pairs that left lists.
    pub(super) struck: HashSet<(usize, usize)>,
    /// (person, opportunity) pairs that are held and stay so, with the part held.
    pub(super) seated: HashMap<(usize, usize), Part>,
}

impl<'a> Run<'a> {
    fn new(round: Prioritised<'a>) -> Self {
        let places = round.opportunities.iter().map(|o| o.places).collect();
        Self {
            round,
            places,
            struck: HashSet::new(),
            seated: HashMap::new(),
        }
    }

    fn opportunity(&self, reference: &str) -> Option<usize> {
        self.round
            .opportunities
            .binary_search_by(|o| o.reference.as_str().cmp(reference))
            .ok()
    }

    fn set_places(&mut self, now: &BTreeMap<Ref, u32>, problems: &mut Problems) {
        for (reference, &places) in now {
            let at = format!("/places/{reference}");
            let Some(o) = self.opportunity(reference) else {
                problems.add(Code::E01, at, "no such opportunity in this round");
                continue;
            };
            if places > MAX_PLACES {
                problems.add(Code::I07, at, format!("expected 0 to {MAX_PLACES}, found {places}"));
                continue;
            }
            let changed = Opportunity {
                places,
                ..self.round.opportunities[o].clone()
            };
            if let Some(message) = reserves_do_not_fit(&changed, self.round.policy) {
                problems.add(Code::P06, at, message);
            }
            self.places[o] = places;
        }
    }

    fn people(&self) -> HashMap<&'a str, usize> {
        self.round
            .people
            .iter()
            .enumerate()
            .map(|(i, p)| (p.applicant.reference.as_str(), i))
            .collect()
    }

    fn listed(&self, people: &HashMap<&str, usize>, applicant: &str, opportunity: &str) -> Option<(usize, usize)> {
        let pair = (*people.get(applicant)?, self.opportunity(opportunity)?);
        self.round.people[pair.0].listed(pair.1).map(|_| pair)
    }

    fn strike(&mut self, pairs: &BTreeSet<(Ref, Ref)>, problems: &mut Problems) {
        let people = self.people();
        for (applicant, opportunity) in pairs {
            if let Some(pair) = self.listed(&people, applicant, opportunity) {
                self.struck.insert(pair);
            } else {
                problems.add(
                    Code::E01,
                    format!("/struck/{applicant}"),
                    format!("\"{opportunity}\" is not on this list"),
                );
            }
        }
    }

    fn seat(&mut self, holders: &BTreeMap<Ref, Ref>, problems: &mut Problems) {
        let people = self.people();
        let mut held: Vec<Vec<usize>> = vec![Vec::new(); self.places.len()];
        for (applicant, opportunity) in holders {
            if let Some((person, o)) = self.listed(&people, applicant, opportunity) {
                held[o].push(person);
            } else {
                problems.add(
                    Code::E01,
                    format!("/holders/{applicant}"),
                    format!("\"{opportunity}\" is not on this list"),
                );
            }
        }
        for (o, mut held) in held.into_iter().enumerate() {
            held.sort_unstable();
            let (open, ordinary) = self.parts(o);
            // Everybody asks for the open part first, so its holders are the first in the draw.
            let mut rest = held.split_off(held.len().min(open));
            rest.retain(|&person| !self.struck.contains(&(person, o)));
            for person in held.into_iter().filter(|&person| !self.struck.contains(&(person, o))) {
                self.seated.insert((person, o), Part::Open);
            }
            for person in self.kept(o, rest, ordinary) {
                self.seated.insert((person, o), Part::Ordinary);
            }
        }
    }

    /// Places of the open and of the ordinary part now.
    pub(super) fn parts(&self, o: usize) -> (usize, usize) {
        let open = self.round.policy.open_places(self.places[o]);
        (open as usize, (self.places[o] - open) as usize)
    }

    /// The holders whom 7.8 keeps in the ordinary part: all of them unless places were taken away.
    fn kept(&self, o: usize, mut holders: Vec<usize>, places: usize) -> Vec<usize> {
        if holders.len() <= places {
            return holders;
        }
        let reserves = self.round.reserves(o);
        let people = &self.round.people;
        holders.sort_by_key(|&p| people[p].listed(o).map(|c| people[p].priority(&people[p].choices[c])));
        let kinds: Vec<usize> = holders.iter().map(|&p| reserves.kind(people[p].standing.pathways)).collect();
        let mut kept = choose(reserves, places, &kinds).into_iter();
        holders.retain(|_| kept.next() == Some(true));
        holders
    }

    fn result(&self) -> RoundResult {
        let numbered = Numbered::of(self);
        let offers = numbered.offers(&self.round, &plan::solve(&numbered.market));
        describe(&Outcome {
            round: &self.round,
            places: &self.places,
            struck: &self.struck,
            offers: &offers,
        })
    }
}
