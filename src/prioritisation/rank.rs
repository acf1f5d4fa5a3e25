//! The priority order (7.7): band, then local, then the draw.

use super::input::{Applicant, Opportunity, RoundInput};
use super::lottery::{Draw, Lottery, Number};
use super::order::{Buckets, draw_order, scatter};
use super::policy::Policy;
use super::problem::InputError;
use super::score::{Standing, standing};
use serde::Serialize;
use std::collections::HashMap;

/// Where an applicant comes at one opportunity. Smaller is better, field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Priority {
    /// Index of the band, best first.
    pub band: usize,
    /// Whether the opportunity puts local applicants first and this one is not local.
    pub not_local: bool,
    /// Position in the draw, from 1.
    pub position: u32,
}

/// One choice of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Index in [`Prioritised::opportunities`].
    pub opportunity: usize,
    /// As in [`Priority`].
    pub not_local: bool,
}

/// An applicant with everything that decides their priority.
#[derive(Debug, Clone)]
pub struct Person<'a> {
    /// What the engine was told.
    pub applicant: &'a Applicant,
    /// Band, pathways and what became of each claim.
    pub standing: Standing,
    /// The lottery number.
    pub lottery: Number,
    /// Position in the draw, from 1.
    pub position: u32,
    /// The choices, best first.
    pub choices: Vec<Listed>,
}

impl Person<'_> {
    /// Where this person comes at the opportunity of one of their choices.
    pub fn priority(&self, listed: &Listed) -> Priority {
        Priority {
            band: self.standing.band,
            not_local: listed.not_local,
            position: self.position,
        }
    }

    /// Where an opportunity is on this person's list.
    pub fn listed(&self, opportunity: usize) -> Option<usize> {
        self.choices.iter().position(|choice| choice.opportunity == opportunity)
    }
}

/// A checked round after the draw and before any place is given.
#[derive(Debug, Clone)]
pub struct Prioritised<'a> {
    /// The policy applied.
    pub policy: &'a Policy,
    /// The draw.
    pub draw: Draw,
    /// Everybody in the order of the draw.
    pub people: Vec<Person<'a>>,
    /// The opportunities sorted by reference.
    pub opportunities: Vec<&'a Opportunity>,
}

impl<'a> Prioritised<'a> {
    /// Checks a round and works out everybody's priority.
    ///
    /// # Errors
    /// Every problem of the round.
    pub fn new(policy: &'a Policy, round: &'a RoundInput) -> Result<Self, Vec<InputError>> {
        round.check(policy)?;
        let draw = Draw::of(
            &round.round_id,
            policy,
            &round.contributions,
            round.applicants.iter().map(|a| &a.reference),
        );
        let mut opportunities: Vec<&Opportunity> = round.opportunities.iter().collect();
        opportunities.sort_unstable_by(|a, b| a.reference.cmp(&b.reference));
        let index: HashMap<&str, usize> = opportunities.iter().enumerate().map(|(i, o)| (o.reference.as_str(), i)).collect();
        let lottery = Lottery::new(&draw.seed);
        // Two references never share a number unless SHA-256 is broken; the reference then decides, so the order is one.
        let mut applicants: Vec<&Applicant> = round.applicants.iter().collect();
        applicants.sort_unstable_by(|a, b| a.reference.cmp(&b.reference));
        let references: Vec<&str> = applicants.iter().map(|a| a.reference.as_str()).collect();
        let numbers = lottery.numbers(&references);
        let person = |(position, drawn): (u32, u32)| {
            let applicant = applicants[drawn as usize];
            let listed = applicant.choices.iter().filter_map(|choice| index.get(choice.as_str()));
            Person {
                applicant,
                standing: standing(policy, applicant),
                lottery: numbers[drawn as usize],
                position,
                choices: listed
                    .map(|&o| Listed {
                        opportunity: o,
                        not_local: not_local(policy, opportunities[o], applicant),
                    })
                    .collect(),
            }
        };
        let people = (1u32..).zip(draw_order(&numbers)).map(person).collect();
        Ok(Self {
            policy,
            draw,
            people,
            opportunities,
        })
    }

    /// Everybody's index in [`Prioritised::people`] by reference.
    pub fn by_reference(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.people.len()).collect();
        order.sort_unstable_by(|a, b| self.people[*a].applicant.reference.cmp(&self.people[*b].applicant.reference));
        order
    }

    /// Who chose each opportunity, best first, as (person, index in that person's choices).
    pub fn orders(&self) -> Vec<Vec<(usize, usize)>> {
        let bands = self.policy.bands.len();
        // People come in the order of the draw, so sorting them into bands and localities is the whole order.
        let bucket =
            |person: &Person<'_>, listed: &Listed| (listed.opportunity * bands + person.standing.band) * 2 + usize::from(listed.not_local);
        let asks = || {
            let people = self.people.iter().zip(0u32..);
            people.flat_map(|(person, i)| {
                let listed = person.choices.iter();
                listed.map(move |listed| (bucket(person, listed), i))
            })
        };
        let all = self.opportunities.len() * bands * 2;
        let Buckets { starts, values } = scatter(all, asks().map(|ask| ask.0), asks());
        let order = |o: usize| {
            let range = starts[o * bands * 2] as usize..starts[(o + 1) * bands * 2] as usize;
            let people = values[range].iter().map(|&i| i as usize);
            people.filter_map(|i| Some((i, self.people[i].listed(o)?))).collect()
        };
        (0..self.opportunities.len()).map(order).collect()
    }
}

/// Whether an opportunity puts local applicants first and this one is not local.
pub fn not_local(policy: &Policy, opportunity: &Opportunity, applicant: &Applicant) -> bool {
    policy.local_after_band && !opportunity.areas.is_empty() && !opportunity.areas.contains(&applicant.area)
}

/// One opportunity's priority order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankedOpportunity {
    /// The opportunity's reference.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Everybody who chose it, best first.
    pub order: Vec<RankedApplicant>,
}

/// One line of a priority order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankedApplicant {
    /// The applicant's reference.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Name of the band.
    pub band: String,
    /// Whether nobody comes before this applicant for being local.
    pub local: bool,
    /// The lottery number as 64 hexadecimal digits.
    pub lottery: String,
    /// Position in the draw, from 1.
    pub position: u32,
}

/// The priority order of every opportunity, opportunities sorted by reference.
///
/// # Errors
/// Every problem of the round.
pub fn rank(policy: &Policy, round: &RoundInput) -> Result<Vec<RankedOpportunity>, Vec<InputError>> {
    let prioritised = Prioritised::new(policy, round)?;
    let line = |(i, c): (usize, usize)| {
        let person = &prioritised.people[i];
        RankedApplicant {
            reference: person.applicant.reference.clone(),
            band: policy.bands[person.standing.band].id.clone(),
            local: !person.choices[c].not_local,
            lottery: hex::encode(person.lottery),
            position: person.position,
        }
    };
    let orders = prioritised.orders().into_iter();
    Ok(orders
        .zip(&prioritised.opportunities)
        .map(|(order, opportunity)| RankedOpportunity {
            reference: opportunity.reference.clone(),
            order: order.into_iter().map(line).collect(),
        })
        .collect())
}
