//! An application while its owner looks at it: what was answered, and what the answers are about.

use time::Date;

use super::answers::Answers;
use super::store::Application;
use crate::db::Instant;
use crate::opportunities::{Opportunity, Phase};
use crate::schools::Lookup;

/// The round of an application, as far as its applicant meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The round's name.
    pub name: String,
    /// Where it stands.
    pub phase: Phase,
    /// When applications are first taken.
    pub opens_at: Instant,
    /// From this moment on no application is taken.
    pub closes_at: Instant,
    /// The SHA-256, in hexadecimal, of the policy by which its places are given.
    pub policy: String,
}

impl Window {
    /// True if an application can be sent at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        self.phase == Phase::Open && now >= self.opens_at && now < self.closes_at
    }
}

/// An application with its answers and the placements of its round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The application.
    pub application: Application,
    /// Its round.
    pub window: Window,
    /// What was answered so far.
    pub answers: Answers,
    /// The placements of the round, by first day.
    pub placements: Vec<Opportunity>,
    /// The owner's address, which they proved when they signed in.
    pub email: String,
    /// The date of today.
    pub today: Date,
    /// What the register of schools answered to this page's question, if it asked one.
    pub lookup: Option<Lookup>,
    /// How many placements can be chosen, by the round's policy.
    pub most_choices: usize,
    /// The order that the choices stand in if it is only looked at and not saved: their saved positions, from 1.
    pub order: Option<Vec<usize>>,
}

impl Draft {
    /// The address of this application's page.
    pub fn path(&self) -> String {
        format!("/applications/{}", self.application.reference)
    }

    /// Puts the choices in another order to be looked at: their positions in it, such as `2,1,3`. Anything but an order of all of them changes nothing.
    pub fn look_at_order(&mut self, order: &str) {
        let Some(choices) = &mut self.answers.choices else { return };
        let positions: Vec<usize> = order.split(',').filter_map(|position| position.parse().ok()).collect();
        let mut sorted = positions.clone();
        sorted.sort_unstable();
        if !sorted.into_iter().eq(1..=choices.0.len()) {
            return;
        }
        let moved = positions
            .iter()
            .filter_map(|position| choices.0.get(position - 1).cloned())
            .collect();
        choices.0 = moved;
        self.order = (!positions.is_sorted()).then_some(positions);
    }

    /// The placements that were chosen, best first. What is no longer in the round is left out.
    pub fn chosen(&self) -> Vec<&Opportunity> {
        chosen(&self.answers, &self.placements)
    }
}

/// The placements that `answers` choose, best first, as far as they are among `placements`.
pub fn chosen<'a>(answers: &Answers, placements: &'a [Opportunity]) -> Vec<&'a Opportunity> {
    let references = answers.choices.as_ref().map_or(&[][..], |choices| &choices.0);
    references
        .iter()
        .filter_map(|reference| placements.iter().find(|placement| placement.reference == *reference))
        .collect()
}
