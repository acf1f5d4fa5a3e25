//! Reading settings: each from its variable, with what is wrong collected.

use std::collections::BTreeMap;
use std::fmt;

/// Reads variables and collects what is wrong with them.
pub(super) struct Reader<'a> {
    pub variables: &'a BTreeMap<String, String>,
    pub problems: Vec<String>,
}

impl Reader<'_> {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    pub fn text_or(&self, name: &str, default: &str) -> String {
        self.text(name).unwrap_or(default).to_owned()
    }

    pub fn problem(&mut self, name: &str, words: impl fmt::Display) {
        self.problems.push(format!("{name} {words}"));
    }

    pub fn parsed<T>(&mut self, name: &str, default: T, expected: &str, parse: impl Fn(&str) -> Option<T>) -> T {
        match self.text(name).map(|text| parse(text.trim())) {
            None => default,
            Some(Some(value)) => value,
            Some(None) => {
                self.problem(name, format_args!("must be {expected}"));
                default
            }
        }
    }

    pub fn flag(&mut self, name: &str, default: bool) -> bool {
        self.parsed(name, default, "true or false", |text| text.parse().ok())
    }

    pub fn number(&mut self, name: &str, default: u32) -> u32 {
        self.parsed(name, default, "a whole number above 0", |text| text.parse().ok().filter(|n| *n > 0))
    }
}
