//! The operator's pages. Whoever a letter was for, and what it said, is on none of them.

use askama::Template;

use super::model::{Run, Standing, every, problems, size, standings};
use super::store::{Facts, facts};
use crate::config::Keep;
use crate::dates::moment;
use crate::db::{AnyConnection, Instant};
use crate::decisions::{self, Overdue};
use crate::error::Error;
use crate::jobs::{self, Job};
use crate::mail::{self, DeadLetter, Queue};
use crate::my_data;
use crate::web::components::{Cell, Html, Pagination, SummaryList, Table, Tag, TagColour};

/// Rows of a list on a page.
const PAGE: usize = 50;
/// Overdue decisions that a page looks at.
const DECISIONS: usize = 200;
/// The job that walks the audit log.
const AUDIT: &str = "audit.check";

/// How the portal is.
#[derive(Template)]
#[template(path = "operations/overview.html")]
pub struct OverviewPage {
    problems: Vec<String>,
    facts: SummaryList,
    overdue: Option<Table>,
    /// How many overdue decisions the page counts, if there are more.
    only: Option<usize>,
    jobs: Table,
}

impl OverviewPage {
    /// The page at `now`.
    pub fn load(db: &mut AnyConnection, jobs: &[Job], now: Instant) -> Result<Self, Error> {
        let queue = mail::queue(db)?;
        let standings = standings(jobs, &jobs::statuses(db)?, now);
        let Facts { last_row, bytes } = facts(db)?;
        let mut overdue = decisions::overdue(db, now, limit(DECISIONS + 1))?;
        let only = (overdue.len() > DECISIONS).then_some(DECISIONS);
        overdue.truncate(DECISIONS);
        let check = standings.iter().find(|one| one.name == AUDIT);
        let facts = SummaryList::new()
            .row("Version", env!("CARGO_PKG_VERSION"))
            .row("Size of the database", size(bytes))
            .row("Letters that wait", waiting(&queue))
            .row("Letters that we could not send", dead(&queue))
            .row(
                "Last row of the audit log",
                last_row.map_or_else(|| Html::text("None"), |row| fingerprint(&row)),
            )
            .row("Audit log last checked", unbroken(checked(check)));
        Ok(Self {
            problems: problems(&queue, &standings, now),
            facts,
            overdue: (!overdue.is_empty()).then(|| waits(&overdue)),
            only,
            jobs: work(&standings),
        })
    }
}

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

fn waiting(queue: &Queue) -> String {
    match queue.oldest {
        Some(oldest) => format!("{}, the oldest from {}", queue.waiting, moment(oldest)),
        None => "None".to_owned(),
    }
}

fn dead(queue: &Queue) -> Html {
    if queue.dead == 0 {
        return Html::text("None");
    }
    Html::join([
        Html::text(format!("{}. ", queue.dead)),
        Html::from_static("<a href=\"/national/operations/letters\">See them and try again</a>"),
    ])
}

fn fingerprint((seq, hash): &(i64, Vec<u8>)) -> Html {
    unbroken(format!("{seq}, with the hash {}", hex::encode(hash)))
}

/// Words with a fingerprint among them, which may be broken anywhere.
fn unbroken(words: impl Into<String>) -> Html {
    Html::join([
        Html::from_static("<span class=\"app-unbroken\">"),
        Html::text(words),
        Html::from_static("</span>"),
    ])
}

fn checked(check: Option<&Standing>) -> String {
    let Some(Standing { run, started, .. }) = check else {
        return "Never".to_owned();
    };
    let at = started.map(moment).unwrap_or_default();
    match run {
        Run::Never => "Never".to_owned(),
        Run::Now => format!("It is being checked since {at}"),
        Run::Well(words) => format!("{at}: {words}"),
        Run::Failed(words) => format!("{at}: it does not hold. {words}"),
    }
}

/// One row for each placement, in the order in which their first decisions come; how many of the decisions are for it.
fn waits(overdue: &[Overdue]) -> Table {
    let mut placements: Vec<(&Overdue, usize)> = Vec::new();
    for one in overdue {
        match placements.iter_mut().find(|(first, _)| first.opportunity_id == one.opportunity_id) {
            Some((_, count)) => *count += 1,
            None => placements.push((one, 1)),
        }
    }
    let columns = Table::new("Decisions that have waited for 3 days or more")
        .hide_caption()
        .column("Placement")
        .column("Organisation")
        .column("Decisions")
        .column("Since")
        .responsive();
    placements.into_iter().fold(columns, |table, (first, count)| {
        table.row([
            Cell::from(first.title.as_str()),
            Cell::from(first.organisation.as_str()),
            Cell::from(count.to_string()),
            Cell::from(moment(first.since)),
        ])
    })
}

fn work(standings: &[Standing]) -> Table {
    let columns = Table::new("Scheduled work")
        .hide_caption()
        .column("Job")
        .column("Every")
        .column("Last started")
        .column("Result")
        .column("What it said")
        .first_cell_is_header()
        .responsive();
    standings.iter().fold(columns, |table, one| {
        let (tag, words) = match &one.run {
            Run::Never => (Tag::new("Never ran", TagColour::Grey), ""),
            Run::Now => (Tag::new("Running", TagColour::Blue), ""),
            Run::Failed(words) => (Tag::new("Failed", TagColour::Red), words.as_str()),
            Run::Well(words) if one.late => (Tag::new("Late", TagColour::Orange), words.as_str()),
            Run::Well(words) => (Tag::new("Done", TagColour::Green), words.as_str()),
        };
        table.row([
            Cell::from(one.name),
            Cell::from(every(one.every)),
            Cell::from(one.started.map_or_else(|| "Not yet".to_owned(), moment)),
            Cell::from(Html::of(tag)),
            Cell::from(unbroken(words)),
        ])
    })
}

/// A letter on the page.
struct Letter {
    number: i64,
    facts: SummaryList,
    /// True if it still has its words.
    can_retry: bool,
}

impl From<DeadLetter> for Letter {
    fn from(letter: DeadLetter) -> Self {
        let facts = SummaryList::new()
            .row("Kind", letter.kind)
            .row("Written", moment(letter.created_at))
            .row("Given up", letter.finished_at.map(moment).unwrap_or_default())
            .row("Tries", letter.attempts.to_string())
            .row("Why", letter.reason.unwrap_or_else(|| "Not known".to_owned()));
        Self {
            number: letter.id,
            facts,
            can_retry: letter.has_words,
        }
    }
}

/// The letters that could not be sent.
#[derive(Template)]
#[template(path = "operations/letters.html")]
pub struct LettersPage {
    letters: Vec<Letter>,
    older: Option<Pagination>,
}

impl LettersPage {
    /// The newest letters, or the newest of those before a number.
    pub fn load(db: &mut AnyConnection, before: Option<i64>) -> Result<Self, Error> {
        let mut letters = mail::dead_letters_before(db, before.unwrap_or(i64::MAX), limit(PAGE + 1))?;
        let more = letters.len() > PAGE;
        letters.truncate(PAGE);
        let last = letters.last().filter(|_| more).map(|last| last.id);
        Ok(Self {
            older: last.map(|id| Pagination::around(None, Some(("Older letters", &format!("/national/operations/letters?before={id}"))))),
            letters: letters.into_iter().map(Letter::from).collect(),
        })
    }
}

impl LettersPage {
    /// One button for all, where one letter's would not do.
    fn can_retry_all(&self) -> bool {
        self.letters.iter().filter(|letter| letter.can_retry).count() > 1
    }
}

/// What is due to be erased, and what was erased.
#[derive(Template)]
#[template(path = "operations/erasing.html")]
pub struct ErasingPage {
    keep: Keep,
    runs: Option<Table>,
}

impl ErasingPage {
    /// The page, with the last runs.
    pub fn load(db: &mut AnyConnection, keep: Keep) -> Result<Self, Error> {
        let runs = my_data::runs(db, limit(PAGE))?;
        let columns = Table::new("Counts and erasing, newest first")
            .hide_caption()
            .column("When")
            .column("What")
            .column("Drafts")
            .column("Without a place")
            .column("With a place")
            .column("People")
            .responsive();
        let table = runs.iter().fold(columns, |table, run| {
            let counts = &run.counts;
            let numbers = [counts.drafts, counts.not_placed, counts.placed, counts.people];
            let what = if run.dry { "Counted only" } else { "Erased" };
            let first = [Cell::from(moment(run.started_at)), Cell::from(what)];
            table.row(first.into_iter().chain(numbers.map(|number| Cell::from(number.to_string()))))
        });
        Ok(Self {
            keep,
            runs: (!runs.is_empty()).then_some(table),
        })
    }
}
