//! What is wrong with an input: a stable code, the file, the place in it and what was expected there.

use serde::Serialize;
use std::fmt;

/// The kind of a problem. The letters and numbers are published and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Code {
    /// A policy that is not laid out as `practise-policy/1` asks.
    P01,
    /// A key the policy layout does not know.
    P02,
    /// Two criteria, bands or pathways with one name.
    P03,
    /// A pathway the policy does not define.
    P04,
    /// Bands whose `min_groups` do not fall, one after another, to 0.
    P05,
    /// Reserves over the places, or over the policy's share.
    P06,
    /// A protected characteristic is named.
    P07,
    /// More bands, pathways or reserves than the engine supports.
    P08,
    /// A reference that is not 1 to 36 of `A-Z a-z 0-9 _ -`.
    I01,
    /// The same applicant or opportunity twice.
    I02,
    /// A choice that is unknown or given twice.
    I03,
    /// More choices than the policy allows.
    I04,
    /// An unknown criterion, level or statement.
    I05,
    /// A field the layout does not know, a missing one, or one of the wrong kind.
    I06,
    /// A number of places outside 0 to 65535.
    I07,
    /// Fewer than two contributions to the draw.
    D01,
    /// A value that does not match its commitment, or is no draw value at all.
    D02,
    /// A commitment dated after the closing time.
    D03,
    /// A beacon round that is not after the closing time, or whose signature does not give the value.
    D04,
    /// A list or policy other than the one the record names.
    D05,
    /// A draw before the closing time.
    D06,
    /// A second draw for one round.
    D07,
    /// An event for a place the person does not hold, or a pair not on their list.
    E01,
    /// An event after the round is archived.
    E02,
    /// A reason that is not in the list.
    E03,
    /// One event number used for two different events.
    E04,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// One problem in one input. Inputs are refused whole, with every problem listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputError {
    /// What kind of problem it is.
    pub code: Code,
    /// The input's name as the caller gave it, usually a file name.
    pub file: String,
    /// Where it is: `line 4, max_choices` in a policy, a JSON pointer in a round.
    pub place: String,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}: {}", self.file, self.place, self.code, self.message)
    }
}

impl std::error::Error for InputError {}

/// Gathers the problems of one input, so that all are shown at once.
#[derive(Debug)]
pub(crate) struct Problems {
    file: String,
    found: Vec<InputError>,
}

impl Problems {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            found: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, code: Code, place: impl Into<String>, message: impl Into<String>) {
        self.found.push(InputError {
            code,
            file: self.file.clone(),
            place: place.into(),
            message: message.into(),
        });
    }

    /// Itself when nothing was found so far, otherwise everything that was.
    pub(crate) fn checked(self) -> Result<Self, Vec<InputError>> {
        if self.found.is_empty() { Ok(self) } else { Err(self.found) }
    }

    pub(crate) fn into_found(self) -> Vec<InputError> {
        self.found
    }

    /// `value` when nothing was found, otherwise everything that was.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Vec<InputError>> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }
}

/// Whether `text` can be a reference: 1 to 36 ASCII letters, digits, `_` or `-` (7.1).
pub fn is_reference(text: &str) -> bool {
    (1..=36).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
