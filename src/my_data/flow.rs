//! A file to read: everything about a person as a row of headings, facts and notes.

use serde_json::Value as Json;

use super::model::{Item, Value};
use crate::dates::{day, moment};
use crate::db::Instant;
use crate::error::Error;
use crate::pdf::{Block, file};

/// What is said at the start.
const ABOUT: [&str; 3] = [
    "This file has what we keep about you on the day that it was made. Times are British time.",
    "Your answers to the equality questions are not in it: they are kept without your name, and nobody can tell which are yours. What others told \
     us in confidence is not in it either: why a parent or guardian said no, and whether a school wants to talk to an organisation first.",
    "A sign like \u{fffd} stands for a letter that the font of this file does not have. The file for programs has every letter.",
];

/// The tree `all`, made at `now`, as a PDF. The same tree at the same moment gives the same pages.
///
/// # Errors
/// `Internal` if a font cannot be read or the file cannot be written.
pub fn pdf(all: &Item, now: Instant) -> Result<Vec<u8>, Error> {
    file(&all.title, &blocks(all), now)
}

/// The blocks of a tree.
fn blocks(all: &Item) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, all.title.clone())];
    blocks.extend(ABOUT.map(|words| Block::Note(words.to_owned())));
    body(all, 2, &mut blocks);
    blocks
}

/// The facts of a thing, and its groups under headings of this level.
fn body(item: &Item, level: u16, blocks: &mut Vec<Block>) {
    blocks.extend(item.facts.iter().map(|fact| Block::Fact(fact.label.to_owned(), words(&fact.value))));
    for group in &item.groups {
        blocks.push(Block::Heading(level, group.title.to_owned()));
        if group.items.is_empty() {
            blocks.push(Block::Note("Nothing is kept here.".to_owned()));
        }
        for item in &group.items {
            blocks.push(Block::Heading(level + 1, capital(&item.title)));
            body(item, level + 2, blocks);
        }
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Moment(at) => moment(*at),
        Value::Day(date) => day(*date),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => yes_no(*flag).to_owned(),
        Value::Parts(parts) => parts_in_words(parts),
    }
}

const fn yes_no(flag: bool) -> &'static str {
    if flag { "Yes" } else { "No" }
}

/// What was stored as JSON: each part of an object on a line of its own, lists with semicolons between.
fn parts_in_words(parts: &Json) -> String {
    match parts {
        Json::Null => "Not given".to_owned(),
        Json::Bool(flag) => yes_no(*flag).to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(list) if list.is_empty() => "None".to_owned(),
        Json::Array(list) => list.iter().map(parts_in_words).collect::<Vec<_>>().join("; "),
        Json::Object(parts) => {
            let line = |(key, part): (&String, &Json)| format!("{}: {}", capital(&key.replace(['_', '-'], " ")), parts_in_words(part));
            parts.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
