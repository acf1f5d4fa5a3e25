//! The "etr" layout of the Organisation Data Service: 27 columns and no header, for trusts, GP practices and others alike.

use std::collections::BTreeMap;

use time::Date;
use time::macros::format_description;

use super::areas::{self, WALES};
use super::names::written;
use crate::organisations::model::{AreaKind, OrganisationKind};
use crate::places::{Typed, read as read_place};
use crate::schools::import::{Problem, SourceFile, unless};

/// So many fields has a line.
const FIELDS: usize = 27;

/// The columns that are read, from 0, with the names that problems call them by.
const CODE: (usize, &str) = (0, "1 (code)");
const NAME: (usize, &str) = (1, "2 (name)");
const REGION: (usize, &str) = (2, "3 (region)");
const BOARD: (usize, &str) = (3, "4 (integrated care board)");
const TOWN: (usize, &str) = (7, "8 (town)");
const POSTCODE: (usize, &str) = (9, "10 (postcode)");
const OPENED: (usize, &str) = (10, "11 (open date)");
const CLOSED: (usize, &str) = (11, "12 (close date)");

/// What a line says of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its code.
    pub code: String,
    /// Its name as people write it.
    pub name: String,
    /// The code of its region: whose lead approves.
    pub region: String,
    /// The codes of all areas that it lies in, the region among them.
    pub areas: Vec<String>,
    /// Its town.
    pub town: String,
    /// Its postcode.
    pub postcode: String,
    /// Its first day.
    pub opened_on: Option<Date>,
    /// Its last day.
    pub closed_on: Option<Date>,
}

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisations {
    /// The kind of all of them.
    pub kind: OrganisationKind,
    /// The organisations, by code.
    pub entries: BTreeMap<String, Entry>,
    /// Lines about what closed before the regions of today: left out.
    pub left_out: usize,
    /// The file's fingerprint, for the audit log.
    pub file: String,
}

/// Reads a file in which every organisation is of one kind.
///
/// # Errors
/// All that is wrong with it, by line.
pub fn read(file: &SourceFile, kind: OrganisationKind) -> Result<Organisations, Vec<Problem>> {
    let text = file.text();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut read = Organisations {
        kind,
        entries: BTreeMap::new(),
        left_out: 0,
        file: file.fingerprint(),
    };
    let (mut problems, mut lines) = (Vec::new(), BTreeMap::new());
    for row in reader.records() {
        let row = row.map_err(|error| vec![Problem::unreadable(&file.name, &error)])?;
        let mut line = Line {
            file,
            row: &row,
            problems: &mut problems,
        };
        let (number, before) = (line.number(), line.problems.len());
        match line.entry(kind) {
            Some(entry) => {
                if let Some(first) = lines.insert(entry.code.clone(), number) {
                    line.wrong(CODE, format!("{} has line {first} already", entry.code));
                }
                read.entries.insert(entry.code.clone(), entry);
            }
            None => read.left_out += usize::from(line.problems.len() == before),
        }
    }
    if read.entries.is_empty() && problems.is_empty() {
        problems.push(Problem::new(&file.name, None, None, "has no organisations"));
    }
    unless(&file.name, problems)?;
    Ok(read)
}

struct Line<'a> {
    file: &'a SourceFile,
    row: &'a csv::StringRecord,
    problems: &'a mut Vec<Problem>,
}

impl Line<'_> {
    /// What the line says; nothing if it is wrong, or about what is left out.
    fn entry(&mut self, kind: OrganisationKind) -> Option<Entry> {
        if self.row.len() != FIELDS {
            let words = format!("has {} fields, and should have {FIELDS}", self.row.len());
            self.problems.push(Problem::new(&self.file.name, Some(self.number()), None, words));
            return None;
        }
        let code = self.code(kind);
        let name = self.needed(NAME);
        let postcode = self.needed(POSTCODE);
        let (opened_on, closed_on) = (self.day(OPENED), self.day(CLOSED));
        if let (Some(opened), Some(closed)) = (opened_on, closed_on)
            && closed < opened
        {
            self.wrong(CLOSED, "is before the open date");
        }
        let areas = self.areas(&postcode, closed_on.is_some())?;
        Some(Entry {
            code,
            name: written(&name),
            region: areas.first().cloned().unwrap_or_default(),
            areas,
            town: self.town(),
            postcode: postcode.to_uppercase(),
            opened_on,
            closed_on,
        })
    }

    /// Three to five letters and digits for a trust; practices have six.
    fn code(&mut self, kind: OrganisationKind) -> String {
        let code = self.needed(CODE);
        let longest = if kind == OrganisationKind::NhsTrust { 5 } else { 8 };
        let right = (3..=longest).contains(&code.len()) && code.bytes().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        if !code.is_empty() && !right {
            self.wrong(CODE, format!("“{code}” is not a code of 3 to {longest} capitals and digits"));
        }
        code
    }

    /// The region, the board and the board of 2014. Nothing for what is left out.
    fn areas(&mut self, postcode: &str, closed: bool) -> Option<Vec<String>> {
        let outcode = match read_place(postcode) {
            Typed::Postcode(outcode) | Typed::Outcode(outcode) => outcode,
            Typed::Words => String::new(),
        };
        let place = areas::of_outcode(&outcode);
        let region = match self.get(REGION) {
            "" if place == Some(WALES) => WALES,
            region => region,
        };
        let region = region.to_owned();
        if !is_of(&region, AreaKind::Region) {
            if closed {
                return None;
            }
            self.wrong(REGION, format!("“{region}” is not the code of a region"));
        }
        let board = self.get(BOARD).to_owned();
        let known = is_of(&board, AreaKind::IntegratedCareBoard);
        if !board.is_empty() && !known && !closed {
            self.wrong(BOARD, format!("“{board}” is not the code of an integrated care board"));
        }
        let mut areas = vec![region];
        areas.extend(Some(board).filter(|_| known));
        areas.extend(place.filter(|code| *code != WALES).map(str::to_owned));
        Some(areas)
    }

    /// The town, or the last line of the address that says something.
    fn town(&self) -> String {
        let town = Some(self.get(TOWN)).filter(|town| !town.is_empty());
        let lines = (4..=8).rev().map(|at| self.row.get(at).unwrap_or_default());
        let last = lines.into_iter().find(|line| !line.is_empty());
        written(town.or(last).unwrap_or_default())
    }

    fn get(&self, (at, _): (usize, &str)) -> &str {
        self.row.get(at).unwrap_or_default()
    }

    fn needed(&mut self, column: (usize, &'static str)) -> String {
        let text = self.get(column).to_owned();
        if text.is_empty() {
            self.wrong(column, "is empty");
        }
        text
    }

    fn day(&mut self, column: (usize, &'static str)) -> Option<Date> {
        let text = self.get(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let day = Date::parse(&text, format_description!("[year][month][day]")).ok();
        if day.is_none() {
            self.wrong(column, format!("“{text}” is not a date like 20260401"));
        }
        day
    }

    fn number(&self) -> u64 {
        self.row.position().map_or(0, csv::Position::line)
    }

    fn wrong(&mut self, (_, column): (usize, &str), message: impl Into<String>) {
        self.problems
            .push(Problem::new(&self.file.name, Some(self.number()), Some(column), message));
    }
}

fn is_of(code: &str, kind: AreaKind) -> bool {
    let listed = areas::all().unwrap_or_default();
    listed.iter().any(|area| area.kind == kind && area.code == code)
}
