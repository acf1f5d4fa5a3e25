//! The rows of a file, read into the register that is put together.

use std::collections::{BTreeMap, HashMap};

use time::Date;
use time::macros::format_description;

use super::layout::{self, Layout, RegisterColumns};
use super::record::{Entry, Given, Problem, Register, unless};
use super::table::{Line, Table};
use crate::schools::model::{Facts, Percent, Phase, SchoolState, Share};

/// Signs in place of a share: not applicable, not available, held back because so few pupils could be told apart.
const NO_SHARE: [&str; 8] = ["", "..", "z", "x", "c", ":", "-", "SUPP"];
/// The source of the shares that the register itself has.
const REGISTER: &str = "Get Information about Schools";

type Found<T> = Result<T, Problem>;

/// Reads every row of a table.
///
/// # Errors
/// All that is wrong with them.
pub fn read(table: &Table, given: &Given, register: &mut Register) -> Result<(), Vec<Problem>> {
    let layout = layout::of(table)?;
    let reader = Reader {
        given: given_for(&layout, table, given)?,
        layout,
    };
    if let Layout::Shares { .. } = reader.layout
        && let Some(other) = register.of_given_year.replace(table.name().to_owned())
    {
        let words = format!("and {other} both do not say their year: import one at a time");
        return Err(vec![table.problem(None, words)]);
    }
    let (mut problems, mut first) = (Vec::new(), HashMap::new());
    for line in table.lines() {
        if let Err(problem) = reader.line(line, &mut first, register) {
            problems.push(problem);
        }
    }
    unless(table.name(), problems)
}

/// The year and source of the shares in a file that does not say them itself.
struct Told {
    census_year: i32,
    source: String,
}

fn given_for(layout: &Layout, table: &Table, given: &Given) -> Result<Told, Vec<Problem>> {
    let says_year = matches!(layout, Layout::Register(_) | Layout::Links { .. } | Layout::Years { .. });
    let source = match (layout, &given.source) {
        (Layout::Register(_) | Layout::Links { .. }, _) => REGISTER.to_owned(),
        (_, Some(source)) => source.clone(),
        (_, None) => {
            return Err(vec![
                table.problem(None, "does not say who published its figures: say so with --source"),
            ]);
        }
    };
    match given.census_year {
        Some(census_year) => Ok(Told { census_year, source }),
        None if says_year => Ok(Told { census_year: 0, source }),
        None => Err(vec![
            table.problem(None, "does not say of which year its figures are: say so with --year"),
        ]),
    }
}

struct Reader {
    layout: Layout,
    given: Told,
}

impl Reader {
    /// Reads one line; `first` has the lines of the schools that were read already.
    fn line(&self, line: Line<'_>, first: &mut HashMap<i32, u64>, register: &mut Register) -> Found<()> {
        let mut own_urn = |column: usize| {
            let urn = urn(line, column)?;
            match first.insert(urn, line.number()) {
                Some(earlier) => Err(line.problem(column, format!("school {urn} has line {earlier} already"))),
                None => Ok(urn),
            }
        };
        match &self.layout {
            Layout::Register(columns) => {
                let urn = own_urn(columns.urn)?;
                register.add(urn, self.establishment(line, columns)?);
            }
            Layout::Links { urn: own, other, kind } => {
                if line.get(*kind).starts_with("Successor") {
                    register.successors.insert(urn(line, *own)?, urn(line, *other)?);
                }
            }
            Layout::Shares {
                urn,
                name,
                authority,
                share,
            } => {
                let urn = own_urn(*urn)?;
                let facts = Facts {
                    authority: line.some(*authority),
                    ..named(line, *name)?
                };
                let shares = self.shares(line, &[(self.given.census_year, *share)])?;
                register.add(
                    urn,
                    Entry {
                        facts,
                        from_register: false,
                        shares,
                    },
                );
            }
            Layout::Years {
                urn,
                name,
                town,
                postcode,
                kind,
                shares,
            } => {
                let urn = own_urn(*urn)?;
                let facts = Facts {
                    town: line.some(*town),
                    postcode: line.some(*postcode),
                    kind: kind.and_then(|kind| line.some(kind)),
                    ..named(line, *name)?
                };
                let shares = self.shares(line, shares)?;
                register.add(
                    urn,
                    Entry {
                        facts,
                        from_register: false,
                        shares,
                    },
                );
            }
        }
        Ok(())
    }

    fn establishment(&self, line: Line<'_>, columns: &RegisterColumns) -> Found<Entry> {
        let facts = Facts {
            town: line.some(columns.town),
            postcode: line.some(columns.postcode),
            authority: line.some(columns.authority),
            phase: phase(line, columns.phase)?,
            kind: line.some(columns.kind),
            state: state(line, columns.status)?,
            opened_on: date(line, columns.opened)?,
            closed_on: date(line, columns.closed)?,
            ..named(line, columns.name)?
        };
        let shares = match (percent(line, columns.share)?, date(line, columns.census)?) {
            (None, _) => BTreeMap::new(),
            (Some(_), None) => return Err(line.problem(columns.census, "is empty, and PercentageFSM is not: of which year is it?")),
            (Some(value), Some(day)) => self.one(day.year(), value),
        };
        Ok(Entry {
            facts,
            from_register: true,
            shares,
        })
    }

    fn shares(&self, line: Line<'_>, columns: &[(i32, usize)]) -> Found<BTreeMap<i32, Share>> {
        let mut shares = BTreeMap::new();
        for (year, column) in columns {
            if let Some(value) = percent(line, *column)? {
                shares.extend(self.one(*year, value));
            }
        }
        Ok(shares)
    }

    fn one(&self, census_year: i32, value: Percent) -> BTreeMap<i32, Share> {
        let source = self.given.source.clone();
        [(
            census_year,
            Share {
                census_year,
                value,
                source,
            },
        )]
        .into()
    }
}

/// A school of which only the name is known.
fn named(line: Line<'_>, column: usize) -> Found<Facts> {
    Ok(Facts {
        name: line.some(column).ok_or_else(|| line.problem(column, "is empty"))?,
        town: None,
        postcode: None,
        authority: None,
        phase: None,
        kind: None,
        state: SchoolState::Open,
        opened_on: None,
        closed_on: None,
    })
}

fn urn(line: Line<'_>, column: usize) -> Found<i32> {
    let text = line.get(column);
    let number = text.parse().ok().filter(|number| (1..=9_999_999).contains(number));
    number.ok_or_else(|| line.problem(column, format!("“{text}” is not a reference number of a school")))
}

fn percent(line: Line<'_>, column: usize) -> Found<Option<Percent>> {
    let text = line.get(column);
    if NO_SHARE.contains(&text) {
        return Ok(None);
    }
    let read = Percent::parse(text).map_err(|words| line.problem(column, format!("“{text}” {words}")))?;
    Ok(Some(read))
}

fn date(line: Line<'_>, column: usize) -> Found<Option<Date>> {
    let text = line.get(column);
    if text.is_empty() {
        return Ok(None);
    }
    let read = Date::parse(text, format_description!("[day]-[month]-[year]"));
    read.map(Some)
        .map_err(|_| line.problem(column, format!("“{text}” is not a date like 31-08-2019")))
}

fn phase(line: Line<'_>, column: usize) -> Found<Option<Phase>> {
    let code = line.get(column);
    let known = code.parse::<usize>().ok().and_then(|code| Phase::ALL.get(code)).copied();
    match known {
        None if !code.is_empty() => Err(line.problem(column, format!("“{code}” is not a code from 0 to 7"))),
        known => Ok(known),
    }
}

/// 1 open, 2 closed, 3 open and going to close, 4 going to open.
fn state(line: Line<'_>, column: usize) -> Found<SchoolState> {
    match line.get(column) {
        "1" | "3" => Ok(SchoolState::Open),
        "2" => Ok(SchoolState::Closed),
        "4" => Ok(SchoolState::Proposed),
        other => Err(line.problem(column, format!("“{other}” is not a code from 1 to 4"))),
    }
}
