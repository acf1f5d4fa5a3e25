//! What the files say, put together by school, and what is wrong with them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use encoding_rs::WINDOWS_1252;
use sha2::{Digest, Sha256};

use crate::schools::model::{Facts, Share};

/// A file as it was read from the disk.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// What the audit log keeps of it: SHA-256 of its bytes.
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }

    /// Its words: UTF-8, or else Windows-1252, which is what older files and the live register of schools are in. One sign ends a line, so that
    /// lines are counted as an editor counts them.
    pub fn text(&self) -> String {
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes);
        let text = std::str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0, Cow::Borrowed);
        text.replace("\r\n", "\n")
    }
}

/// What whoever runs the import says of files that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The year of the census in January.
    pub census_year: Option<i32>,
    /// Who published the figures and where.
    pub source: Option<String>,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1; nothing if it is about the whole file.
    pub line: Option<u64>,
    /// The column's name in the header.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Problem {
    /// Something that is wrong with a file as a whole, or in one of its lines, or in a column there.
    pub fn new(file: &str, line: Option<u64>, column: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            column: column.map(str::to_owned),
            message: message.into(),
        }
    }

    /// That a file cannot be taken apart into rows and fields.
    pub fn unreadable(file: &str, error: &csv::Error) -> Self {
        let line = error.position().map(csv::Position::line);
        Self::new(file, line, None, "cannot be read as CSV")
    }
}

/// So many problems of one file are told; a wrong file has one in every line.
const TOLD: usize = 20;

/// Nothing if a file has no problems; otherwise the first of them, and how many more there are.
///
/// # Errors
/// The problems.
pub fn unless(file: &str, mut problems: Vec<Problem>) -> Result<(), Vec<Problem>> {
    if problems.is_empty() {
        return Ok(());
    }
    let more = problems.len().saturating_sub(TOLD);
    if more > 0 {
        problems.truncate(TOLD);
        problems.push(Problem::new(file, None, None, format!("has {more} more problems")));
    }
    Err(problems)
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// What the files say of one school.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The facts.
    pub facts: Facts,
    /// True if they come from the register itself. Others only fill what is not known.
    pub from_register: bool,
    /// Shares of pupils with free school meals, by the year of the census.
    pub shares: BTreeMap<i32, Share>,
}

/// What all files say.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// The schools by reference number.
    pub schools: BTreeMap<i32, Entry>,
    /// Schools with their successors, by reference number.
    pub successors: BTreeMap<i32, i32>,
    /// The file whose figures are of the year that was given; two of them would be of one year.
    pub of_given_year: Option<String>,
    /// The fingerprints of the files.
    pub read: Vec<String>,
}

impl Register {
    /// Adds what a file says of a school. What the register itself says stays, whatever the order of the files; of two figures for one year
    /// the one of a file about figures stays, and of two such files the later one's.
    pub fn add(&mut self, urn: i32, new: Entry) {
        match self.schools.get_mut(&urn) {
            None => {
                self.schools.insert(urn, new);
            }
            Some(known) if new.from_register => {
                known.facts = new.facts;
                known.from_register = true;
                for (year, share) in new.shares {
                    known.shares.entry(year).or_insert(share);
                }
            }
            Some(known) => {
                if !known.from_register {
                    known.facts = filled(&known.facts, &new.facts);
                }
                known.shares.extend(new.shares);
            }
        }
    }
}

/// `known` with what it does not have yet from `new`.
pub fn filled(known: &Facts, new: &Facts) -> Facts {
    let text = |known: &Option<String>, new: &Option<String>| known.clone().or_else(|| new.clone());
    Facts {
        name: known.name.clone(),
        town: text(&known.town, &new.town),
        postcode: text(&known.postcode, &new.postcode),
        authority: text(&known.authority, &new.authority),
        phase: known.phase.or(new.phase),
        kind: text(&known.kind, &new.kind),
        state: known.state,
        opened_on: known.opened_on.or(new.opened_on),
        closed_on: known.closed_on.or(new.closed_on),
    }
}
