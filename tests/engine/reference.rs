//! The slow reference: `practise/1` straight from its definitions, with no number, key or shortcut of the fast engine.

use hmac::{Hmac, Mac};
use practise::prioritisation::{Applicant, Level, Policy, RoundInput, lottery};
use sha2::Sha256;
use std::collections::{BTreeMap, BTreeSet};

/// An opportunity, and whether its open part (7.9).
pub type Desk = (String, bool);
/// Band, not local, lottery number (7.7). In an open part only the last one differs.
pub type Priority = (usize, bool, Vec<u8>);

pub struct Reference<'a> {
    pub policy: &'a Policy,
    pub round: &'a RoundInput,
    pub places: BTreeMap<String, u32>,
    pub struck: BTreeSet<(String, String)>,
    /// Who holds what and keeps it (7.10).
    pub seated: BTreeMap<String, Desk>,
    seed: [u8; 32],
    /// Number and pathways of everybody: they do not change while a round runs.
    known: BTreeMap<String, (Vec<u8>, BTreeSet<String>)>,
}

impl<'a> Reference<'a> {
    pub fn new(policy: &'a Policy, round: &'a RoundInput) -> Self {
        let list = lottery::list_sha256(round.applicants.iter().map(|a| a.reference.as_str()));
        let seed = lottery::seed(&round.round_id, policy, list, round.contributions.iter().map(|c| c.value.as_str()));
        let places = round.opportunities.iter().map(|o| (o.reference.clone(), o.places)).collect();
        let mut new = Self {
            policy,
            round,
            places,
            struck: BTreeSet::new(),
            seated: BTreeMap::new(),
            seed,
            known: BTreeMap::new(),
        };
        let known = |a: &Applicant| {
            let pathways = new.pathways_of(a);
            (a.reference.clone(), (new.number(&a.reference), pathways))
        };
        new.known = round.applicants.iter().map(known).collect();
        new
    }

    pub fn applicant(&self, reference: &str) -> &'a Applicant {
        self.round.applicants.iter().find(|a| a.reference == reference).unwrap()
    }

    fn number(&self, reference: &str) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.seed).unwrap();
        mac.update(format!("practise/1/lottery\n{reference}").as_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    /// 7.4: indexes of the criteria whose claims count.
    fn counting(&self, applicant: &Applicant) -> Vec<usize> {
        let counts = |index: &usize| {
            let criterion = &self.policy.criteria[*index];
            let needs = &self.policy.pathways[criterion.pathway].needs;
            let to_count = format!("{:?}", criterion.evidence) == "ConfirmToCount";
            match applicant.claims.get(&criterion.id) {
                None | Some(Level::Rejected) => false,
                Some(Level::Declared) if to_count => false,
                Some(_) => needs.iter().all(|n| applicant.statements.contains(n)),
            }
        };
        (0..self.policy.criteria.len()).filter(counts).collect()
    }

    fn pathways_of(&self, applicant: &Applicant) -> BTreeSet<String> {
        let counting = self.counting(applicant);
        let pathway = |c: &usize| self.policy.pathways[self.policy.criteria[*c].pathway].id.clone();
        counting.iter().map(pathway).collect()
    }

    pub fn pathways(&self, reference: &str) -> BTreeSet<String> {
        self.known[reference].1.clone()
    }

    pub fn priority(&self, reference: &str, desk: &Desk) -> Priority {
        let number = self.known[reference].0.clone();
        if desk.1 {
            return (0, false, number);
        }
        let applicant = self.applicant(reference);
        let counting = self.counting(applicant);
        let groups: BTreeSet<&str> = counting.iter().map(|c| self.policy.criteria[*c].group.as_str()).collect();
        let band = self
            .policy
            .bands
            .iter()
            .position(|b| b.min_groups as usize <= groups.len())
            .unwrap();
        let areas = &self.round.opportunities.iter().find(|o| o.reference == desk.0).unwrap().areas;
        let not_local = self.policy.local_after_band && !areas.is_empty() && !areas.contains(&applicant.area);
        (band, not_local, number)
    }

    pub fn capacity(&self, desk: &Desk) -> usize {
        let places = self.places[&desk.0];
        let open = places * self.policy.open_percent / 100;
        (if desk.1 { open } else { places - open }) as usize
    }

    /// One entry per reserved seat, naming its pathway.
    pub fn reserved_seats(&self, desk: &Desk) -> Vec<String> {
        if desk.1 {
            return Vec::new();
        }
        let opportunity = self.round.opportunities.iter().find(|o| o.reference == desk.0).unwrap();
        opportunity
            .reserves
            .iter()
            .flat_map(|(p, n)| std::iter::repeat_n(p.clone(), *n as usize))
            .collect()
    }

    /// 7.8, with the seated first (7.10): whom `desk` keeps of `asking`.
    pub fn choose(&self, desk: &Desk, asking: &BTreeSet<String>) -> BTreeSet<String> {
        let mut order: Vec<&String> = asking.iter().collect();
        order.sort_by_cached_key(|a| self.priority(a, desk));
        let seats = self.reserved_seats(desk);
        let capacity = self.capacity(desk);
        let (seated, others): (Vec<&String>, Vec<&String>) = order.into_iter().partition(|a| self.seated.get(*a) == Some(desk));
        let mut kept: Vec<&String> = seated;
        for a in &others {
            let without = most_seats(&seats, &kept.iter().map(|k| self.pathways(k)).collect::<Vec<_>>());
            let with = most_seats(&seats, &kept.iter().chain([a]).map(|k| self.pathways(k)).collect::<Vec<_>>());
            if kept.len() < capacity && with > without {
                kept.push(a);
            }
        }
        for a in &others {
            if kept.len() < capacity && !kept.contains(a) {
                kept.push(a);
            }
        }
        kept.into_iter().cloned().collect()
    }

    /// Each applicant's list of desks (7.9).
    pub fn desks(&self, applicant: &Applicant) -> Vec<Desk> {
        let listed = applicant
            .choices
            .iter()
            .filter(|o| !self.struck.contains(&(applicant.reference.clone(), (*o).clone())));
        listed
            .flat_map(|o| [(o.clone(), true), (o.clone(), false)])
            .filter(|d| !d.1 || self.capacity(d) > 0)
            .collect()
    }

    /// 7.9: everyone asks their first remaining choice, each desk applies 7.8, until no one asks.
    pub fn allocate(&self) -> BTreeMap<String, Option<Desk>> {
        let lists: BTreeMap<&str, Vec<Desk>> = self
            .round
            .applicants
            .iter()
            .map(|a| (a.reference.as_str(), self.desks(a)))
            .collect();
        let mut next: BTreeMap<&str, usize> = lists.keys().map(|a| (*a, 0)).collect();
        loop {
            let mut asked: BTreeMap<&Desk, BTreeSet<String>> = BTreeMap::new();
            for (a, list) in &lists {
                if let Some(desk) = list.get(next[a]) {
                    asked.entry(desk).or_default().insert((*a).to_owned());
                }
            }
            let mut refused = false;
            for (desk, asking) in asked {
                for a in asking.difference(&self.choose(desk, &asking)) {
                    *next.get_mut(a.as_str()).unwrap() += 1;
                    refused = true;
                }
            }
            if !refused {
                return lists
                    .iter()
                    .map(|(a, list)| ((*a).to_owned(), list.get(next[a]).cloned()))
                    .collect();
            }
        }
    }
}

/// The most seats people with these pathways can fill, each at most one of a pathway they have: a maximum matching.
pub fn most_seats(seats: &[String], people: &[BTreeSet<String>]) -> usize {
    fn find(p: usize, seats: &[String], people: &[BTreeSet<String>], seen: &mut [bool], taken: &mut [Option<usize>]) -> bool {
        for s in 0..seats.len() {
            if people[p].contains(&seats[s]) && !seen[s] {
                seen[s] = true;
                if taken[s].is_none() || find(taken[s].unwrap(), seats, people, seen, taken) {
                    taken[s] = Some(p);
                    return true;
                }
            }
        }
        false
    }
    let mut taken = vec![None; seats.len()];
    (0..people.len())
        .filter(|p| find(*p, seats, people, &mut vec![false; seats.len()], &mut taken))
        .count()
}
