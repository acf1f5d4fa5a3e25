//! What somebody looks for on the register, and the address of the page that shows it.

use url::form_urlencoded::Serializer;

use super::model::{RegisterArea, Status};
use crate::organisations::AreaKind;
use crate::pledges::CommitmentKind;

/// The address of the register.
pub const PATH: &str = "/organisations";

/// What somebody looks for. Nothing set means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words that all must be in the name, town or code.
    pub words: String,
    /// Areas in which an organisation must lie: at most one of each kind.
    pub areas: Vec<RegisterArea>,
    /// Which commitment.
    pub commitment: Option<CommitmentKind>,
    /// Where it stands.
    pub status: Option<Status>,
}

/// One part of what is looked for, which can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The words.
    Words,
    /// The area of one kind.
    Area(AreaKind),
    /// Which commitment.
    Commitment,
    /// Where it stands.
    Status,
}

/// What stands for a kind of area in addresses.
pub const fn area_name(kind: AreaKind) -> &'static str {
    match kind {
        AreaKind::Region => "region",
        AreaKind::IntegratedCareBoard => "board",
        AreaKind::Letb => "letb",
    }
}

impl Wanted {
    /// The area of a kind that is looked for.
    pub fn area(&self, kind: AreaKind) -> Option<&RegisterArea> {
        self.areas.iter().find(|area| area.kind == kind)
    }

    /// The smallest area that is looked for.
    pub fn smallest_area(&self) -> Option<&RegisterArea> {
        [AreaKind::IntegratedCareBoard, AreaKind::Letb, AreaKind::Region]
            .into_iter()
            .find_map(|kind| self.area(kind))
    }

    /// The parts that are set, each with the words for it.
    pub fn parts(&self) -> Vec<(Filter, String)> {
        let mut parts = Vec::new();
        if !self.words.is_empty() {
            parts.push((Filter::Words, format!("the words “{}”", self.words)));
        }
        parts.extend(self.areas.iter().map(|area| (Filter::Area(area.kind), area.name.clone())));
        parts.extend(self.commitment.map(|kind| (Filter::Commitment, kind.name().to_owned())));
        parts.extend(self.status.map(|status| (Filter::Status, status.words().to_owned())));
        parts
    }

    /// The same without one part.
    #[must_use]
    pub fn without(&self, filter: Filter) -> Self {
        let mut less = self.clone();
        match filter {
            Filter::Words => less.words.clear(),
            Filter::Area(kind) => less.areas.retain(|area| area.kind != kind),
            Filter::Commitment => less.commitment = None,
            Filter::Status => less.status = None,
        }
        less
    }

    /// The same in one area of a kind.
    #[must_use]
    pub fn within(&self, area: &RegisterArea) -> Self {
        let mut more = self.without(Filter::Area(area.kind));
        more.areas.push(area.clone());
        more.areas.sort_by_key(|area| area.kind);
        more
    }

    /// The query of an address that asks for this: empty for everything.
    pub fn query(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        if !self.words.is_empty() {
            pairs.append_pair("q", &self.words);
        }
        for area in &self.areas {
            pairs.append_pair(area_name(area.kind), &area.code);
        }
        if let Some(kind) = self.commitment {
            pairs.append_pair("commitment", kind.as_str());
        }
        if let Some(status) = self.status {
            pairs.append_pair("status", status.as_str());
        }
        pairs.finish()
    }

    /// An address with this query and more pairs.
    pub fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut pairs = Serializer::new(self.query());
        pairs.extend_pairs(more);
        let query = pairs.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}
