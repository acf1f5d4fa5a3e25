//! Pages of equality monitoring.

use std::collections::BTreeMap;

use askama::Template;

use super::answers::asked;
use super::baseline::england;
use super::figures::{self, Line};
use super::questions::{PREFER_NOT_TO_SAY, Question};
use super::store;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::web::components::{Cell, Html, Legend, Radios, Select, Size, Table};
use crate::web::form::Errors;

/// What stands in place of a number that may not be shown.
const HIDDEN: &str = "Too few";

/// Whether to answer the questions.
#[derive(Template)]
#[template(path = "monitoring/ask.html")]
pub struct AskPage {
    reference: String,
    answer: Radios,
    errors: Vec<crate::web::components::FieldError>,
}

impl AskPage {
    /// For the application with this reference.
    pub fn new(reference: &str, errors: Errors) -> Self {
        let legend = Legend::new("Do you want to answer the equality questions?").size(Size::M);
        Self {
            reference: reference.to_owned(),
            answer: Radios::new("answer", legend)
                .item("yes", "Yes, answer the equality questions (takes 2 minutes)")
                .item("no", "No, skip the equality questions")
                .error(errors.get("answer")),
            errors: errors.0,
        }
    }
}

/// The questions.
#[derive(Template)]
#[template(path = "monitoring/questions.html")]
pub struct QuestionsPage {
    back: String,
    fields: Html,
    errors: Vec<crate::web::components::FieldError>,
}

impl QuestionsPage {
    /// For somebody of this age.
    pub fn new(reference: &str, age: i32) -> Self {
        Self {
            back: format!("/applications/{reference}/equality"),
            fields: Html::join(asked(age).map(field)),
            errors: Vec::new(),
        }
    }
}

fn field(question: &Question) -> Html {
    if question.long {
        let empty = Select::new(question.key, question.words).item("", "Select your answer");
        return Html::of(
            question
                .all_choices()
                .fold(empty, |select, choice| select.item(choice.key, choice.words)),
        );
    }
    let mut radios = Radios::new(question.key, Legend::new(question.words).size(Size::M));
    if !question.hint.is_empty() {
        radios = radios.hint(question.hint);
    }
    Html::of(
        question
            .all_choices()
            .fold(radios, |radios, choice| radios.item(choice.key, choice.words)),
    )
}

/// The figures of one year.
#[derive(Template)]
#[template(path = "monitoring/figures.html")]
pub struct FiguresPage {
    year: Option<i32>,
    others: Vec<i32>,
    tables: Vec<Measured>,
}

/// One measure on the page.
struct Measured {
    name: String,
    table: Table,
    /// Of a hundred answers, how many say a group; nothing if there are too few answers.
    known: Option<u64>,
}

impl FiguresPage {
    /// Of `year`, with links to the other `years`.
    pub fn load(db: &mut AnyConnection, year: Option<i32>, years: &[i32]) -> Result<Self, Error> {
        let others = years.iter().copied().filter(|other| Some(*other) != year).collect();
        let Some(of) = year else {
            return Ok(Self {
                year,
                others,
                tables: Vec::new(),
            });
        };
        let counts: BTreeMap<String, u64> = store::counts(db, of)?
            .into_iter()
            .map(|(question, answer, count)| (format!("{question}:{answer}"), count.unsigned_abs()))
            .collect();
        let count = |answer: &str| counts.get(answer).copied().unwrap_or(0);
        let measured = england()?.iter().map(|measure| {
            let question = measure
                .groups
                .iter()
                .flat_map(|group| &group.answers)
                .filter_map(|answer| answer.split(':').next());
            let declined = question.collect::<std::collections::BTreeSet<_>>();
            let declined = declined
                .iter()
                .map(|question| count(&format!("{question}:{}", PREFER_NOT_TO_SAY.key)))
                .sum();
            let figures = figures::table(measure, count);
            Measured {
                known: figures::known(measure, count, declined),
                table: shown(&figures),
                name: figures.name,
            }
        });
        Ok(Self {
            year,
            others,
            tables: measured.collect(),
        })
    }
}

fn shown(figures: &figures::Table) -> Table {
    let head = Table::new(figures.name.as_str())
        .hide_caption()
        .responsive()
        .first_cell_is_header()
        .column("Group")
        .column(Cell::numeric("Applicants"))
        .column(Cell::numeric("People in England"))
        .column(Cell::numeric("Index"));
    figures.lines.iter().fold(head, |table, line| table.row(cells(line)))
}

fn cells(line: &Line) -> [Cell; 4] {
    let number = |number: Option<u64>| number.map_or_else(|| HIDDEN.to_owned(), |number| number.to_string());
    [
        Cell::from(line.name.as_str()),
        Cell::numeric(number(line.people)),
        Cell::numeric(format!("{:.1}%", line.england)),
        Cell::numeric(number(line.index)),
    ]
}
