//! What an import changed, in words.

use std::fmt;

use serde_json::{Value, json};

use super::areas::AreaChanges;

/// So many organisations are listed by name.
const LISTED: usize = 400;

/// An organisation that an import changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its code.
    pub code: String,
    /// Its name now.
    pub name: String,
    /// The fields that changed, by their names.
    pub fields: Vec<&'static str>,
    /// It was open, and has a last day now.
    pub closed: bool,
}

/// What an import changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// What became of the areas.
    pub areas: AreaChanges,
    /// Organisations that were not known.
    pub added: usize,
    /// Those of them that are closed.
    pub added_closed: usize,
    /// Organisations with other facts than before.
    pub changed: Vec<Change>,
    /// Organisations that were so already.
    pub unchanged: usize,
    /// Lines that were left out: closed before the regions of today.
    pub left_out: usize,
}

impl Changes {
    /// True if everything was so already.
    pub fn is_empty(&self) -> bool {
        self.added == 0 && self.changed.is_empty() && self.areas.added == 0 && self.areas.changed == 0
    }

    /// How many organisations closed.
    pub fn closed(&self) -> usize {
        self.changed.iter().filter(|change| change.closed).count()
    }

    /// The counts for the audit log.
    pub fn detail(&self, file: &str) -> Value {
        json!({"file": file, "added": self.added, "changed": self.changed.len(), "closed": self.closed()})
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in self.changed.iter().take(LISTED) {
            let closed = if change.closed { ": closed" } else { "" };
            writeln!(f, "{} {}{closed}: {}", change.code, change.name, change.fields.join(", "))?;
        }
        if self.changed.len() > LISTED {
            writeln!(f, "and {} more", self.changed.len() - LISTED)?;
        }
        writeln!(f, "{}", self.areas)?;
        writeln!(f, "organisations added: {} ({} of them closed)", self.added, self.added_closed)?;
        writeln!(f, "organisations changed: {}", self.changed.len())?;
        writeln!(f, "organisations closed: {}", self.closed())?;
        write!(f, "organisations unchanged: {}", self.unchanged)?;
        if self.left_out > 0 {
            write!(f, "\nlines left out, closed before the regions of today: {}", self.left_out)?;
        }
        Ok(())
    }
}
