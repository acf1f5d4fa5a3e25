//! What the engine is told about a round (7.3), and nothing else: no name, age, sex, ethnicity, health, school, date or staff relation.

mod check;
mod json;
mod layout;
mod list;

use super::problem::{InputError, Problems};
use super::{Policy, Ref};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub(crate) use check::reserves_do_not_fit;
pub(crate) use json::{Fields, Node, pointer};
pub use list::read_list;

/// Most places of one opportunity.
pub const MAX_PLACES: u32 = 65_535;

/// One round: its draw's contributions, its opportunities and its applicants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundInput {
    /// The round's name; part of every hash of the draw.
    pub round_id: String,
    /// What the seed is made of, in the announced order; at least two.
    pub contributions: Vec<Contribution>,
    /// The opportunities of the round, in any order.
    pub opportunities: Vec<Opportunity>,
    /// The applicants of the round, in any order.
    pub applicants: Vec<Applicant>,
}

/// One party's part of the draw's seed (7.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Who contributes, in words.
    pub name: String,
    /// How it was bound before the closing time.
    pub kind: Kind,
    /// 64 lower-case hexadecimal digits.
    pub value: String,
}

/// How a contribution was bound before the closing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A commitment to the value was published before the closing time.
    Commit,
    /// The randomness of a public beacon. It is refused (D04): nothing here can check a beacon's signature.
    Beacon,
}

/// An opportunity with its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opportunity {
    /// Its reference.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// How many places it has, 0 to 65535.
    pub places: u32,
    /// How many places are kept for a pathway, if people of that pathway ask.
    pub reserves: BTreeMap<String, u32>,
    /// The areas whose applicants come first within a band; none means locality plays no part.
    pub areas: Vec<String>,
}

/// An applicant: choices, area, statements and claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// The reference, given at random.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// Opportunities, best first.
    pub choices: Vec<Ref>,
    /// Code of the area the applicant lives in; empty when not given.
    pub area: String,
    /// The statements the applicant made.
    pub statements: Vec<String>,
    /// Level of each criterion claimed.
    pub claims: BTreeMap<String, Level>,
}

/// How far a claim has been shown to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The evidence was looked at and not accepted.
    Rejected,
    /// The applicant says so.
    Declared,
    /// Evidence was accepted.
    Confirmed,
}

impl RoundInput {
    /// Reads and checks a round from JSON. `name` is the file name shown in problems.
    ///
    /// # Errors
    /// Every problem found, each with its code and JSON pointer.
    pub fn parse(name: &str, bytes: &[u8], policy: &Policy) -> Result<Self, Vec<InputError>> {
        let mut problems = Problems::new(name);
        let round = layout::read(bytes, &mut problems);
        check::check(&round, policy, &mut problems);
        problems.or(round)
    }

    /// Checks a round built by a program instead of read from JSON.
    ///
    /// # Errors
    /// Every problem found, as [`RoundInput::parse`] lists them, with `round` as the file.
    pub fn check(&self, policy: &Policy) -> Result<(), Vec<InputError>> {
        let mut problems = Problems::new("round");
        check::check(self, policy, &mut problems);
        problems.or(())
    }

    /// The one JSON text of this round, whatever order its lists came in. Only choices and contributions keep their order.
    ///
    /// # Errors
    /// None in practice: every part of a round has a JSON form.
    pub fn canonical_json(&self) -> serde_json::Result<String> {
        let mut round = self.clone();
        round.opportunities.sort_by(|a, b| a.reference.cmp(&b.reference));
        round.applicants.sort_by(|a, b| a.reference.cmp(&b.reference));
        round.opportunities.iter_mut().for_each(|o| o.areas.sort());
        round.applicants.iter_mut().for_each(|a| a.statements.sort());
        serde_json::to_string(&round)
    }

    /// SHA-256 of the canonical JSON as 64 lower-case hexadecimal digits, for the run record (7.11).
    ///
    /// # Errors
    /// As [`RoundInput::canonical_json`].
    pub fn sha256_hex(&self) -> serde_json::Result<String> {
        Ok(hex::encode(Sha256::digest(self.canonical_json()?)))
    }
}
