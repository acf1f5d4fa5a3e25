//! Who lives in England: what the answers are compared with.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::error::Error;

/// Some people of England at the census of 2021 who have a group in common.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What it is called.
    pub name: String,
    /// The answers of its members, as `question:answer`.
    pub answers: Vec<String>,
    /// How many live in England.
    pub people: u32,
}

/// Groups that exclude each other and are compared with each other.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What it is called.
    pub name: String,
    /// The groups in the order of the census.
    pub groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    measure: Vec<Measure>,
}

static ENGLAND: LazyLock<Result<Vec<Measure>, String>> = LazyLock::new(|| {
    let text = include_str!("../../data/monitoring/england-2021.toml");
    toml::from_str::<File>(text)
        .map(|file| file.measure)
        .map_err(|error| error.to_string())
});

/// The measures of England at the census of 2021.
///
/// # Errors
/// `Internal` if the shipped file is wrong, which a test rules out.
pub fn england() -> Result<&'static [Measure], Error> {
    ENGLAND.as_deref().map_err(|error| Error::internal(error.clone()))
}
