//! What is published of a round so that anybody can check it (7.11), and what its supervisor gets besides.
//!
//! The public bundle is the policy, the record of the draw, the list of references and their numbers, and the counts of each opportunity: enough
//! to check the draw. The supervisor's adds claims, choices and every run: enough to check who was offered what. Claims are never public, and neither are
//! the hashes of runs: a hash of few unknowns can be tried out.

mod draw;
mod files;
mod runs;

pub use files::{COUNTS, Files, LOTTERY, POLICY, RECORD, REFERENCES, ROUND, RUNS, result_name};

use super::finding::Finding;
use super::published::Published;
use crate::prioritisation::{Code, InputError, Kind, Policy, Ref};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Name of the layout of a record.
pub const SCHEMA: &str = "practise-record/1";
/// Name of the layout of a list of runs.
pub const RUNS_SCHEMA: &str = "practise-runs/1";

/// The public record of a round's draw. Moments are UTC, written like `2026-11-22T09:30:00.000000Z`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// The round's name.
    pub round_id: String,
    /// SHA-256 of the policy file.
    pub policy_sha256: String,
    /// When the round closed.
    pub closed_at: String,
    /// The contributions to the draw, in the announced order.
    pub contributions: Vec<Promise>,
    /// The draw. A round has one; more show that it was drawn again.
    pub draws: Vec<Drawn>,
}

/// A contribution with its promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// Who contributes.
    pub name: String,
    /// How it was bound.
    pub kind: Kind,
    /// What was published before the closing time: 64 hexadecimal digits.
    pub commitment: String,
    /// When that was.
    pub committed_at: String,
    /// The value shown after closing: 64 hexadecimal digits.
    pub value: String,
    /// When that was.
    pub revealed_at: String,
}

/// One draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// When it was made.
    pub drawn_at: String,
    /// SHA-256 of the list of references.
    pub list_sha256: String,
    /// The seed.
    pub seed: String,
}

/// One applicant's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Position in the draw, from 1.
    pub position: u32,
    /// The applicant's reference.
    pub reference: Ref,
    /// The lottery number, 64 hexadecimal digits.
    pub lottery: String,
}

/// The record of one run: the first allocation, or a re-run after something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// From 1.
    pub number: u32,
    /// What happened before it.
    pub cause: String,
    /// The rules it follows.
    pub engine: String,
    /// SHA-256 of the policy file.
    pub policy_sha256: String,
    /// SHA-256 of the list of references.
    pub list_sha256: String,
    /// The seed of the draw.
    pub seed: String,
    /// SHA-256 of the round's canonical JSON.
    pub input_sha256: String,
    /// The result's `output_sha256`.
    pub output_sha256: String,
    /// The one of the run before; 64 zeros in the first.
    pub previous_sha256: String,
    /// When it was made.
    pub made_at: String,
}

/// What only the supervisor gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervised {
    /// The round with claims and choices, as its runs took it: canonical JSON.
    pub round: String,
    /// Every run.
    pub runs: Vec<Run>,
    /// The result of every run, as it was recorded.
    pub results: Vec<String>,
}

/// A round to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The policy's exact text.
    pub policy: String,
    /// The record of the draw.
    pub record: Record,
    /// Every applicant's reference.
    pub references: Vec<Ref>,
    /// Every applicant's number, in the order of the draw.
    pub lottery: Vec<Ticket>,
    /// What is published of every opportunity; none in a bundle that is older than these counts.
    pub counts: Option<Published>,
    /// What only the supervisor gets.
    pub supervised: Option<Supervised>,
}

/// Something wrong in one file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// What is wrong there.
    pub finding: Finding,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.finding)
    }
}

/// Gathers faults.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, file: &str, code: Option<Code>, place: impl Into<String>, message: impl Into<String>) {
        let finding = Finding {
            code,
            ..Finding::new(place, message)
        };
        self.of(file, [finding]);
    }

    fn of(&mut self, file: &str, findings: impl IntoIterator<Item = Finding>) {
        let fault = |finding| Fault {
            file: file.to_owned(),
            finding,
        };
        self.0.extend(findings.into_iter().map(fault));
    }
}

impl Bundle {
    /// What is wrong with the round; nothing, if everything in it follows from the policy and the promised numbers.
    ///
    /// # Errors
    /// Every problem of the policy, and of the supervisor's round, that cannot be read at all.
    pub fn check(&self) -> Result<Vec<Fault>, Vec<InputError>> {
        let policy = Policy::parse(POLICY, self.policy.as_bytes())?;
        let mut faults = Faults::default();
        self.check_draw(&policy, &mut faults);
        if let Some(supervised) = &self.supervised {
            self.check_runs(&policy, supervised, &mut faults)?;
        }
        Ok(faults.0)
    }
}
