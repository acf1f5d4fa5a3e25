//! What counts (7.4) and the band it gives (7.5). Circumstances count, flags do not.

use super::input::{Applicant, Level};
use super::policy::{Criterion, Evidence, Policy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What became of one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimStatus {
    /// It counts.
    Counted,
    /// It is the same circumstance as this other criterion, which counts; it adds nothing of its own.
    SameCircumstanceAs(String),
    /// It counts once it is confirmed.
    NotCountedUntilConfirmed,
    /// Its evidence was not accepted.
    EvidenceNotAccepted,
    /// The applicant did not make a statement its pathway needs.
    PathwayStatementMissing,
}

const SAME: &str = "same_circumstance_as_";

impl fmt::Display for ClaimStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counted => f.write_str("counted"),
            Self::SameCircumstanceAs(other) => write!(f, "{SAME}{other}"),
            Self::NotCountedUntilConfirmed => f.write_str("not_counted_until_confirmed"),
            Self::EvidenceNotAccepted => f.write_str("evidence_not_accepted"),
            Self::PathwayStatementMissing => f.write_str("pathway_statement_missing"),
        }
    }
}

impl Serialize for ClaimStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClaimStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.as_str() {
            "counted" => Self::Counted,
            "not_counted_until_confirmed" => Self::NotCountedUntilConfirmed,
            "evidence_not_accepted" => Self::EvidenceNotAccepted,
            "pathway_statement_missing" => Self::PathwayStatementMissing,
            other => match other.strip_prefix(SAME) {
                Some(criterion) => Self::SameCircumstanceAs(criterion.to_owned()),
                None => {
                    return Err(serde::de::Error::custom(format!("unknown claim status {other}")));
                }
            },
        })
    }
}

/// One claim and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimOutcome {
    /// The criterion's name in the policy.
    pub criterion: String,
    /// Whether and why it counts.
    pub status: ClaimStatus,
}

/// Where an applicant stands under the policy, before any draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Index of the band in [`Policy::bands`].
    pub band: usize,
    /// Pathways of the counting claims: bit `p` stands for `Policy::pathways[p]`.
    pub pathways: u8,
    /// Every claim in the policy's order.
    pub claims: Vec<ClaimOutcome>,
}

/// Applies 7.4 and 7.5 to one applicant of a checked round.
pub fn standing(policy: &Policy, applicant: &Applicant) -> Standing {
    let mut groups: Vec<&Criterion> = Vec::new();
    let mut pathways = 0u8;
    let mut claims = Vec::with_capacity(applicant.claims.len());
    for criterion in &policy.criteria {
        let Some(level) = applicant.claims.get(&criterion.id) else {
            continue;
        };
        let status = if let Some(obstacle) = obstacle(policy, criterion, *level, applicant) {
            obstacle
        } else {
            pathways |= 1 << criterion.pathway;
            if let Some(first) = groups.iter().find(|first| first.group == criterion.group) {
                ClaimStatus::SameCircumstanceAs(first.id.clone())
            } else {
                groups.push(criterion);
                ClaimStatus::Counted
            }
        };
        claims.push(ClaimOutcome {
            criterion: criterion.id.clone(),
            status,
        });
    }
    Standing {
        band: band(policy, groups.len()),
        pathways,
        claims,
    }
}

/// Why a claim does not count, if it does not. What the applicant can still put right is named last to first.
fn obstacle(policy: &Policy, criterion: &Criterion, level: Level, applicant: &Applicant) -> Option<ClaimStatus> {
    let needs = &policy.pathways[criterion.pathway].needs;
    if level == Level::Rejected {
        Some(ClaimStatus::EvidenceNotAccepted)
    } else if !needs.iter().all(|need| applicant.statements.contains(need)) {
        Some(ClaimStatus::PathwayStatementMissing)
    } else if criterion.evidence == Evidence::ConfirmToCount && level != Level::Confirmed {
        Some(ClaimStatus::NotCountedUntilConfirmed)
    } else {
        None
    }
}

/// The first band whose `min_groups` is not over `groups`; a policy's last band takes everybody.
fn band(policy: &Policy, groups: usize) -> usize {
    let fits = |min: u32| usize::try_from(min).is_ok_and(|min| min <= groups);
    policy
        .bands
        .iter()
        .position(|band| fits(band.min_groups))
        .unwrap_or(policy.bands.len() - 1)
}
