//! The register as files that programs read: CSV, JSON, and a feed of its changes. `docs/open-data.md` describes them.

mod atom;
mod csv;
mod json;

use sha2::{Digest, Sha256};
use time::Date;

use super::index::Index;
use super::model::{ChangeKind, Entry, Signed};
use crate::db::Instant;
use crate::error::Error;
use crate::organisations::AreaKind;

/// The licence of the data.
pub const LICENCE: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";
/// What whoever uses it is asked to say.
pub const ATTRIBUTION: &str = "Contains public sector information licensed under the Open Government Licence v3.0.";
/// The JSON schema of the JSON file.
pub const SCHEMA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/open-data.schema.json"));

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Rows for spreadsheets.
    Csv,
    /// Everything, for programs.
    Json,
    /// The newest changes, for feed readers.
    Atom,
}

impl Format {
    /// What the file is, as HTTP says it.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }
}

/// A file as it is sent.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its bytes.
    pub body: Vec<u8>,
    /// A digest of them.
    pub digest: String,
    /// When the newest thing in it happened.
    pub changed_at: Option<Instant>,
}

/// Makes a file. The same register on the same day gives the same bytes, on every instance.
pub fn make(index: &Index, format: Format, public_url: &str, today: Date) -> Result<Made, Error> {
    let body = match format {
        Format::Csv => csv::write(index, today)?,
        Format::Json => json::write(index, public_url, today)?,
        Format::Atom => atom::write(index, public_url)?,
    };
    Ok(Made {
        digest: hex::encode(&Sha256::digest(&body)[..16]),
        changed_at: newest(index),
        body,
    })
}

fn newest(index: &Index) -> Option<Instant> {
    let entries = index.entries().iter();
    entries
        .flat_map(|entry| {
            entry
                .changes()
                .map(|change| change.at)
                .chain(entry.studies.iter().map(|study| study.at))
        })
        .max()
}

/// A day as files write it: `2027-01-11`.
fn day(date: Date) -> String {
    date.to_string()
}

/// The area of a kind that an organisation lies in.
fn area<'i>(index: &'i Index, entry: &Entry, kind: AreaKind) -> &'i str {
    let mut areas = index.areas_of(entry);
    areas.find(|area| area.kind == kind).map_or("", |area| &area.name)
}

/// What happened, in words for a title.
const fn words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Published => "signed",
        ChangeKind::Renewed => "renewed",
        ChangeKind::Lapsed => "lapsed",
        ChangeKind::Withdrawn => "withdrawn",
        ChangeKind::Succeeded => "taken over",
    }
}

/// The day on which a commitment ended.
fn ended(pledge: &Signed) -> Option<Date> {
    pledge.ended_at.map(Instant::date)
}
