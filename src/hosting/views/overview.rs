//! The rounds of an organisation in a list, with what is due next in each.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;

use crate::dates::moment;
use crate::db::Instant;
use crate::hosting::store::Standing;
use crate::opportunities::Phase;
use crate::web::components::{Cell, Pagination, Table};

/// What waits in a round: proposals to decide, and since when.
pub type Waiting = (i64, Option<Instant>);

/// A phase in words.
pub const fn phase_words(phase: Phase) -> &'static str {
    match phase {
        Phase::Planned => "Planned",
        Phase::Open => "Open",
        Phase::Closed => "Closed",
        Phase::Ranked | Phase::Offering => "Places being given",
        Phase::Settled => "Settled",
    }
}

/// What is due next in a round.
pub fn next_step(round: &Standing, is_own: bool, waiting: Option<&Waiting>, now: Instant) -> String {
    if let Some((count, since)) = waiting.filter(|(count, _)| *count > 0) {
        let since = since.map_or_else(String::new, |at| format!(", the oldest since {}", moment(at)));
        return format!("{count} to decide{since}");
    }
    match round.phase {
        Phase::Planned if !is_own => format!("Opens at {}", moment(round.opens_at)),
        Phase::Planned if round.asked_at.is_none() => "Name the supervisor of the draw".to_owned(),
        Phase::Planned if round.promised_at.is_none() => "The supervisor has to promise a number".to_owned(),
        Phase::Planned if round.opens_at <= now => "Publish a placement and open the round".to_owned(),
        Phase::Planned => format!("Opens at {}", moment(round.opens_at)),
        Phase::Open => format!("Closes at {}", moment(round.closes_at)),
        Phase::Closed => "The supervisor has to show their number".to_owned(),
        Phase::Ranked | Phase::Offering => "People have offers to answer".to_owned(),
        Phase::Settled => "Nothing".to_owned(),
    }
}

fn table(rounds: &[Standing], pending: &BTreeMap<i64, Waiting>, organisations: &[i64], now: Instant) -> Option<Table> {
    let columns = Table::new("Your rounds")
        .hide_caption()
        .column("Round")
        .column("State")
        .column("What is next")
        .responsive();
    let table = rounds.iter().fold(columns, |table, round| {
        let is_own = round.owner.is_some_and(|owner| organisations.contains(&owner));
        table.row([
            Cell::link(round.name.as_str(), format!("/coordinate/rounds/{}", round.reference)),
            Cell::from(phase_words(round.phase)),
            Cell::from(next_step(round, is_own, pending.get(&round.id), now)),
        ])
    });
    (!rounds.is_empty()).then_some(table)
}

/// The part of the dashboard about rounds.
#[derive(Debug, Template)]
#[template(path = "hosting/overview.html")]
pub struct Overview {
    table: Option<Table>,
}

impl HtmlSafe for Overview {}

impl Overview {
    /// The rounds with what waits in them.
    pub(in crate::hosting) fn new(rounds: &[Standing], pending: &BTreeMap<i64, Waiting>, organisations: &[i64], now: Instant) -> Self {
        Self {
            table: table(rounds, pending, organisations, now),
        }
    }
}

/// All rounds, page by page.
#[derive(Template)]
#[template(path = "hosting/rounds.html")]
pub struct RoundsPage {
    table: Option<Table>,
    next: Option<Pagination>,
}

impl RoundsPage {
    pub fn new(rounds: &[Standing], pending: &BTreeMap<i64, Waiting>, organisations: &[i64], now: Instant, more: bool) -> Self {
        let last = rounds.last().filter(|_| more);
        let href = last.map(|round| format!("/coordinate/rounds?before={}", round.id));
        Self {
            table: table(rounds, pending, organisations, now),
            next: href.map(|href| Pagination::around(None, Some(("Earlier rounds", &href)))),
        }
    }
}
