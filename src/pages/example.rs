//! A worked example of the rules: a small invented round, played by the engine under the policy in force, so that the page cannot differ from
//! what is applied.

use crate::allocation::allocate;
use crate::allocation::result::{ApplicantResult, ChoiceStatus, OpportunityResult, RoundResult};
use crate::opportunities::pathway_words;
use crate::policies::{capitalised, criterion_short};
use crate::prioritisation::score::{ClaimOutcome, ClaimStatus};
use crate::prioritisation::{InputError, Opportunity, Policy, RoundInput, rank};

/// The invented round.
const ROUND: &str = include_str!("../../data/examples/how-places-are-given.json");

/// The invented round with what the policy makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Each placement in a sentence.
    pub placements: Vec<String>,
    /// The people in the order of the priority: by group, then by draw.
    pub people: Vec<ExamplePerson>,
}

/// One invented person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamplePerson {
    /// First name.
    pub name: String,
    /// What they said of themselves, each with what came of it.
    pub told: Vec<String>,
    /// The group, from 1.
    pub group: usize,
    /// Position in the draw, from 1.
    pub position: u32,
    /// The placements that they chose, best first.
    pub choices: Vec<String>,
    /// What they get.
    pub result: String,
    /// Why, in sentences.
    pub why: Vec<String>,
}

impl Example {
    /// The invented round, read and checked against `policy`.
    ///
    /// # Errors
    /// Every problem of the round under this policy.
    pub fn round(policy: &Policy) -> Result<RoundInput, Vec<InputError>> {
        RoundInput::parse("how-places-are-given.json", ROUND.as_bytes(), policy)
    }

    /// What `policy` makes of the invented round.
    ///
    /// # Errors
    /// Every problem of the round under this policy.
    pub fn of(policy: &Policy) -> Result<Self, Vec<InputError>> {
        let round = Self::round(policy)?;
        let result = allocate(policy, &round)?;
        let orders = rank(policy, &round)?.into_iter();
        let orders = orders.map(|one| (one.reference, one.order.into_iter().map(|line| line.reference).collect()));
        let told = Told {
            policy,
            result: &result,
            orders: orders.collect(),
        };
        let mut people: Vec<ExamplePerson> = result.applicants.iter().map(|one| told.person(one)).collect();
        people.sort_by_key(|person| (person.group, person.position));
        Ok(Self {
            placements: round.opportunities.iter().map(|one| placement(policy, one)).collect(),
            people,
        })
    }
}

fn places(number: u32) -> String {
    format!("{number} {}", if number == 1 { "place" } else { "places" })
}

fn placement(policy: &Policy, opportunity: &Opportunity) -> String {
    let open = policy.open_places(opportunity.places);
    let has = format!("The {} has {}.", opportunity.reference, places(opportunity.places));
    let drawn = (open > 0).then(|| format!("We draw {open} of them from all people first."));
    let kept = opportunity.reserves.iter();
    let kept = kept.map(|(pathway, number)| format!("It keeps {number} for {}.", pathway_words(pathway)));
    let sentences: Vec<String> = [has].into_iter().chain(drawn).chain(kept).collect();
    sentences.join(" ")
}

/// The result of the round and its orders, to tell of one person after the other.
struct Told<'a> {
    policy: &'a Policy,
    result: &'a RoundResult,
    /// By placement: everybody who chose it, best first.
    orders: Vec<(String, Vec<String>)>,
}

impl Told<'_> {
    fn person(&self, one: &ApplicantResult) -> ExamplePerson {
        let band = self.policy.bands.iter().position(|band| band.id == one.band);
        let choices = one.choices.iter().map(|choice| capitalised(&choice.opportunity));
        let result = match (
            &one.offer,
            one.choices.iter().any(|choice| choice.status == ChoiceStatus::NotOffered),
        ) {
            (Some(offer), _) => capitalised(offer),
            (None, true) => "Waiting list".to_owned(),
            (None, false) => "No place".to_owned(),
        };
        ExamplePerson {
            name: one.reference.clone(),
            told: one.claims.iter().map(claim).collect(),
            group: band.map_or(self.policy.bands.len(), |index| index + 1),
            position: one.position,
            choices: choices.collect(),
            result,
            why: self.why(one),
        }
    }

    fn why(&self, one: &ApplicantResult) -> Vec<String> {
        match &one.offer {
            Some(offer) => self
                .result
                .opportunity(offer)
                .map_or_else(Vec::new, |given| self.offered(one, given)),
            None => one
                .choices
                .iter()
                .flat_map(|choice| self.waits(one, &choice.opportunity, choice.waiting_position))
                .collect(),
        }
    }

    /// Where somebody comes among those who chose a placement, and who before them does not need it.
    fn order(&self, one: &ApplicantResult, given: &OpportunityResult) -> Vec<String> {
        let name = given.reference.as_str();
        let Some((_, order)) = self.orders.iter().find(|(reference, _)| reference == name) else {
            return Vec::new();
        };
        let before: Vec<&String> = order.iter().take_while(|reference| **reference != one.reference).collect();
        let (at, all) = (before.len() + 1, order.len());
        let number = format!("Number {at} of {all} for the {name}, which has {}.", places(given.places));
        let does_not_need = |reference: &&&String| {
            let choices = self.result.applicant(reference).map_or(&[][..], |other| &other.choices);
            choices
                .iter()
                .any(|choice| choice.opportunity == name && choice.status == ChoiceStatus::NotNeeded)
        };
        let better = match before.iter().filter(does_not_need).count() {
            0 => None,
            1 => Some("1 person before them got a better choice.".to_owned()),
            more => Some(format!("{more} people before them got a better choice.")),
        };
        [number].into_iter().chain(better).collect()
    }

    fn offered(&self, one: &ApplicantResult, given: &OpportunityResult) -> Vec<String> {
        let open = usize::try_from(self.policy.open_places(given.places)).unwrap_or(usize::MAX);
        if given.offered.iter().take(open).any(|reference| *reference == one.reference) {
            return vec![format!("Drawn first, from all people, for the {}.", given.reference)];
        }
        let comes_before = |waiting: &ApplicantResult| self.rank(waiting) < self.rank(one);
        let passed_over = given
            .waiting
            .iter()
            .filter_map(|reference| self.result.applicant(reference))
            .any(comes_before);
        let mut why = self.order(one, given);
        if passed_over {
            why.push(format!("Gets a place that the {} keeps.", given.reference));
        }
        why
    }

    /// Group and draw: smaller is better.
    fn rank(&self, one: &ApplicantResult) -> (Option<usize>, u32) {
        (self.policy.bands.iter().position(|band| band.id == one.band), one.position)
    }

    fn waits(&self, one: &ApplicantResult, opportunity: &str, waiting: Option<u32>) -> Vec<String> {
        let Some(given) = self.result.opportunity(opportunity) else {
            return Vec::new();
        };
        let mut why = self.order(one, given);
        match given.reserves_used.values().sum() {
            0 => {}
            1 => why.push("1 place there is kept for others.".to_owned()),
            more => why.push(format!("{more} places there are kept for others.")),
        }
        why.extend(waiting.map(|position| format!("Number {position} on its waiting list.")));
        why
    }
}

/// What somebody said of themselves, and what came of it.
fn claim(outcome: &ClaimOutcome) -> String {
    let said = criterion_short(&outcome.criterion);
    match &outcome.status {
        ClaimStatus::Counted => said,
        ClaimStatus::SameCircumstanceAs(_) => format!("{said} (counts once with the other)"),
        ClaimStatus::NotCountedUntilConfirmed => format!("{said} (not confirmed yet, so it does not count)"),
        ClaimStatus::EvidenceNotAccepted => format!("{said} (the school said no, so it does not count)"),
        ClaimStatus::PathwayStatementMissing => format!("{said} (does not count: they have not said what this path needs)"),
    }
}
