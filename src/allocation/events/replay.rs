//! Batches of events, one re-run after each.

use super::{EVIDENCE_REASONS, Event, Events, REMOVAL_REASONS, SCHEMA, What, holders, struck_by_accept, struck_by_decline};
use crate::allocation::result::RoundResult;
use crate::allocation::run::{allocate, reseat};
use crate::prioritisation::problem::{Code, InputError, Problems};
use crate::prioritisation::{Level, Policy, Ref, RoundInput};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Runs a round and then every batch of events; the last result is how things stand.
///
/// # Errors
/// Every problem of the round, or of the first batch that has one: E01 to E04, I05, I07 and P06.
pub fn replay(policy: &Policy, round: &RoundInput, events: &Events) -> Result<RoundResult, Vec<InputError>> {
    let mut result = allocate(policy, round)?;
    let mut state = State::new(policy, round);
    if events.schema != SCHEMA {
        state
            .problems
            .add(Code::I06, "/schema", format!("expected \"{SCHEMA}\", found \"{}\"", events.schema));
    }
    for (b, batch) in events.batches.iter().enumerate() {
        let mut holders = holders(&result);
        for (e, event) in batch.iter().enumerate() {
            state.apply(event, &format!("/batches/{b}/{e}"), &holders);
        }
        for applicant in std::mem::take(&mut state.again) {
            holders.remove(&applicant);
        }
        state.problems = state.problems.checked()?;
        result = reseat(policy, &state.round, &holders, &state.struck, &state.places)?;
    }
    state.problems.or(result)
}

struct State<'a> {
    policy: &'a Policy,
    round: RoundInput,
    index: HashMap<&'a str, usize>,
    struck: BTreeSet<(Ref, Ref)>,
    places: BTreeMap<Ref, u32>,
    seen: HashMap<String, What>,
    archived: bool,
    /// Whose evidence this batch rejects: they stand in line again.
    again: BTreeSet<Ref>,
    problems: Problems,
}

impl<'a> State<'a> {
    fn new(policy: &'a Policy, round: &'a RoundInput) -> Self {
        Self {
            policy,
            round: round.clone(),
            index: round
                .applicants
                .iter()
                .enumerate()
                .map(|(i, a)| (a.reference.as_str(), i))
                .collect(),
            struck: BTreeSet::new(),
            places: round.opportunities.iter().map(|o| (o.reference.clone(), o.places)).collect(),
            seen: HashMap::new(),
            archived: false,
            again: BTreeSet::new(),
            problems: Problems::new("events"),
        }
    }

    fn apply(&mut self, event: &Event, at: &str, holders: &BTreeMap<Ref, Ref>) {
        if let Some(earlier) = self.seen.get(&event.id) {
            if *earlier != event.what {
                self.problems
                    .add(Code::E04, at, format!("\"{}\" already names another event", event.id));
            }
            return;
        }
        if self.archived {
            self.problems.add(Code::E02, at, "the round is archived");
            return;
        }
        self.seen.insert(event.id.clone(), event.what.clone());
        match &event.what {
            What::Decline { applicant, opportunity } | What::Lapse { applicant, opportunity } => {
                self.strike_held(applicant, opportunity, at, holders, struck_by_decline);
            }
            What::Accept {
                applicant,
                opportunity,
                keep_better,
            } => {
                let strikes = |choices: &[Ref], held: &str| struck_by_accept(choices, held, *keep_better);
                self.strike_held(applicant, opportunity, at, holders, strikes);
            }
            What::Withdraw { applicant } => {
                let choices = self.choices(applicant, at);
                self.strike(applicant, choices);
            }
            What::Remove {
                applicant,
                opportunity,
                reason,
                ..
            } => {
                self.reason(reason, &REMOVAL_REASONS, at);
                if self.choices(applicant, at).contains(opportunity) {
                    self.strike(applicant, vec![opportunity.clone()]);
                } else {
                    self.problems
                        .add(Code::E01, at, format!("\"{opportunity}\" is not on the list of \"{applicant}\""));
                }
            }
            What::RejectEvidence {
                applicant,
                criterion,
                reason,
                ..
            } => {
                self.reason(reason, &EVIDENCE_REASONS, at);
                self.reject(applicant, criterion, at);
                self.again.insert(applicant.clone());
            }
            What::AddPlaces { opportunity, places } => self.places(opportunity, at, |now| now.checked_add(*places)),
            What::ReducePlaces { opportunity, places } => self.places(opportunity, at, |now| now.checked_sub(*places)),
            What::Archive {} => self.archived = true,
        }
    }

    fn reason(&mut self, reason: &str, list: &[&str], at: &str) {
        if !list.contains(&reason) {
            self.problems.add(
                Code::E03,
                format!("{at}/what"),
                format!("expected a reason of: {}", list.join(", ")),
            );
        }
    }

    fn choices(&mut self, applicant: &str, at: &str) -> Vec<Ref> {
        let Some(&i) = self.index.get(applicant) else {
            self.problems
                .add(Code::E01, at, format!("no applicant \"{applicant}\" in this round"));
            return Vec::new();
        };
        self.round.applicants[i].choices.clone()
    }

    fn strike(&mut self, applicant: &str, choices: Vec<Ref>) {
        self.struck.extend(choices.into_iter().map(|choice| (applicant.to_owned(), choice)));
    }

    /// Strikes what `strikes` says, if the applicant holds the place and no event of this batch has taken it.
    fn strike_held(
        &mut self,
        applicant: &str,
        opportunity: &str,
        at: &str,
        holders: &BTreeMap<Ref, Ref>,
        strikes: impl Fn(&[Ref], &str) -> Vec<Ref>,
    ) {
        let choices = self.choices(applicant, at);
        let held = holders.get(applicant).is_some_and(|held| held == opportunity);
        if held && !self.struck.contains(&(applicant.to_owned(), opportunity.to_owned())) {
            self.strike(applicant, strikes(&choices, opportunity));
        } else {
            self.problems
                .add(Code::E01, at, format!("\"{applicant}\" does not hold \"{opportunity}\""));
        }
    }

    fn reject(&mut self, applicant: &str, criterion: &str, at: &str) {
        let known = self.policy.criteria.iter().any(|c| c.id == criterion);
        let index = self.index.get(applicant).copied();
        match index.and_then(|i| self.round.applicants[i].claims.get_mut(criterion)) {
            Some(level) => *level = Level::Rejected,
            None if known => self
                .problems
                .add(Code::E01, at, format!("\"{applicant}\" makes no claim \"{criterion}\"")),
            None => self
                .problems
                .add(Code::I05, at, format!("the policy has no criterion \"{criterion}\"")),
        }
    }

    fn places(&mut self, opportunity: &str, at: &str, change: impl Fn(u32) -> Option<u32>) {
        match self.places.get_mut(opportunity) {
            None => self
                .problems
                .add(Code::E01, at, format!("no opportunity \"{opportunity}\" in this round")),
            Some(places) => match change(*places) {
                Some(now) => *places = now,
                None => self.problems.add(Code::I07, at, format!("it has {places} places")),
            },
        }
    }
}
