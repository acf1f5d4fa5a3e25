//! A bundle as files of a folder, and back.

use super::{Bundle, RUNS_SCHEMA, Record, Run, SCHEMA, Supervised, Ticket};
use crate::allocation::published::{self, Published};
use crate::prioritisation::input::read_list;
use crate::prioritisation::problem::{Code, InputError, Problems, is_reference};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The policy, byte for byte.
pub const POLICY: &str = "policy.toml";
/// The record of the draw.
pub const RECORD: &str = "record.json";
/// Every applicant's reference, one a line.
pub const REFERENCES: &str = "references.txt";
/// Every applicant's number, a table of `position,ref,lottery`.
pub const LOTTERY: &str = "lottery.csv";
/// What is published of every opportunity.
pub const COUNTS: &str = "counts.json";
/// The round with claims and choices: for the supervisor.
pub const ROUND: &str = "round.json";
/// The record of every run: for the supervisor.
pub const RUNS: &str = "runs.json";

const COLUMNS: &str = "position,ref,lottery";

/// Names and contents of a folder's files.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The name of the file with the result of the run at this index.
pub fn result_name(index: usize) -> String {
    format!("result-{:03}.json", index + 1)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Runs {
    schema: String,
    runs: Vec<Run>,
}

impl Bundle {
    /// The files to write.
    ///
    /// # Errors
    /// None in practice: every part has a JSON form.
    pub fn to_files(&self) -> serde_json::Result<Files> {
        let lines = |lines: Vec<String>| lines.into_iter().map(|line| line + "\n").collect::<String>();
        let ticket = |t: &Ticket| format!("{},{},{}", t.position, t.reference, t.lottery);
        let lottery = std::iter::once(COLUMNS.to_owned()).chain(self.lottery.iter().map(ticket)).collect();
        let mut files = vec![
            (POLICY.to_owned(), self.policy.clone()),
            (RECORD.to_owned(), serde_json::to_string_pretty(&self.record)? + "\n"),
            (REFERENCES.to_owned(), lines(self.references.clone())),
            (LOTTERY.to_owned(), lines(lottery)),
        ];
        if let Some(counts) = &self.counts {
            files.push((COUNTS.to_owned(), serde_json::to_string_pretty(counts)? + "\n"));
        }
        if let Some(supervised) = &self.supervised {
            let runs = Runs {
                schema: RUNS_SCHEMA.to_owned(),
                runs: supervised.runs.clone(),
            };
            files.push((ROUND.to_owned(), supervised.round.clone()));
            files.push((RUNS.to_owned(), serde_json::to_string_pretty(&runs)? + "\n"));
            let results = supervised.results.iter().enumerate();
            files.extend(results.map(|(i, result)| (result_name(i), result.clone())));
        }
        Ok(files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect())
    }

    /// Reads a bundle; files of other names are left alone. It is the supervisor's if it has a round.
    ///
    /// # Errors
    /// Every problem found: a file that is missing, or that is not laid out as it should be.
    pub fn from_files(files: &Files) -> Result<Self, Vec<InputError>> {
        let mut reader = Reader { files, found: Vec::new() };
        let policy = reader.text(POLICY, Code::P01);
        let record = reader.record();
        let references = reader.references();
        let lottery = reader.lottery();
        let counts = reader.counts();
        let supervised = files.contains_key(ROUND).then(|| reader.supervised());
        match record {
            Some(record) if reader.found.is_empty() => Ok(Self {
                policy,
                record,
                references,
                lottery,
                counts,
                supervised,
            }),
            _ => Err(reader.found),
        }
    }
}

struct Reader<'a> {
    files: &'a Files,
    found: Vec<InputError>,
}

impl Reader<'_> {
    fn problem(&mut self, code: Code, file: &str, place: &str, message: impl Into<String>) {
        let mut problems = Problems::new(file);
        problems.add(code, place, message);
        self.found.extend(problems.into_found());
    }

    fn text(&mut self, file: &str, code: Code) -> String {
        let text = self.files.get(file).map(|bytes| String::from_utf8(bytes.clone()));
        match text {
            Some(Ok(text)) => text,
            Some(Err(_)) => {
                self.problem(code, file, "(file)", "expected UTF-8 text");
                String::new()
            }
            None => {
                self.problem(code, file, "(file)", "this file is missing");
                String::new()
            }
        }
    }

    fn json<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let text = self.text(file, Code::I06);
        match serde_json::from_str(&text) {
            Ok(value) => Some(value),
            // A missing file is told already.
            Err(_) if !self.files.contains_key(file) => None,
            Err(error) => {
                self.problem(Code::I06, file, &format!("line {}", error.line()), error.to_string());
                None
            }
        }
    }

    fn record(&mut self) -> Option<Record> {
        let record: Record = self.json(RECORD)?;
        if record.schema != SCHEMA {
            self.problem(Code::I06, RECORD, "/schema", format!("expected \"{SCHEMA}\""));
        }
        if !is_reference(&record.round_id) {
            self.problem(Code::I01, RECORD, "/round_id", "expected 1 to 36 of A-Z a-z 0-9 _ -");
        }
        let promised = record
            .contributions
            .iter()
            .flat_map(|promise| [&promise.committed_at, &promise.revealed_at]);
        let drawn = record.draws.iter().map(|draw| &draw.drawn_at);
        let wrong: Vec<String> = [&record.closed_at]
            .into_iter()
            .chain(promised)
            .chain(drawn)
            .filter(|moment| !is_moment(moment))
            .cloned()
            .collect();
        for moment in wrong {
            self.moment(RECORD, &moment);
        }
        Some(record)
    }

    fn moment(&mut self, file: &str, moment: &str) {
        let message = format!("\"{moment}\" is not a moment like 2026-11-22T09:30:00.000000Z");
        self.problem(Code::I06, file, "(moments)", message);
    }

    fn references(&mut self) -> Vec<String> {
        let text = self.text(REFERENCES, Code::I01);
        read_list(REFERENCES, text.as_bytes()).unwrap_or_else(|problems| {
            self.found.extend(problems);
            Vec::new()
        })
    }

    fn lottery(&mut self) -> Vec<Ticket> {
        let text = self.text(LOTTERY, Code::I06);
        let mut tickets = Vec::new();
        for (number, line) in (1u32..).zip(text.lines()) {
            let ticket = match line.split(',').collect::<Vec<_>>()[..] {
                [position, reference, lottery] => position.parse().ok().map(|position| Ticket {
                    position,
                    reference: reference.to_owned(),
                    lottery: lottery.to_owned(),
                }),
                _ => None,
            };
            match ticket {
                Some(ticket) if number > 1 => tickets.push(ticket),
                _ if number == 1 && line == COLUMNS => {}
                _ => self.problem(Code::I06, LOTTERY, &format!("line {number}"), format!("expected {COLUMNS}")),
            }
        }
        tickets
    }

    fn counts(&mut self) -> Option<Published> {
        let counts: Published = self.files.contains_key(COUNTS).then(|| self.json(COUNTS))??;
        if counts.schema != published::SCHEMA {
            self.problem(Code::I06, COUNTS, "/schema", format!("expected \"{}\"", published::SCHEMA));
        }
        Some(counts)
    }

    fn supervised(&mut self) -> Supervised {
        let round = self.text(ROUND, Code::I06);
        let runs: Option<Runs> = self.json(RUNS);
        if runs.as_ref().is_some_and(|runs| runs.schema != RUNS_SCHEMA) {
            self.problem(Code::I06, RUNS, "/schema", format!("expected \"{RUNS_SCHEMA}\""));
        }
        let runs = runs.map_or_else(Vec::new, |runs| runs.runs);
        for run in runs.iter().filter(|run| !is_moment(&run.made_at)) {
            self.moment(RUNS, &run.made_at);
        }
        let results = (0..runs.len()).map(|i| self.text(&result_name(i), Code::I06)).collect();
        Supervised { round, runs, results }
    }
}

/// Whether a text is a moment with all its digits, so that comparing texts compares moments.
fn is_moment(text: &str) -> bool {
    const FORM: &[u8] = b"0000-00-00T00:00:00.000000Z";
    let fits = |(byte, form): (u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == *form };
    text.len() == FORM.len() && text.bytes().zip(FORM).all(fits)
}
