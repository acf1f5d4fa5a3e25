//! What is kept in memory of the register: every organisation with a commitment, by its name, and for each choice of a filter one bit each.

use std::collections::HashMap;

use super::model::{Entry, RegisterArea, Status};
use crate::opportunities::{Bits, Words, folded};
use crate::organisations::AreaKind;
use crate::places::Point;
use crate::pledges::{Commitment, CommitmentKind};

/// The state of the data that an index was made of: the register's number and that of what is on offer.
pub type Version = (i64, i64);

/// An area with those who lie in it.
pub(super) struct Inside {
    pub area: RegisterArea,
    /// The middle of its organisations.
    pub point: Option<Point>,
    pub members: Bits,
}

/// The register. It is made of rows and of nothing else, so that every process makes the same.
pub struct Index {
    /// The state of the database that it was made of.
    pub version: Version,
    pub(super) entries: Vec<Entry>,
    by_slug: HashMap<String, usize>,
    pub(super) words: Words,
    /// By kind and name; only areas in which somebody is on the register.
    pub(super) areas: Vec<Inside>,
    /// For each commitment and status those whose newest pledge stands so.
    signed: Vec<(CommitmentKind, Status, Bits)>,
    texts: HashMap<i64, Commitment>,
}

impl Index {
    /// The register of these organisations, areas and words.
    pub fn new(version: Version, mut entries: Vec<Entry>, areas: Vec<RegisterArea>, texts: HashMap<i64, Commitment>) -> Self {
        entries.sort_by_cached_key(|entry| (name_key(&entry.name), entry.id));
        let length = entries.len();
        let set = |has: &dyn Fn(&Entry) -> bool| Bits::of(length, |number| entries.get(number).is_some_and(has));
        let mut areas: Vec<Inside> = areas
            .into_iter()
            .map(|area| Inside {
                members: set(&|entry| entry.areas.contains(&area.id)),
                point: Point::middle(
                    entries
                        .iter()
                        .filter(|entry| entry.areas.contains(&area.id))
                        .filter_map(Entry::point),
                ),
                area,
            })
            .filter(|inside| inside.members.count() > 0)
            .collect();
        areas.sort_by(|one, other| (one.area.kind, &one.area.name, one.area.id).cmp(&(other.area.kind, &other.area.name, other.area.id)));
        let kinds = CommitmentKind::ALL.iter().copied();
        let choices = kinds.flat_map(|kind| Status::ALL.iter().map(move |status| (kind, *status)));
        let stands = |kind, status| set(&|entry| entry.current(kind).is_some_and(|pledge| pledge.status == status));
        Self {
            version,
            by_slug: entries
                .iter()
                .enumerate()
                .map(|(number, entry)| (entry.slug.clone(), number))
                .collect(),
            words: Words::of(entries.iter().map(|entry| [entry.name.as_str(), &entry.town, &entry.code])),
            signed: choices.map(|(kind, status)| (kind, status, stands(kind, status))).collect(),
            areas,
            entries,
            texts,
        }
    }

    /// How many organisations there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All organisations by name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The organisation at `slug`.
    pub fn entry(&self, slug: &str) -> Option<&Entry> {
        self.by_slug.get(slug).and_then(|number| self.entries.get(*number))
    }

    /// The number after that of the organisation at `slug`; none if there is none.
    pub(super) fn after(&self, slug: &str) -> Option<usize> {
        self.by_slug.get(slug).map(|number| number + 1)
    }

    /// The area of this kind with this code.
    pub fn area(&self, kind: AreaKind, code: &str) -> Option<&RegisterArea> {
        let mut areas = self.areas.iter().map(|inside| &inside.area);
        areas.find(|area| area.kind == kind && area.code == code)
    }

    /// The areas that an organisation lies in, by kind.
    pub fn areas_of(&self, entry: &Entry) -> impl Iterator<Item = &RegisterArea> {
        let areas = self.areas.iter().map(|inside| &inside.area);
        areas.filter(|area| entry.areas.contains(&area.id))
    }

    /// Those whose newest pledge of `kind` stands at `status`; none for any.
    pub(super) fn signed(&self, kind: Option<CommitmentKind>, status: Option<Status>) -> Bits {
        let mut found = Bits::none(self.len());
        for (own_kind, own_status, bits) in &self.signed {
            if kind.is_none_or(|kind| kind == *own_kind) && status.is_none_or(|status| status == *own_status) {
                found.or(bits);
            }
        }
        found
    }

    /// The words with this number.
    pub fn text(&self, id: i64) -> Option<&Commitment> {
        self.texts.get(&id)
    }
}

/// A name as it is ordered: its words in small letters, without accents.
fn name_key(name: &str) -> String {
    folded(name).join(" ")
}
