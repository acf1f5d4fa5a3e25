//! A round as it is now: what each placement has, what waits and since when, and what comes next.

use askama::Template;

use super::opportunity::tag;
use super::overview::{next_step, phase_words};
use crate::dates::{day, moment};
use crate::db::Instant;
use crate::hosting::store::{Counted, Line, Owner, Standing};
use crate::opportunities::{Phase, Round};
use crate::web::components::{Cell, Content, Html, Pagination, SummaryList, Table};

/// The live picture of a round.
#[derive(Template)]
#[template(path = "hosting/round.html")]
pub struct PicturePage {
    name: String,
    base: String,
    facts: SummaryList,
    lines: Option<Table>,
    next: Option<Pagination>,
    new_path: Option<String>,
    /// What can be done with the round, if it is one of the viewer's own.
    links: Vec<(&'static str, &'static str)>,
}

impl PicturePage {
    /// The picture of `round` at `now`; `owner` if it is one of the viewer's own.
    pub fn new(round: &Round, owner: Option<&Owner>, lines: &[(Line, Counted)], more: bool, now: Instant) -> Self {
        let phase = round.state.phase();
        let cancelled = owner.is_some_and(|owner| owner.cancelled_at.is_some());
        let is_planned = phase == Phase::Planned && !cancelled;
        let base = format!("/coordinate/rounds/{}", round.reference);
        let next = lines.last().filter(|_| more).map(|(line, _)| format!("{base}?after={}", line.id));
        Self {
            facts: facts(round, owner, lines, now),
            lines: table(lines),
            next: next.map(|href| Pagination::around(None, Some(("More placements", &href)))),
            new_path: (is_planned || (phase == Phase::Open && owner.is_some()))
                .then(|| format!("/coordinate/opportunities/new?round={}", round.reference)),
            links: owner.map(|owner| links(owner, is_planned, phase)).unwrap_or_default(),
            name: round.name.clone(),
            base,
        }
    }
}

/// What can be done with a round of one's own now: pages below its own, and their words.
fn links(owner: &Owner, is_planned: bool, phase: Phase) -> Vec<(&'static str, &'static str)> {
    let may_open = is_planned && owner.commitment.is_some();
    let all = [
        (is_planned, "edit", "Change its name and times"),
        (is_planned, "supervisor", "Name the supervisor of the draw"),
        (may_open, "open", "Open it now"),
        (phase == Phase::Open, "close", "Close it now"),
        (true, "copy", "Copy it with its placements"),
        (is_planned, "cancel", "Call it off"),
    ];
    all.into_iter()
        .filter(|(may, ..)| *may)
        .map(|(_, page, words)| (page, words))
        .collect()
}

fn facts(round: &Round, owner: Option<&Owner>, lines: &[(Line, Counted)], now: Instant) -> SummaryList {
    let standing = Standing {
        id: round.id,
        reference: round.reference.clone(),
        name: round.name.clone(),
        phase: round.state.phase(),
        opens_at: round.opens_at,
        closes_at: round.closes_at,
        owner: owner.map(|owner| owner.organisation_id),
        asked_at: owner.and_then(|owner| owner.asked_at),
        promised_at: owner.and_then(|owner| owner.promised_at),
        cancelled_at: owner.and_then(|owner| owner.cancelled_at),
    };
    let waiting: i64 = lines.iter().map(|(_, of)| of.proposals).sum();
    let since = lines.iter().filter_map(|(_, of)| of.since).min();
    let (state, next) = if standing.cancelled_at.is_some() {
        ("Called off", "Nothing".to_owned())
    } else {
        let next = next_step(&standing, owner.is_some(), Some(&(waiting, since)), now);
        (phase_words(standing.phase), next)
    };
    let list = SummaryList::new()
        .row("State", state)
        .row("What is next", next)
        .row("Opens", moment(round.opens_at))
        .row("Closes", moment(round.closes_at))
        .row("Days to answer an offer", round.answer_days.to_string());
    let Some(owner) = owner else {
        return list.row("Run by", "The area");
    };
    let promise = match (owner.promised_at, owner.asked_at) {
        (Some(at), _) => format!("Promised at {}", moment(at)),
        (None, Some(at)) => format!("Asked at {}", moment(at)),
        (None, None) => "Nobody is named yet".to_owned(),
    };
    list.optional_row("Supervisor of the draw", owner.supervisor.as_deref())
        .row("Promise of the supervisor", promise)
}

fn table(lines: &[(Line, Counted)]) -> Option<Table> {
    let columns = Table::new("Placements in this round")
        .hide_caption()
        .column("Placement")
        .column("State")
        .column(Cell::numeric("Applications"))
        .column("To decide")
        .column("Offers out")
        .column(Cell::numeric("Agreed"))
        .column("What you can do")
        .responsive();
    let table = lines.iter().fold(columns, |table, (line, of)| {
        let title = if line.title.is_empty() {
            "A new placement"
        } else {
            line.title.as_str()
        };
        let since = of.since.map_or_else(String::new, |at| format!(", since {}", moment(at)));
        let lapses = of.lapses.map_or_else(String::new, |at| format!(", first ends {}", moment(at)));
        table.row([
            Cell::link(
                format!("{title}, {}", day(line.first_day)),
                format!("/coordinate/opportunities/{}/edit", line.reference),
            ),
            Cell::from(Content::from(Html::of(tag(line.state)))),
            Cell::numeric(of.applications.to_string()),
            Cell::from(format!("{}{since}", of.proposals)),
            Cell::from(format!("{}{lapses}", of.offers)),
            Cell::numeric(format!("{} of {}", line.places_taken, line.places)),
            Cell::link("Ranked list", format!("/coordinate/opportunities/{}", line.reference)).hidden(format!(" of {title}")),
        ])
    });
    (!lines.is_empty()).then_some(table)
}
