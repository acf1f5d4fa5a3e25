//! Claims as a CSV file (RFC 4180) for a finance department.

use super::model::{WhyRefused, decimal};
use super::store::About;
use crate::error::Error;
use crate::sheets;

/// The first row.
const HEAD: [&str; 10] = [
    "claim",
    "application",
    "name",
    "placement",
    "day",
    "kind",
    "pounds",
    "note",
    "state",
    "reason",
];

/// A claim with the claimant's name.
pub struct Line {
    /// The claim.
    pub about: About,
    /// Whose it is.
    pub name: String,
}

/// The file's bytes.
pub fn csv(lines: &[Line]) -> Result<Vec<u8>, Error> {
    sheets::csv(&HEAD, lines.iter().map(cells))
}

fn cells(Line { about, name }: &Line) -> [String; 10] {
    let claim = &about.claim;
    [
        claim.reference.clone(),
        about.application.clone(),
        name.clone(),
        about.title.clone(),
        claim.on_day.to_string(),
        claim.kind.to_string(),
        decimal(i64::from(claim.pence)),
        claim.note.clone(),
        claim.state.to_string(),
        claim.reason.map(WhyRefused::as_str).unwrap_or_default().to_owned(),
    ]
}
