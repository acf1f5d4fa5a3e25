//! A TOML table that remembers lines and which keys were asked for, so that every problem can be named with its place.

use crate::prioritisation::problem::{Code, Problems};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file's text, to turn byte positions into line numbers.
#[derive(Clone, Copy)]
pub(super) struct Source<'a>(pub &'a str);

impl Source<'_> {
    /// The 1-based line on which byte `at` lies.
    pub(super) fn line(self, at: usize) -> usize {
        self.0.bytes().take(at).filter(|b| *b == b'\n').count() + 1
    }
}

/// A table being read. `path` is how its keys are named in problems, such as `pathway.young_people.`.
pub(super) struct Doc<'a> {
    pub(super) source: Source<'a>,
    pub(super) path: String,
    pub(super) at: usize,
    table: &'a DeTable<'a>,
}

impl<'a> Doc<'a> {
    pub(super) fn new(source: Source<'a>, path: &str, at: usize, table: &'a DeTable<'a>) -> Self {
        Self {
            source,
            path: path.to_owned(),
            at,
            table,
        }
    }

    /// The place of `key`, or of the table itself when the key is missing.
    pub(super) fn place(&self, key: &str) -> String {
        let at = self.table.get_key_value(key).map_or(self.at, |(k, _)| k.span().start);
        format!("line {}, {}{key}", self.source.line(at), self.path)
    }

    /// Reports every key that is not in `known` as P02.
    pub(super) fn only(&self, known: &[&str], problems: &mut Problems) {
        for key in self.table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                problems.add(
                    Code::P02,
                    self.place(key.get_ref()),
                    format!("unknown key; known here: {}", known.join(", ")),
                );
            }
        }
    }

    fn wanted<T>(&self, key: &str, what: &str, problems: &mut Problems, read: impl Fn(&'a DeValue<'a>) -> Option<T>) -> Option<T> {
        let Some(value) = self.table.get(key) else {
            problems.add(Code::P01, self.place(key), format!("missing; expected {what}"));
            return None;
        };
        let found = read(value.get_ref());
        if found.is_none() {
            problems.add(
                Code::P01,
                self.place(key),
                format!("expected {what}, found {}", value.get_ref().type_str()),
            );
        }
        found
    }

    pub(super) fn text(&self, key: &str, problems: &mut Problems) -> Option<String> {
        self.wanted(key, "text in quotes", problems, |v| {
            v.as_str().filter(|t| !t.is_empty()).map(str::to_owned)
        })
    }

    pub(super) fn number(&self, key: &str, most: u32, problems: &mut Problems) -> Option<u32> {
        self.wanted(key, &format!("a whole number from 0 to {most}"), problems, |v| {
            let number = v.as_integer()?;
            u32::from_str_radix(&number.as_str().replace('_', ""), number.radix())
                .ok()
                .filter(|n| *n <= most)
        })
    }

    pub(super) fn texts(&self, key: &str, problems: &mut Problems) -> Option<Vec<String>> {
        self.wanted(key, "a list of texts", problems, |v| {
            v.as_array()?
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect()
        })
    }

    /// The table under `key`; `None`, reported only when `needed`, if there is none.
    pub(super) fn table(&self, key: &str, needed: bool, problems: &mut Problems) -> Option<Doc<'a>> {
        if !needed && !self.table.contains_key(key) {
            return None;
        }
        let table = self.wanted(key, "a table", problems, DeValue::as_table)?;
        let at = self.table.get_key_value(key).map_or(self.at, |(k, _)| k.span().start);
        Some(Doc::new(self.source, &format!("{}{key}.", self.path), at, table))
    }

    /// The tables under this one, by name, in the file's order.
    pub(super) fn tables(&self, problems: &mut Problems) -> Vec<(String, Doc<'a>)> {
        let mut keys: Vec<_> = self.table.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        keys.into_iter()
            .filter_map(|key| Some((key.get_ref().to_string(), self.table(key.get_ref(), true, problems)?)))
            .collect()
    }

    /// The list of tables under `key`, such as every `[[criterion]]`.
    pub(super) fn list(&self, key: &str, problems: &mut Problems) -> Vec<Doc<'a>> {
        let items = self.wanted(key, "at least one table", problems, |v| {
            let items: Option<Vec<(Range<usize>, &DeTable<'a>)>> = v
                .as_array()?
                .iter()
                .map(|item: &Spanned<DeValue<'a>>| Some((item.span(), item.get_ref().as_table()?)))
                .collect();
            items.filter(|items| !items.is_empty())
        });
        items
            .unwrap_or_default()
            .into_iter()
            .map(|(span, table)| Doc::new(self.source, &format!("{key}."), span.start, table))
            .collect()
    }
}
