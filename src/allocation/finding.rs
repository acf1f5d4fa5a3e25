//! What a check finds, and where two JSON values differ.

use crate::prioritisation::Code;
use serde_json::Value;
use std::fmt;

/// Something wrong in what was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// JSON pointer, or the line, in the file that was checked.
    pub place: String,
    /// The kind of problem, where it has a published code.
    pub code: Option<Code>,
    /// What is wrong there.
    pub message: String,
}

impl Finding {
    pub(super) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            code: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(code) = self.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// A wrong list or policy has a code of its own.
fn code(place: &str) -> Option<Code> {
    ["/policy_sha256", "/list_sha256"].contains(&place).then_some(Code::D05)
}

/// Every place where `found` is not what follows from the inputs and the offers.
pub(super) fn differences(at: &str, expected: &Value, found: &Value, findings: &mut Vec<Finding>) {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                differences(&format!("{at}/{key}"), value, b.get(key).unwrap_or(&Value::Null), findings);
            }
            for key in b.keys().filter(|key| !a.contains_key(*key)) {
                findings.push(Finding::new(format!("{at}/{key}"), "this should not be there"));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (expected, found)) in a.iter().zip(b).enumerate() {
                differences(&format!("{at}/{i}"), expected, found, findings);
            }
        }
        _ if expected == found => {}
        _ => findings.push(Finding {
            place: at.to_owned(),
            code: code(at),
            message: format!("expected {expected}, found {found}"),
        }),
    }
}
