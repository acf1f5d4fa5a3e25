//! A prioritisation policy (7.2): a published TOML file that never changes, named in every record by its SHA-256.

mod parse;
mod protected;
mod toml_doc;

use super::problem::InputError;
use sha2::{Digest, Sha256};

/// Most pathways one policy may have: a set of pathways is kept in one byte.
pub const MAX_PATHWAYS: usize = 8;
/// Most bands one policy may have.
pub const MAX_BANDS: usize = 64;
/// Most pathways for which one opportunity may keep places: the choice rule then needs 8 sums.
pub const MAX_RESERVES: usize = 3;

/// The policies that come with the program: file name and exact bytes.
const SHIPPED: [(&str, &str); 2] = [
    (
        "practise-default.toml",
        include_str!("../../../data/policies/practise-default.toml"),
    ),
    (
        "practise-open-20.toml",
        include_str!("../../../data/policies/practise-open-20.toml"),
    ),
];

/// How a criterion's evidence works (7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// A declared claim counts now; the offer is conditional until it is confirmed.
    ConfirmBeforeStart,
    /// Only a confirmed claim counts.
    ConfirmToCount,
}

/// A way into the programme, with the statements an applicant makes to use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pathway {
    /// Its name in the policy, such as `return_to_practice`.
    pub id: String,
    /// Every statement needed before a claim of this pathway counts.
    pub needs: Vec<String>,
}

/// One circumstance an applicant may claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its name in the policy and in claims.
    pub id: String,
    /// Index of its pathway in [`Policy::pathways`].
    pub pathway: usize,
    /// Criteria of one group are one circumstance and count once.
    pub group: String,
    /// Whether it counts before it is confirmed.
    pub evidence: Evidence,
}

/// A priority band; the first that fits is the applicant's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Its name in the policy and in results.
    pub id: String,
    /// The fewest groups that put an applicant in this band.
    pub min_groups: u32,
}

/// A parsed and checked policy. Only [`Policy::parse`] makes one, so a value is always valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its name, such as `practise-default`.
    pub id: String,
    /// Its version. A published version never changes.
    pub version: String,
    /// Most choices an applicant may list.
    pub max_choices: usize,
    /// The pathways, in the file's order.
    pub pathways: Vec<Pathway>,
    /// The criteria, in the file's order.
    pub criteria: Vec<Criterion>,
    /// The bands, best first; the last takes everybody.
    pub bands: Vec<Band>,
    /// Whether local applicants come first within a band, where an opportunity lists areas.
    pub local_after_band: bool,
    /// Largest share of an opportunity's places that reserves may take, in percent.
    pub max_reserve_percent: u32,
    /// Share of each opportunity's places drawn from everybody first, in percent.
    pub open_percent: u32,
    sha256: [u8; 32],
}

impl Policy {
    /// Reads a policy from its exact bytes. `name` is the file name shown in problems.
    ///
    /// # Errors
    /// Every problem found, with codes P01 to P08, line and key.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Vec<InputError>> {
        parse::parse(name, bytes)
    }

    /// The policies that come with the program: `practise-default`, then `practise-open-20`.
    ///
    /// # Errors
    /// The problems of a shipped file. The tests read every shipped file, so a release never returns one.
    pub fn built_in() -> Result<Vec<Self>, Vec<InputError>> {
        SHIPPED.iter().map(|(name, text)| Self::parse(name, text.as_bytes())).collect()
    }

    /// File name and exact text of every shipped policy, for the page that publishes them.
    pub fn shipped_files() -> &'static [(&'static str, &'static str)] {
        &SHIPPED
    }

    /// SHA-256 of the policy's exact bytes.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    /// SHA-256 of the policy's exact bytes as 64 lower-case hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        hex::encode(self.sha256)
    }

    /// Index of the pathway called `id`.
    pub fn pathway(&self, id: &str) -> Option<usize> {
        self.pathways.iter().position(|p| p.id == id)
    }

    /// Whether any pathway needs this statement.
    pub fn knows_statement(&self, statement: &str) -> bool {
        self.pathways.iter().any(|p| p.needs.iter().any(|n| n == statement))
    }

    /// How many of `places` are drawn from everybody first: the share rounded down.
    pub fn open_places(&self, places: u32) -> u32 {
        let share = u64::from(places) * u64::from(self.open_percent) / 100;
        u32::try_from(share).unwrap_or(places)
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
