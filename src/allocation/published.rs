//! What is published of a run for every opportunity (7.11): places, applicants and offers by band and pathway, kept places used, cut-offs.
//!
//! Counts of people under five are not told. Nor can one be found by subtraction: where one part alone would be hidden, the next smallest is
//! hidden with it, because the whole is known to whoever reads their own explanation.

use super::choice_rule::{Reserves, Threshold, thresholds};
use super::result::{Cutoff, OpportunityResult, RoundResult};
use crate::prioritisation::rank::not_local;
use crate::prioritisation::score::{Standing, standing};
use crate::prioritisation::{Applicant, Opportunity, Policy, RoundInput};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};

/// Name of the layout.
pub const SCHEMA: &str = "practise-counts/1";
/// A count of people below this is not told.
pub const LEAST: u32 = 5;

const FEWER: &str = "fewer than 5";
const MORE: &str = "5 or more";

/// What is published of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// [`SCHEMA`].
    pub schema: String,
    /// The round's name.
    pub round_id: String,
    /// Which run of the round these counts are of, from 1.
    pub run: u32,
    /// Every opportunity, sorted by reference.
    pub opportunities: Vec<Counts>,
}

/// What is published of one opportunity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The opportunity's reference.
    #[serde(rename = "ref")]
    pub reference: String,
    /// How many places it has.
    pub places: u32,
    /// Who asked for it.
    pub applicants: People,
    /// Who was offered a place.
    pub offers: People,
    /// Of the places kept for each pathway: how many are kept, and how many are taken by people of it.
    pub reserves: BTreeMap<String, Kept>,
    /// Whom somebody would have had to come before. None while a place is free.
    pub cutoffs: Vec<Line>,
    /// The last position of those drawn from everybody, where some places are given so and all of these are taken.
    pub open_cutoff: Option<u32>,
}

/// Counts of people. A person has one band, but any number of pathways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// In every band of the policy.
    pub by_band: BTreeMap<String, Shown>,
    /// With every pathway of the policy.
    pub by_pathway: BTreeMap<String, Shown>,
}

/// Places kept for a pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// How many are kept.
    pub places: u32,
    /// How many of them are used.
    pub used: u32,
}

/// One cut-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The pathway with kept places whose people it is for; none for everybody who has none of these.
    pub pathway: Option<String>,
    /// The last person who could have been displaced; none if nobody could.
    pub last: Option<Cutoff>,
}

/// A count of people as it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Just so many, at least [`LEAST`].
    Exactly(u32),
    /// Fewer than [`LEAST`], perhaps none.
    Fewer,
    /// At least [`LEAST`]: hidden so that another count cannot be found by subtraction.
    More,
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(count) => write!(f, "{count}"),
            Self::Fewer => f.write_str(FEWER),
            Self::More => f.write_str(MORE),
        }
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exactly(count) => serializer.serialize_u32(*count),
            Self::Fewer | Self::More => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Read {
            Number(u32),
            Words(String),
        }
        match Read::deserialize(deserializer)? {
            Read::Number(count) if count >= LEAST => Ok(Self::Exactly(count)),
            Read::Words(words) if words == FEWER => Ok(Self::Fewer),
            Read::Words(words) if words == MORE => Ok(Self::More),
            Read::Number(_) | Read::Words(_) => Err(D::Error::custom("expected a number from 5, \"fewer than 5\" or \"5 or more\"")),
        }
    }
}

/// Counts of parts of one whole as they may be told.
fn shown(counts: BTreeMap<String, u32>) -> BTreeMap<String, Shown> {
    let hidden = counts.values().filter(|count| **count < LEAST).count();
    let others = counts.iter().filter(|(_, count)| **count >= LEAST);
    // With one part hidden alone, the whole less the other parts would be its count.
    let with_it = others.min_by_key(|(_, count)| **count).map(|(name, _)| name.clone());
    let with_it = with_it.filter(|_| hidden == 1);
    let show = |(name, count): (String, u32)| {
        let shown = match count {
            0..LEAST => Shown::Fewer,
            _ if with_it.as_ref() == Some(&name) => Shown::More,
            _ => Shown::Exactly(count),
        };
        (name, shown)
    };
    counts.into_iter().map(show).collect()
}

/// An applicant with what the policy makes of them.
struct Person<'a> {
    applicant: &'a Applicant,
    standing: Standing,
}

struct Counting<'a> {
    policy: &'a Policy,
    people: HashMap<&'a str, Person<'a>>,
    /// Everybody's position in the draw.
    positions: HashMap<&'a str, u32>,
}

impl Published {
    /// Counts one run of a checked round.
    pub fn of(policy: &Policy, round: &RoundInput, result: &RoundResult, run: u32) -> Self {
        let person = |applicant| Person {
            applicant,
            standing: standing(policy, applicant),
        };
        let counting = Counting {
            policy,
            people: round.applicants.iter().map(|one| (one.reference.as_str(), person(one))).collect(),
            positions: result.applicants.iter().map(|one| (one.reference.as_str(), one.position)).collect(),
        };
        let mut asking: HashMap<&str, Vec<&Person<'_>>> = HashMap::new();
        for person in counting.people.values() {
            for choice in &person.applicant.choices {
                asking.entry(choice).or_default().push(person);
            }
        }
        let opportunities: HashMap<&str, &Opportunity> = round.opportunities.iter().map(|one| (one.reference.as_str(), one)).collect();
        let count = |outcome: &OpportunityResult| {
            let opportunity = opportunities.get(outcome.reference.as_str())?;
            let asking = asking.get(outcome.reference.as_str()).map_or(&[][..], Vec::as_slice);
            Some(counting.counts(opportunity, outcome, asking))
        };
        Self {
            schema: SCHEMA.to_owned(),
            round_id: round.round_id.clone(),
            run,
            opportunities: result.opportunities.iter().filter_map(count).collect(),
        }
    }

    /// What is published of the opportunity with this reference.
    pub fn opportunity(&self, reference: &str) -> Option<&Counts> {
        self.opportunities.iter().find(|one| one.reference == reference)
    }
}

impl Counting<'_> {
    fn counts(&self, opportunity: &Opportunity, outcome: &OpportunityResult, asking: &[&Person<'_>]) -> Counts {
        let offered: Vec<&Person<'_>> = outcome.offered.iter().filter_map(|one| self.people.get(one.as_str())).collect();
        let kept = opportunity.reserves.iter().filter(|(_, places)| **places > 0);
        let kept = kept.map(|(pathway, places)| {
            let used = outcome.reserves_used.get(pathway).copied().unwrap_or_default();
            (pathway.clone(), Kept { places: *places, used })
        });
        let open_places = self.policy.open_places(outcome.places);
        let open = offered.len().min(open_places as usize);
        let (open, ordinary) = offered.split_at(open);
        let full = open_places > 0 && open.len() == open_places as usize;
        Counts {
            reference: outcome.reference.clone(),
            places: outcome.places,
            applicants: self.people(asking.iter().copied()),
            offers: self.people(offered.iter().copied()),
            reserves: kept.collect(),
            cutoffs: self.lines(opportunity, (outcome.places - open_places) as usize, ordinary),
            open_cutoff: open.last().filter(|_| full).and_then(|last| self.position(last)),
        }
    }

    fn position(&self, person: &Person<'_>) -> Option<u32> {
        self.positions.get(person.applicant.reference.as_str()).copied()
    }

    fn people<'p>(&self, people: impl Iterator<Item = &'p Person<'p>>) -> People {
        let mut by_band: BTreeMap<String, u32> = self.policy.bands.iter().map(|band| (band.id.clone(), 0)).collect();
        let mut by_pathway: BTreeMap<String, u32> = self.policy.pathways.iter().map(|pathway| (pathway.id.clone(), 0)).collect();
        for person in people {
            if let Some(band) = self.policy.bands.get(person.standing.band) {
                *by_band.entry(band.id.clone()).or_default() += 1;
            }
            for (number, pathway) in self.policy.pathways.iter().enumerate() {
                if person.standing.pathways >> number & 1 == 1 {
                    *by_pathway.entry(pathway.id.clone()).or_default() += 1;
                }
            }
        }
        People {
            by_band: shown(by_band),
            by_pathway: shown(by_pathway),
        }
    }

    /// The cut-offs of the ordinary places: of people without a kept pathway, and of people with each of them.
    fn lines(&self, opportunity: &Opportunity, places: usize, holders: &[&Person<'_>]) -> Vec<Line> {
        if holders.len() < places {
            return Vec::new();
        }
        let seats = |id: &str| opportunity.reserves.get(id).copied().unwrap_or_default();
        let kept = || {
            self.policy
                .pathways
                .iter()
                .enumerate()
                .filter(|(_, pathway)| seats(&pathway.id) > 0)
        };
        let reserves = Reserves::new(kept().map(|(number, pathway)| (number, seats(&pathway.id))));
        let kinds: Vec<usize> = holders.iter().map(|holder| reserves.kind(holder.standing.pathways)).collect();
        let thresholds = thresholds(reserves, places, &kinds);
        let line = |pathway: Option<&str>, kind: usize| match thresholds[kind] {
            Threshold::Open => None,
            Threshold::Closed => Some(Line {
                pathway: pathway.map(str::to_owned),
                last: None,
            }),
            Threshold::Holder(last) => Some(Line {
                pathway: pathway.map(str::to_owned),
                last: holders.get(last).and_then(|last| self.cutoff(opportunity, last)),
            }),
        };
        let others = kept().filter_map(|(number, pathway)| line(Some(&pathway.id), reserves.kind(1 << number)));
        line(None, 0).into_iter().chain(others).collect()
    }

    fn cutoff(&self, opportunity: &Opportunity, person: &Person<'_>) -> Option<Cutoff> {
        Some(Cutoff {
            band: self.policy.bands.get(person.standing.band)?.id.clone(),
            local: !not_local(self.policy, opportunity, person.applicant),
            position: self.position(person)?,
        })
    }
}
