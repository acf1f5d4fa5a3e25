//! What an import changed, in words.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use crate::schools::model::{Facts, SchoolState};

/// So many changed schools are listed by name.
const LISTED: usize = 200;

/// A school that an import changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its reference number.
    pub urn: i32,
    /// Its name now.
    pub name: String,
    /// The fields that changed, by their names.
    pub fields: Vec<&'static str>,
    /// It was open, and is closed.
    pub closed: bool,
}

/// What an import changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Schools that the register did not know.
    pub added: usize,
    /// Schools with other facts than before.
    pub changed: Vec<Change>,
    /// Schools that have another successor than before, with its reference number.
    pub successors: Vec<(i32, i32)>,
    /// Links to schools that are in neither the files nor the register: left out.
    pub unknown_links: usize,
    /// Figures for a year that had none.
    pub measures_added: usize,
    /// Figures that are others than before.
    pub measures_changed: usize,
}

impl Changes {
    /// True if everything was so already.
    pub fn is_empty(&self) -> bool {
        let counts = [
            self.added,
            self.changed.len(),
            self.successors.len(),
            self.measures_added,
            self.measures_changed,
        ];
        counts.iter().sum::<usize>() == 0
    }

    /// How many schools closed.
    pub fn closed(&self) -> usize {
        self.changed.iter().filter(|change| change.closed).count()
    }

    /// The counts for the audit log.
    pub fn detail(&self, files: &[String]) -> Value {
        json!({
            "files": files,
            "added": self.added,
            "changed": self.changed.len(),
            "closed": self.closed(),
            "successors": self.successors.len(),
            "measures_added": self.measures_added,
            "measures_changed": self.measures_changed,
        })
    }

    /// How many schools changed in each field.
    fn by_field(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for field in self.changed.iter().flat_map(|change| &change.fields) {
            *counts.entry(*field).or_default() += 1;
        }
        counts
    }
}

/// The names of the fields in which two states of a school differ.
pub fn fields(before: &Facts, after: &Facts) -> Vec<&'static str> {
    let differ = [
        ("name", before.name != after.name),
        ("town", before.town != after.town),
        ("postcode", before.postcode != after.postcode),
        ("authority", before.authority != after.authority),
        ("phase", before.phase != after.phase),
        ("kind", before.kind != after.kind),
        ("state", before.state != after.state),
        ("opening day", before.opened_on != after.opened_on),
        ("closing day", before.closed_on != after.closed_on),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// True if a school was not closed, and is.
pub fn closes(before: &Facts, after: &Facts) -> bool {
    before.state != SchoolState::Closed && after.state == SchoolState::Closed
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in self.changed.iter().take(LISTED) {
            let closed = if change.closed { ": closed" } else { "" };
            writeln!(f, "{} {}{closed}: {}", change.urn, change.name, change.fields.join(", "))?;
        }
        if self.changed.len() > LISTED {
            writeln!(f, "and {} more", self.changed.len() - LISTED)?;
        }
        for (urn, successor) in self.successors.iter().take(LISTED) {
            writeln!(f, "{urn}: successor {successor}")?;
        }
        writeln!(f, "schools added: {}", self.added)?;
        let fields: Vec<String> = self.by_field().into_iter().map(|(name, count)| format!("{name} {count}")).collect();
        let by_field = if fields.is_empty() {
            String::new()
        } else {
            format!(" ({})", fields.join(", "))
        };
        writeln!(f, "schools changed: {}{by_field}", self.changed.len())?;
        writeln!(f, "schools closed: {}", self.closed())?;
        writeln!(f, "successors added or changed: {}", self.successors.len())?;
        if self.unknown_links > 0 {
            writeln!(
                f,
                "links left out, because the register does not know both schools: {}",
                self.unknown_links
            )?;
        }
        write!(f, "figures added: {}; changed: {}", self.measures_added, self.measures_changed)
    }
}
