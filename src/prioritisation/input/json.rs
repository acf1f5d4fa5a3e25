//! JSON kept as it was written, repeated keys included, so that no problem in an input hides another.

use crate::prioritisation::problem::{Code, Problems};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// A JSON value. Numbers that are not whole and from 0 up are `Other`, as is `null`, `true` and `false`: no input has them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Other(&'static str),
    Number(u64),
    Text(String),
    List(Vec<Node>),
    /// Keys in the order written; a key may be there twice.
    Object(Vec<(String, Node)>),
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Other("null"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Other("true or false"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Other("a negative number"))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Other("a number that is not whole"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Node::Object(object))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

impl Node {
    /// What the value is, for a problem's message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Node::Other(kind) => kind,
            Node::Number(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        }
    }

    /// Parses a whole document; text that is not JSON is one I06 problem with its line.
    pub(crate) fn parse(bytes: &[u8], problems: &mut Problems) -> Option<Node> {
        match serde_json::from_slice(bytes) {
            Ok(node) => Some(node),
            Err(error) => {
                let line = format!("line {}", error.line());
                problems.add(Code::I06, line, format!("not JSON: {error}"));
                None
            }
        }
    }
}

/// A JSON object being read, at a JSON pointer.
pub(crate) struct Fields<'a> {
    pub(crate) at: String,
    entries: &'a [(String, Node)],
}

impl<'a> Fields<'a> {
    /// `node` as an object with no fields but `known`, each at most once.
    pub(crate) fn of(node: &'a Node, at: String, known: &[&str], problems: &mut Problems) -> Option<Self> {
        let Node::Object(entries) = node else {
            problems.add(Code::I06, root(&at), format!("expected an object, found {}", node.kind()));
            return None;
        };
        let mut seen = HashSet::new();
        for (key, _) in entries {
            if !known.contains(&key.as_str()) {
                problems.add(
                    Code::I06,
                    pointer(&at, key),
                    format!("extra field; known here: {}", known.join(", ")),
                );
            }
            if !seen.insert(key) {
                problems.add(Code::I06, pointer(&at, key), "this field is given twice");
            }
        }
        Some(Self { at, entries })
    }

    pub(crate) fn place(&self, key: &str) -> String {
        pointer(&self.at, key)
    }

    /// The field's value, if it is there.
    pub(crate) fn optional(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(k, _)| k == key).map(|(_, node)| node)
    }

    /// The field's value; a missing field is I06.
    pub(crate) fn get(&self, key: &str, problems: &mut Problems) -> Option<&'a Node> {
        let found = self.optional(key);
        if found.is_none() {
            problems.add(Code::I06, self.place(key), "this field is missing");
        }
        found
    }

    /// The field as text; anything else is reported with `code`.
    pub(crate) fn text(&self, key: &str, code: Code, problems: &mut Problems) -> Option<&'a str> {
        text(self.get(key, problems)?, &self.place(key), code, problems)
    }

    /// The field as a list of texts; wrong items are reported with `code`.
    pub(crate) fn texts(&self, key: &str, code: Code, problems: &mut Problems) -> Vec<String> {
        let items = self.list(key, problems);
        let at = self.place(key);
        items
            .iter()
            .enumerate()
            .map(|(i, item)| text(item, &format!("{at}/{i}"), code, problems).unwrap_or_default().to_owned())
            .collect()
    }

    /// The field as a list.
    pub(crate) fn list(&self, key: &str, problems: &mut Problems) -> &'a [Node] {
        match self.get(key, problems) {
            Some(Node::List(items)) => items,
            Some(other) => {
                problems.add(Code::I06, self.place(key), format!("expected a list, found {}", other.kind()));
                &[]
            }
            None => &[],
        }
    }

    /// The field as an object whose keys are free; a key given twice is reported with `code`.
    pub(crate) fn map(&self, key: &str, code: Code, problems: &mut Problems) -> &'a [(String, Node)] {
        match self.get(key, problems) {
            Some(Node::Object(entries)) => {
                let mut seen = HashSet::new();
                for (name, _) in entries {
                    if !seen.insert(name) {
                        problems.add(code, pointer(&self.place(key), name), "this is given twice");
                    }
                }
                entries
            }
            Some(other) => {
                problems.add(Code::I06, self.place(key), format!("expected an object, found {}", other.kind()));
                &[]
            }
            None => &[],
        }
    }
}

fn text<'a>(node: &'a Node, at: &str, code: Code, problems: &mut Problems) -> Option<&'a str> {
    if let Node::Text(text) = node {
        return Some(text);
    }
    problems.add(code, at, format!("expected text, found {}", node.kind()));
    None
}

/// The JSON pointer of `key` below `at`.
pub(crate) fn pointer(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn root(at: &str) -> String {
    if at.is_empty() { "/".to_owned() } else { at.to_owned() }
}
