//! The exact words of the commitments: files that come with the program, and what an organisation that signed earlier said yes to.

use std::sync::LazyLock;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use time::Date;

use super::model::CommitmentKind;
use crate::error::Error;

/// The newest words of each commitment, byte by byte as they are signed.
const SHIPPED: [&str; 2] = [
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/commitments/practise-1.0.toml")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/commitments/health-ambassador-1.0.toml")),
];

/// A commitment in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Which one.
    pub kind: CommitmentKind,
    /// The version of its words.
    pub version: String,
    /// The first day on which it could be signed.
    pub in_force_from: Date,
    /// Its name.
    pub title: String,
    /// What it is about, in a few sentences.
    pub about: String,
    /// What is promised, clause by clause.
    pub clauses: Vec<Clause>,
    /// The file itself, byte by byte.
    pub body: String,
}

/// One promise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its name in addresses and in the database.
    pub id: String,
    /// A few words.
    pub title: String,
    /// What is promised.
    pub text: String,
    /// What the organisation is asked about it.
    pub question: String,
    /// The number that is promised, for a clause that has one.
    pub number: Option<Number>,
}

/// A number that is promised.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The question for it.
    pub label: String,
    /// What is counted, as it stands after the number.
    pub unit: String,
    /// The least that can be promised.
    pub least: i32,
    /// The most that is taken for meant.
    pub most: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: CommitmentKind,
    version: String,
    in_force_from: toml::value::Datetime,
    title: String,
    about: String,
    clause: Vec<Clause>,
}

impl Commitment {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(body: &str) -> Result<Self, String> {
        let file: File = toml::from_str(body).map_err(|error| error.to_string())?;
        let day = file.in_force_from.date.ok_or("in_force_from is not a day")?;
        let month = time::Month::try_from(day.month).map_err(|error| error.to_string())?;
        let in_force_from = Date::from_calendar_date(i32::from(day.year), month, day.day).map_err(|error| error.to_string())?;
        Ok(Self {
            kind: file.kind,
            version: file.version,
            in_force_from,
            title: file.title,
            about: file.about.trim().to_owned(),
            clauses: file.clause,
            body: body.to_owned(),
        })
    }

    /// SHA-256 over the exact bytes, in hexadecimal.
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.body.as_bytes()))
    }

    /// The clause with this name.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }
}

static PARSED: LazyLock<Result<Vec<Commitment>, String>> = LazyLock::new(|| SHIPPED.iter().map(|body| Commitment::parse(body)).collect());

/// The newest version of every commitment.
///
/// # Errors
/// `Internal` if a shipped file is wrong, which no release is.
pub fn shipped() -> Result<&'static [Commitment], Error> {
    match &*PARSED {
        Ok(commitments) => Ok(commitments),
        Err(problem) => Err(Error::internal(format!("a shipped commitment: {problem}"))),
    }
}

/// The newest version of one commitment.
///
/// # Errors
/// As [`shipped`].
pub fn newest(kind: CommitmentKind) -> Result<&'static Commitment, Error> {
    let found = shipped()?.iter().find(|commitment| commitment.kind == kind);
    found.ok_or_else(|| Error::internal(format!("no words for {kind}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_commitment_ships_with_its_clauses() {
        let practise = newest(CommitmentKind::Practise).unwrap();
        let ambassador = newest(CommitmentKind::HealthAmbassador).unwrap();
        assert_eq!((practise.clauses.len(), ambassador.clauses.len()), (9, 6));
        let least = |id: &str| {
            ambassador
                .clause(id)
                .and_then(|clause| clause.number.as_ref())
                .map(|number| number.least)
        };
        assert_eq!(
            ["activities", "case-study", "ambassadors", "time", "champion"].map(least),
            [Some(5), Some(1), Some(5), Some(1), None]
        );
    }

    /// A version that was published never changes: whoever changes the words makes another version, with another file.
    #[test]
    fn published_words_never_change() {
        let digests: Vec<String> = shipped().unwrap().iter().map(Commitment::sha256).collect();
        assert_eq!(
            digests,
            [
                "24adfda39b0b977d56f1f5f4d355852ccaff9d292010d15cfc012bbd3c7908c6",
                "d76d0a6d1ac0a99c9812377e99414768635b97e123a96f2a95197bff1799bfde",
            ]
        );
    }

    #[test]
    fn a_placement_is_no_promise_of_a_job() {
        assert!(
            newest(CommitmentKind::Practise)
                .unwrap()
                .about
                .contains("does not mean that anybody gets a job")
        );
    }
}
