//! What a round and an opportunity are.

use std::collections::BTreeMap;

use time::Date;

use super::state::{Phase, RoundState};
use super::support::Support;
use crate::db::Instant;
use crate::text_enum;

text_enum! {
    /// The state of an opportunity: `draft -> published -> paused -> closed`, or withdrawn.
    pub enum OpportunityState {
        /// Being written.
        Draft = "draft",
        /// On show.
        Published = "published",
        /// On show, but nobody can apply for now.
        Paused = "paused",
        /// Its round is over.
        Closed = "closed",
        /// Taken back by the organisation.
        Withdrawn = "withdrawn",
    }
}

/// The policy of a round, by name and by its exact bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyKey {
    /// The policy's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// An application window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its number.
    pub id: i64,
    /// Its public reference; the `round_id` of the draw.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: RoundState,
    /// When applications are first taken.
    pub opens_at: Instant,
    /// From this moment on no application is taken.
    pub closes_at: Instant,
    /// How many days an applicant has to answer an offer.
    pub answer_days: i32,
    /// The policy in force for it.
    pub policy: PolicyKey,
}

impl Round {
    /// True if an application can be sent at `now`.
    pub fn takes_applications(&self, now: Instant) -> bool {
        self.state.phase() == Phase::Open && now >= self.opens_at && now < self.closes_at
    }
}

/// A round to add.
#[derive(Clone, Debug)]
pub struct NewRound<'a> {
    /// Its public reference: letters, digits, `-` and `_`, at most 36.
    pub reference: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The area that runs it.
    pub area_id: Option<i64>,
    /// When applications are first taken.
    pub opens_at: Instant,
    /// When they are no longer taken.
    pub closes_at: Instant,
    /// Days to answer an offer.
    pub answer_days: i32,
    /// The policy.
    pub policy: &'a PolicyKey,
}

/// A number for the draw: promised before the round opens, shown after it closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Its number.
    pub id: i64,
    /// Its place in the announced order, from 1.
    pub position: i32,
    /// Who gives it.
    pub name: String,
    /// The promise: the commitment of `engine.md` 7.6, in hexadecimal.
    pub commitment: String,
    /// The value; the portal's own is kept here from the start and shown only once revealed.
    pub value: Option<String>,
    /// The address that is asked for the value when the round has closed.
    pub recipient: Option<String>,
    /// When it was promised.
    pub committed_at: Instant,
    /// When the value became public.
    pub revealed_at: Option<Instant>,
}

/// A contribution to add.
#[derive(Clone, Debug)]
pub struct NewContribution<'a> {
    /// Its place in the order.
    pub position: i32,
    /// Who gives it.
    pub name: &'a str,
    /// The promise.
    pub commitment: &'a str,
    /// The value, if it is the portal's own.
    pub value: Option<&'a str>,
    /// Who is asked for it otherwise.
    pub recipient: Option<&'a str>,
}

/// A placement on offer, with what its page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opportunity {
    /// Its number.
    pub id: i64,
    /// Its public reference; its name in the draw.
    pub reference: String,
    /// Its part of the address.
    pub slug: String,
    /// Its round.
    pub round_id: i64,
    /// The organisation that offers it.
    pub organisation_id: i64,
    /// That organisation's name.
    pub organisation: String,
    /// Its title.
    pub title: String,
    /// The family of careers that it belongs to.
    pub family: String,
    /// One or two sentences.
    pub summary: String,
    /// What people will do.
    pub activities: String,
    /// What people will not see or do.
    pub limits: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// When a day starts, in words.
    pub start_time: String,
    /// When a day ends, in words.
    pub finish_time: String,
    /// The town.
    pub town: String,
    /// The first half of the postcode.
    pub outcode: String,
    /// The age on the first day from which somebody can come.
    pub minimum_age: i32,
    /// How many can come.
    pub places: i32,
    /// How many have agreed to come.
    pub places_taken: i32,
    /// The outcodes whose people come first among equals; empty if locality does not count.
    pub local_areas: Vec<String>,
    /// Places kept by pathway.
    pub reserves: BTreeMap<String, u32>,
    /// The support offered.
    pub support: Vec<Support>,
    /// What to wear.
    pub dress: String,
    /// Where it stands.
    pub state: OpportunityState,
}

/// An opportunity that can be applied for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The opportunity.
    pub opportunity: Opportunity,
    /// From this moment on its round takes no application.
    pub closes_at: Instant,
}

/// An opportunity to add.
#[derive(Clone, Debug)]
pub struct NewOpportunity<'a> {
    /// Its round.
    pub round_id: i64,
    /// Its organisation.
    pub organisation_id: i64,
    /// Its part of the address.
    pub slug: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its family.
    pub family: &'a str,
    /// One or two sentences.
    pub summary: &'a str,
    /// What people will do.
    pub activities: &'a str,
    /// What people will not see or do.
    pub limits: &'a str,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// The town.
    pub town: &'a str,
    /// The first half of the postcode.
    pub outcode: &'a str,
    /// The least age on the first day.
    pub minimum_age: i32,
    /// How many can come.
    pub places: i32,
    /// Outcodes that count as local.
    pub local_areas: &'a [&'a str],
    /// Places kept by pathway.
    pub reserves: BTreeMap<String, u32>,
    /// The support offered.
    pub support: &'a [Support],
    /// What to wear.
    pub dress: &'a str,
    /// Its state.
    pub state: OpportunityState,
}
