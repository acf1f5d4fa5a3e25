//! Checks a result without solving the round: recomputes what follows from the inputs, then asks whether anybody has cause for
//! complaint. It never looks for an outcome of its own.
//!
//! It covers the first allocation of a round. After events the seated re-run may rightly differ from a plain one.

use super::choice_rule::{Threshold, choose};
pub use super::finding::Finding;
use super::finding::differences;
use super::outcome::{Desk, Outcome, describe};
use super::result::RoundResult;
use crate::prioritisation::problem::InputError;
use crate::prioritisation::{Policy, Prioritised, RoundInput};
use std::collections::{HashMap, HashSet};

/// What is wrong with `result` as the first allocation of `round`; nothing, if it is right.
///
/// # Errors
/// Every problem of the round itself.
pub fn verify(policy: &Policy, round: &RoundInput, result: &RoundResult) -> Result<Vec<Finding>, Vec<InputError>> {
    let round = Prioritised::new(policy, round)?;
    let mut findings = Vec::new();
    let offers = offers(&round, result, &mut findings);
    let places: Vec<u32> = round.opportunities.iter().map(|o| o.places).collect();
    let none = HashSet::new();
    let outcome = Outcome {
        round: &round,
        places: &places,
        struck: &none,
        offers: &offers,
    };
    let desks = outcome.desks();
    let check = Check {
        round: &round,
        offers: &offers,
        desks: &desks,
        places: &places,
    };
    check.capacity(&mut findings);
    if findings.is_empty() {
        check.complaints(&mut findings);
    }
    if findings.is_empty() {
        check.exchanges(&mut findings);
    }
    match (serde_json::to_value(describe(&outcome)), serde_json::to_value(result)) {
        (Ok(expected), Ok(found)) => differences("", &expected, &found, &mut findings),
        _ => findings.push(Finding::new("", "the result has no JSON form")),
    }
    Ok(findings)
}

/// The offers a result claims, as indexes into each person's list.
fn offers(round: &Prioritised<'_>, result: &RoundResult, findings: &mut Vec<Finding>) -> Vec<Option<usize>> {
    let claimed: HashMap<&str, (usize, &str)> = result
        .applicants
        .iter()
        .enumerate()
        .filter_map(|(i, a)| Some((a.reference.as_str(), (i, a.offer.as_deref()?))))
        .collect();
    let offer = |person: &crate::prioritisation::rank::Person<'_>| {
        let (at, offer) = *claimed.get(person.applicant.reference.as_str())?;
        let choice = person
            .choices
            .iter()
            .position(|c| round.opportunities[c.opportunity].reference == offer);
        if choice.is_none() {
            findings.push(Finding::new(
                format!("/applicants/{at}/offer"),
                format!("\"{offer}\" is not on this applicant's list"),
            ));
        }
        choice
    };
    round.people.iter().map(offer).collect()
}

struct Check<'a> {
    round: &'a Prioritised<'a>,
    offers: &'a [Option<usize>],
    desks: &'a [Desk],
    places: &'a [u32],
}

/// The person an exchange would move, and the seats in question: an opportunity and whether its open part.
type Seat = (usize, bool);

impl Check<'_> {
    fn name(&self, person: usize) -> &str {
        &self.round.people[person].applicant.reference
    }

    fn title(&self, o: usize) -> &str {
        &self.round.opportunities[o].reference
    }

    fn capacity(&self, findings: &mut Vec<Finding>) {
        for (o, desk) in self.desks.iter().enumerate() {
            let offered = desk.open.len() + desk.ordinary.len();
            if offered > self.places[o] as usize {
                let message = format!("{offered} offers for {} places at \"{}\"", self.places[o], self.title(o));
                findings.push(Finding::new(format!("/opportunities/{o}/offered"), message));
            }
        }
    }

    /// Everybody who waits for an opportunity that would keep them: an empty place, or a place with somebody behind them.
    fn complaints(&self, findings: &mut Vec<Finding>) {
        for (o, desk) in self.desks.iter().enumerate() {
            for &person in &desk.waiting {
                if self.keeps(desk, person, o) {
                    let message = format!("\"{}\" waits for \"{}\", which should keep them", self.name(person), self.title(o));
                    findings.push(Finding::new(format!("/opportunities/{o}/waiting"), message));
                }
            }
        }
    }

    fn keeps(&self, desk: &Desk, person: usize, o: usize) -> bool {
        if desk.open.len() < desk.open_places || desk.open.last().is_some_and(|last| person < *last) {
            return true;
        }
        let one = &self.round.people[person];
        match desk.thresholds[desk.reserves.kind(one.standing.pathways)] {
            Threshold::Open => true,
            Threshold::Closed => false,
            Threshold::Holder(last) => {
                let own = one.listed(o).map(|c| one.priority(&one.choices[c]));
                own.is_some_and(|own| own < desk.ordinary[last].1)
            }
        }
    }

    /// Looks for a ring of people who would all be better off if each took the place of the next, with nobody wronged. A right
    /// result has none: it is the best of all results without complaint, for every applicant.
    fn exchanges(&self, findings: &mut Vec<Finding>) {
        let seats = self.seats();
        let next: Vec<Option<usize>> = self.successors(&seats);
        // Follow the arrows; a path that comes back to itself is a ring.
        let mut state = vec![0usize; next.len()];
        for first in 0..next.len() {
            let mut person = first;
            while state[person] == 0 {
                state[person] = first + 1;
                let Some(after) = next[person] else { break };
                if state[after] == first + 1 {
                    let message = format!("\"{}\" and others would all gain by exchanging their places", self.name(after));
                    findings.push(Finding::new("/applicants", message));
                    return;
                }
                person = after;
            }
        }
    }

    /// Where each person sits.
    fn seats(&self) -> Vec<Option<Seat>> {
        let mut seats = vec![None; self.round.people.len()];
        for (o, desk) in self.desks.iter().enumerate() {
            desk.open.iter().for_each(|&p| seats[p] = Some((o, true)));
            desk.ordinary.iter().for_each(|&(p, _)| seats[p] = Some((o, false)));
        }
        seats
    }

    /// For each holder, the holder of another place who would get theirs if they left.
    fn successors(&self, seats: &[Option<Seat>]) -> Vec<Option<usize>> {
        let mut next = vec![None; self.round.people.len()];
        for (o, order) in self.round.orders().iter().enumerate() {
            let desk = &self.desks[o];
            // Those who hold nothing better than this opportunity, best first.
            let mut wanting: Vec<usize> = order
                .iter()
                .filter(|(p, c)| self.offers[*p].is_none_or(|offer| *c <= offer))
                .map(|(p, _)| *p)
                .collect();
            let ordinary: Vec<usize> = wanting.iter().copied().filter(|&p| seats[p] != Some((o, true))).collect();
            self.successors_at((o, false), desk, &ordinary, seats, &mut next);
            wanting.sort_unstable();
            self.successors_at((o, true), desk, &wanting, seats, &mut next);
        }
        next
    }

    fn successors_at(&self, seat: Seat, desk: &Desk, wanting: &[usize], seats: &[Option<Seat>], next: &mut [Option<usize>]) {
        let reserves = if seat.1 {
            super::choice_rule::Reserves::default()
        } else {
            desk.reserves
        };
        let kind = |p: usize| reserves.kind(self.round.people[p].standing.pathways);
        let holders: Vec<usize> = wanting.iter().copied().filter(|&p| seats[p] == Some(seat)).collect();
        let mut known: HashMap<usize, Option<usize>> = HashMap::new();
        for &leaver in &holders {
            next[leaver] = *known.entry(kind(leaver)).or_insert_with(|| {
                let others: Vec<usize> = wanting.iter().copied().filter(|&p| p != leaver).collect();
                let kinds: Vec<usize> = others.iter().map(|&p| kind(p)).collect();
                let kept = choose(reserves, holders.len(), &kinds);
                others
                    .iter()
                    .zip(kept)
                    .find(|(p, kept)| *kept && seats[**p] != Some(seat))
                    .map(|(p, _)| *p)
            });
        }
        // Whoever holds nothing has no place to pass on, so an arrow to them ends there.
        for &leaver in &holders {
            next[leaver] = next[leaver].filter(|&p| seats[p].is_some());
        }
    }
}
