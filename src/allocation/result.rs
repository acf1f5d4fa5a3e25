//! The result of a run, `practise-result/1`: what is recorded, shown and checked.

use crate::prioritisation::Ref;
use crate::prioritisation::score::ClaimOutcome;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// Name of the layout of a result.
pub const SCHEMA: &str = "practise-result/1";
/// Name of the rules a result follows. Another program that follows them gives the same bytes.
pub const ENGINE: &str = "practise/1";

/// Everything a run says. Its JSON text is the same, byte for byte, for the same inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundResult {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`ENGINE`].
    pub engine: String,
    /// SHA-256 of the policy file.
    pub policy_sha256: String,
    /// SHA-256 of the list of applicants' references.
    pub list_sha256: String,
    /// The draw's seed.
    pub seed: String,
    /// Each committed contribution's name and commitment, in the announced order.
    pub commitments: Commitments,
    /// Every applicant, sorted by reference.
    pub applicants: Vec<ApplicantResult>,
    /// Every opportunity, sorted by reference.
    pub opportunities: Vec<OpportunityResult>,
    /// SHA-256 of this result's compact JSON text without this field.
    pub output_sha256: String,
}

/// What one applicant gets and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicantResult {
    /// The applicant's reference.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// Name of the band.
    pub band: String,
    /// The opportunity offered, if any.
    pub offer: Option<Ref>,
    /// Which choice that is, from 1.
    pub choice: Option<u32>,
    /// The lottery number, 64 hexadecimal digits.
    pub lottery: String,
    /// Position in the draw, from 1.
    pub position: u32,
    /// Every claim in the policy's order.
    pub claims: Vec<ClaimOutcome>,
    /// Every choice, best first.
    pub choices: Vec<ChoiceResult>,
}

/// What became of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceStatus {
    /// The place is offered.
    Offered,
    /// A better choice is offered.
    NotNeeded,
    /// Others come first; the applicant waits for it.
    NotOffered,
    /// It left the applicant's list after an event.
    LeftList,
}

/// One choice of one applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceResult {
    /// The opportunity's reference.
    pub opportunity: Ref,
    /// What became of it.
    pub status: ChoiceStatus,
    /// Whom the applicant would have had to come before. Only for `not_offered`, and then only if anybody could have been moved.
    pub cutoff: Option<Cutoff>,
    /// Draw position of the last one drawn from everybody, where places are given so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub open_cutoff: Option<u32>,
    /// Place on the waiting list, from 1. Only for `not_offered`.
    pub waiting_position: Option<u32>,
}

/// The last person who got a place the applicant could have had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// Name of that person's band.
    pub band: String,
    /// Whether nobody came before that person for being local.
    pub local: bool,
    /// That person's position in the draw.
    pub position: u32,
}

/// What became of one opportunity's places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpportunityResult {
    /// The opportunity's reference.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// How many places it has.
    pub places: u32,
    /// Who is offered one: first those drawn from everybody, then the others, each part best first.
    pub offered: Vec<Ref>,
    /// Who waits, first to be offered first.
    pub waiting: Vec<Ref>,
    /// How many of the places kept for each pathway are taken by people of it.
    pub reserves_used: BTreeMap<String, u32>,
}

impl RoundResult {
    /// The compact JSON text.
    ///
    /// # Errors
    /// None in practice: every part has a JSON form.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// The applicant with this reference.
    pub fn applicant(&self, reference: &str) -> Option<&ApplicantResult> {
        let found = self.applicants.binary_search_by(|a| a.reference.as_str().cmp(reference));
        found.ok().map(|i| &self.applicants[i])
    }

    /// The opportunity with this reference.
    pub fn opportunity(&self, reference: &str) -> Option<&OpportunityResult> {
        let found = self.opportunities.binary_search_by(|o| o.reference.as_str().cmp(reference));
        found.ok().map(|i| &self.opportunities[i])
    }

    /// What `output_sha256` must be: the hash of the compact JSON text without that last field.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut text = self.to_json().unwrap_or_default();
        text.truncate(text.rfind(",\"output_sha256\"").unwrap_or(text.len()));
        hash.update(text);
        hash.update("}");
        hex::encode(hash.finalize())
    }
}

/// Names and commitments in the announced order; a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commitments(pub Vec<(String, String)>);

impl Serialize for Commitments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, commitment) in &self.0 {
            map.serialize_entry(name, commitment)?;
        }
        map.end()
    }
}

struct CommitmentsVisitor;

impl<'de> Visitor<'de> for CommitmentsVisitor {
    type Value = Commitments;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of names and commitments")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Commitments, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            all.push(entry);
        }
        Ok(Commitments(all))
    }
}

impl<'de> Deserialize<'de> for Commitments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CommitmentsVisitor)
    }
}
