//! Everything about a person as one tree: things with facts and with groups of further things. A file to read and a file for programs are made
//! of the same tree, so that neither has more than the other.

use serde_json::{Map, Value as Json, json};
use time::Date;

use crate::db::Instant;

/// What a fact says.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A moment.
    Moment(Instant),
    /// A day.
    Day(Date),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// What was stored as JSON: an answer with its parts.
    Parts(Json),
}

/// One fact, under a name for programs and a name for people.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// For programs.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// What it says.
    pub value: Value,
}

/// A thing that something is kept about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// What it is, for people.
    pub title: String,
    /// What is kept about it.
    pub facts: Vec<Fact>,
    /// What belongs to it.
    pub groups: Vec<Group>,
}

/// Things of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// For programs.
    pub key: &'static str,
    /// For people.
    pub title: &'static str,
    /// The things; a group without any is told as such.
    pub items: Vec<Item>,
}

impl Item {
    /// A thing of which nothing is known yet.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, key: &'static str, label: &'static str, value: impl Into<Value>) -> Self {
        self.facts.push(Fact {
            key,
            label,
            value: value.into(),
        });
        self
    }

    /// Adds a fact if there is one.
    #[must_use]
    pub fn maybe(self, key: &'static str, label: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, label, value),
            None => self,
        }
    }

    /// Adds what belongs to it.
    #[must_use]
    pub fn group(mut self, key: &'static str, title: &'static str, items: Vec<Self>) -> Self {
        self.groups.push(Group { key, title, items });
        self
    }

    /// The thing as JSON: each fact and each group under its key; days and moments (UTC) as ISO 8601 writes them.
    pub fn json(&self) -> Json {
        let mut object = Map::new();
        for fact in &self.facts {
            object.insert(fact.key.to_owned(), fact.value.json());
        }
        for group in &self.groups {
            object.insert(group.key.to_owned(), group.items.iter().map(Self::json).collect());
        }
        Json::Object(object)
    }
}

impl Value {
    fn json(&self) -> Json {
        match self {
            Self::Text(text) => json!(text),
            Self::Moment(at) => json!(at.to_string()),
            Self::Day(day) => json!(day.to_string()),
            Self::Number(number) => json!(number),
            Self::Flag(flag) => json!(flag),
            Self::Parts(parts) => parts.clone(),
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Instant> for Value {
    fn from(at: Instant) -> Self {
        Self::Moment(at)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Json> for Value {
    fn from(parts: Json) -> Self {
        Self::Parts(parts)
    }
}
