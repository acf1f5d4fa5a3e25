//! From who got what to a full result: cut-offs, waiting lists and reserves used (7.11). It decides nothing.

use super::choice_rule::{Counts, KINDS, Reserves, Threshold, thresholds};
use super::result::{ApplicantResult, ChoiceResult, ChoiceStatus, Commitments, Cutoff, ENGINE, OpportunityResult, RoundResult, SCHEMA};
use crate::prioritisation::Prioritised;
use crate::prioritisation::rank::Priority;
use std::collections::{BTreeMap, HashSet};

/// Who got what.
pub(super) struct Outcome<'a> {
    pub(super) round: &'a Prioritised<'a>,
    /// Places of each opportunity now.
    pub(super) places: &'a [u32],
    /// (person, opportunity) pairs that left lists.
    pub(super) struck: &'a HashSet<(usize, usize)>,
    /// For each person the index in their list of what they are offered.
    pub(super) offers: &'a [Option<usize>],
}

/// One opportunity, ready to explain.
pub(super) struct Desk {
    pub(super) reserves: Reserves,
    /// People drawn from everybody, in the order of the draw.
    pub(super) open: Vec<usize>,
    pub(super) open_places: usize,
    /// The other holders, best first, each with their priority.
    pub(super) ordinary: Vec<(usize, Priority)>,
    pub(super) thresholds: [Threshold; KINDS],
    /// Who waits, first to be offered first.
    pub(super) waiting: Vec<usize>,
}

impl Outcome<'_> {
    fn status(&self, person: usize, choice: usize) -> ChoiceStatus {
        if self
            .struck
            .contains(&(person, self.round.people[person].choices[choice].opportunity))
        {
            return ChoiceStatus::LeftList;
        }
        match self.offers[person] {
            Some(offered) if offered == choice => ChoiceStatus::Offered,
            Some(offered) if offered < choice => ChoiceStatus::NotNeeded,
            _ => ChoiceStatus::NotOffered,
        }
    }

    pub(super) fn desks(&self) -> Vec<Desk> {
        let orders = self.round.orders().into_iter().enumerate();
        orders.map(|(o, order)| self.desk(o, &order)).collect()
    }

    fn desk(&self, o: usize, order: &[(usize, usize)]) -> Desk {
        let people = &self.round.people;
        let with = |status: ChoiceStatus| order.iter().filter(move |(p, c)| self.status(*p, *c) == status);
        let open_places = self.round.policy.open_places(self.places[o]) as usize;
        let ordinary_places = self.places[o] as usize - open_places;
        let mut open: Vec<usize> = with(ChoiceStatus::Offered).map(|(p, _)| *p).collect();
        // Everybody asks for the open part first, so its holders are the first in the draw.
        open.sort_unstable();
        open.truncate(open_places);
        let drawn: HashSet<usize> = open.iter().copied().collect();
        let ordinary: Vec<(usize, Priority)> = with(ChoiceStatus::Offered)
            .filter(|(p, _)| !drawn.contains(p))
            .map(|&(p, c)| (p, people[p].priority(&people[p].choices[c])))
            .collect();
        let mut waiting: Vec<usize> = with(ChoiceStatus::NotOffered).map(|(p, _)| *p).collect();
        if ordinary_places == 0 && open_places > 0 {
            waiting.sort_unstable();
        }
        let reserves = self.round.reserves(o);
        let kinds: Vec<usize> = ordinary.iter().map(|(p, _)| reserves.kind(people[*p].standing.pathways)).collect();
        Desk {
            thresholds: thresholds(reserves, ordinary_places, &kinds),
            reserves,
            open,
            open_places,
            ordinary,
            waiting,
        }
    }

    /// Whom a person would have had to come before. Nobody, if only people who held their places already stood in the way.
    fn cutoff(&self, desk: &Desk, person: usize, choice: usize) -> Option<Cutoff> {
        let person = &self.round.people[person];
        let Threshold::Holder(last) = desk.thresholds[desk.reserves.kind(person.standing.pathways)] else {
            return None;
        };
        let (_, last) = desk.ordinary[last];
        (last < person.priority(&person.choices[choice])).then(|| Cutoff {
            band: self.round.policy.bands[last.band].id.clone(),
            local: !last.not_local,
            position: last.position,
        })
    }

    fn open_cutoff(&self, desk: &Desk, person: usize) -> Option<u32> {
        let full = desk.open_places > 0 && desk.open.len() == desk.open_places;
        let last = desk.open.last().filter(|last| full && **last < person)?;
        Some(self.round.people[*last].position)
    }

    fn reserves_used(&self, o: usize, desk: &Desk) -> BTreeMap<String, u32> {
        let mut counts = Counts::default();
        for (p, _) in &desk.ordinary {
            counts[desk.reserves.kind(self.round.people[*p].standing.pathways)] += 1;
        }
        let reserved = &self.round.opportunities[o].reserves;
        let kept = self
            .round
            .policy
            .pathways
            .iter()
            .filter(|p| reserved.get(&p.id).is_some_and(|n| *n > 0));
        kept.zip(desk.reserves.used(&counts))
            .map(|(pathway, used)| (pathway.id.clone(), used))
            .collect()
    }
}

/// The full result of an outcome.
pub(super) fn describe(outcome: &Outcome<'_>) -> RoundResult {
    let round = outcome.round;
    let desks = outcome.desks();
    // For each person, their place on each waiting list.
    let mut waiting: Vec<Vec<(usize, u32)>> = vec![Vec::new(); round.people.len()];
    for (o, desk) in desks.iter().enumerate() {
        for (&person, position) in desk.waiting.iter().zip(1u32..) {
            waiting[person].push((o, position));
        }
    }
    let choice = |p: usize, c: usize| {
        let o = round.people[p].choices[c].opportunity;
        let status = outcome.status(p, c);
        let missed = status == ChoiceStatus::NotOffered;
        ChoiceResult {
            opportunity: round.opportunities[o].reference.clone(),
            status,
            cutoff: if missed { outcome.cutoff(&desks[o], p, c) } else { None },
            open_cutoff: if missed { outcome.open_cutoff(&desks[o], p) } else { None },
            waiting_position: waiting[p].iter().find(|(waited, _)| *waited == o).map(|(_, position)| *position),
        }
    };
    let applicant = |p: usize| {
        let person = &round.people[p];
        let offer = outcome.offers[p];
        ApplicantResult {
            reference: person.applicant.reference.clone(),
            band: round.policy.bands[person.standing.band].id.clone(),
            offer: offer.map(|c| round.opportunities[person.choices[c].opportunity].reference.clone()),
            choice: (1u32..)
                .zip(0..person.choices.len())
                .find(|(_, c)| Some(*c) == offer)
                .map(|(number, _)| number),
            lottery: hex::encode(person.lottery),
            position: person.position,
            claims: person.standing.claims.clone(),
            choices: (0..person.choices.len()).map(|c| choice(p, c)).collect(),
        }
    };
    let reference = |p: &usize| round.people[*p].applicant.reference.clone();
    let opportunity = |(o, desk): (usize, &Desk)| OpportunityResult {
        reference: round.opportunities[o].reference.clone(),
        places: outcome.places[o],
        offered: desk
            .open
            .iter()
            .map(reference)
            .chain(desk.ordinary.iter().map(|(p, _)| reference(p)))
            .collect(),
        waiting: desk.waiting.iter().map(reference).collect(),
        reserves_used: outcome.reserves_used(o, desk),
    };
    let commitments = round
        .draw
        .commitments
        .iter()
        .map(|(name, value)| (name.clone(), hex::encode(value)))
        .collect();
    let mut result = RoundResult {
        schema: SCHEMA.to_owned(),
        engine: ENGINE.to_owned(),
        policy_sha256: round.policy.sha256_hex(),
        list_sha256: hex::encode(round.draw.list_sha256),
        seed: hex::encode(round.draw.seed),
        commitments: Commitments(commitments),
        applicants: round.by_reference().into_iter().map(applicant).collect(),
        opportunities: desks.iter().enumerate().map(opportunity).collect(),
        output_sha256: String::new(),
    };
    result.output_sha256 = result.digest();
    result
}
