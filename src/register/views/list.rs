//! The list of organisations with commitments: the search, what narrows it, and what was found.

use askama::Template;

use super::tag;
use crate::dates::day_of;
use crate::organisations::AreaKind;
use crate::pledges::CommitmentKind;
use crate::register::find::Results;
use crate::register::forms::SearchForm;
use crate::register::model::{Entry, Status};
use crate::register::store::Contact;
use crate::register::wanted::{Filter, PATH, Wanted, area_name};
use crate::web::components::{Cell, Details, Html, Input, Pagination, Select, SummaryList, Table};
use crate::web::layout::Link;

/// The page of a search.
#[derive(Template)]
#[template(path = "register/list.html")]
pub struct List {
    number: u16,
    /// The name of the smallest area that is shown.
    area: Option<String>,
    main: Html,
    more: Details,
    narrowed: bool,
    removals: Vec<Link>,
    /// What to leave out if nothing is found: the address, the words, and how many there are then.
    loosen: Vec<(Link, String)>,
    total: String,
    table: Option<Table>,
    next: Option<Pagination>,
    first: String,
    map: String,
    areas: Option<Table>,
    contact: Option<(String, SummaryList)>,
}

impl List {
    /// The page for what somebody looks for; with the contact of the area that they chose.
    pub fn new(form: &SearchForm, wanted: &Wanted, results: &Results<'_>, contact: Option<(String, Contact)>) -> Self {
        let parts = wanted.parts();
        let words_of = |filter: Filter| parts.iter().find(|(own, _)| *own == filter).map(|(_, words)| words.clone());
        let mut loosen: Vec<_> = results
            .without
            .iter()
            .filter(|(_, count)| results.total == 0 && *count > 0)
            .collect();
        loosen.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let number = form.number(results.first);
        Self {
            number,
            area: wanted.smallest_area().map(|area| area.name.clone()),
            main: main_fields(wanted, results),
            more: more_fields(wanted, results),
            narrowed: !parts.is_empty(),
            removals: parts
                .iter()
                .map(|(filter, words)| Link::new(words.clone(), wanted.without(*filter).address(PATH, &[])))
                .collect(),
            loosen: loosen
                .into_iter()
                .filter_map(|(filter, count)| {
                    let link = Link::new(words_of(*filter)?, wanted.without(*filter).address(PATH, &[]));
                    Some((link, organisations(*count)))
                })
                .collect(),
            total: organisations(results.total),
            table: (!results.entries.is_empty()).then(|| table(&results.entries)),
            next: next(wanted, results, number),
            first: wanted.address(PATH, &[]),
            map: wanted.address("/organisations/map.svg", &[]),
            areas: areas(wanted, results),
            contact: contact.map(|(area, contact)| (area, facts(contact))),
        }
    }
}

/// "1 organisation", "12 organisations".
fn organisations(number: usize) -> String {
    if number == 1 {
        "1 organisation".to_owned()
    } else {
        format!("{number} organisations")
    }
}

fn main_fields(wanted: &Wanted, results: &Results<'_>) -> Html {
    let commitments = CommitmentKind::ALL.iter().zip(&results.commitments);
    let commitment = commitments.fold(
        Select::new("commitment", "Commitment").item("", "Either"),
        |select, (kind, count)| select.item(kind.as_str(), format!("{} ({count})", kind.name())),
    );
    Html::join([
        Html::of(
            Input::new("q", "Name or town")
                .hint("For example, Leeds or hospice")
                .value(wanted.words.as_str()),
        ),
        Html::of(commitment.selected(wanted.commitment.map(CommitmentKind::as_str).unwrap_or_default())),
    ])
}

/// The words before the choice of an area.
const fn area_label(kind: AreaKind) -> &'static str {
    match kind {
        AreaKind::Region => "NHS region",
        AreaKind::IntegratedCareBoard => "Integrated care board",
        AreaKind::Letb => "Education and training board of 2014",
    }
}

/// The other fields, behind a line to press; open if one of them is used.
fn more_fields(wanted: &Wanted, results: &Results<'_>) -> Details {
    let statuses = Status::ALL.iter().zip(&results.statuses);
    let status = statuses.fold(
        Select::new("status", "Where it stands").item("", "Any"),
        |select, (status, count)| select.item(status.as_str(), format!("{} ({count})", status.words())),
    );
    let status = status.selected(wanted.status.map(Status::as_str).unwrap_or_default());
    let mut fields = vec![Html::of(status)];
    for kind in AreaKind::ALL {
        let mut areas = results.areas.iter().filter(|area| area.area.kind == *kind).peekable();
        if areas.peek().is_some() {
            let first = Select::new(area_name(*kind), area_label(*kind)).item("", "All");
            let select = areas.fold(first, |select, area| {
                select.item(area.area.code.as_str(), format!("{} ({})", area.area.name, area.count))
            });
            fields.push(Html::of(
                select.selected(wanted.area(*kind).map(|area| area.code.clone()).unwrap_or_default()),
            ));
        }
    }
    let details = Details::new("More ways to narrow the list", Html::join(fields));
    let used = wanted.status.is_some() || !wanted.areas.is_empty();
    if used { details.open() } else { details }
}

fn table(entries: &[&Entry]) -> Table {
    let columns = Table::new("Organisations by name")
        .hide_caption()
        .column("Organisation")
        .column("Town")
        .column("Practise Commitment")
        .column("Health Ambassador commitment")
        .responsive();
    entries.iter().fold(columns, |table, entry| {
        table.row([
            Cell::link(entry.name.as_str(), entry.path()),
            Cell::from(entry.town.as_str()),
            standing(entry, CommitmentKind::Practise),
            standing(entry, CommitmentKind::HealthAmbassador),
        ])
    })
}

/// Where a commitment stands, and when it was signed or ended.
fn standing(entry: &Entry, kind: CommitmentKind) -> Cell {
    let Some(pledge) = entry.current(kind) else {
        return Cell::from("Not signed");
    };
    let when = match pledge.ended_at {
        Some(at) => format!(" on {}", day_of(at)),
        None => format!(", signed on {}", day_of(pledge.since)),
    };
    Cell::from(Html::join([Html::of(tag(pledge.status)), Html::text(when)]))
}

/// The way to the next page, which begins after the last organisation of this one.
fn next(wanted: &Wanted, results: &Results<'_>, number: u16) -> Option<Pagination> {
    let last = results.entries.last().filter(|_| results.more)?;
    let following = number.saturating_add(1).to_string();
    let href = wanted.address(PATH, &[("after", &last.slug), ("page", &following)]);
    Some(Pagination::around(None, Some((&format!("Page {following}"), &href))))
}

/// The figures of the map: how many in each area, and the search for each.
fn areas(wanted: &Wanted, results: &Results<'_>) -> Option<Table> {
    let columns = Table::new("Organisations by area")
        .first_cell_is_header()
        .column("Area")
        .column(Cell::numeric("Organisations"));
    let table = results.map.iter().fold(columns, |table, area| {
        table.row([
            Cell::link(area.area.name.as_str(), wanted.within(&area.area).address(PATH, &[])),
            Cell::numeric(area.count.to_string()),
        ])
    });
    (!results.map.is_empty()).then_some(table)
}

fn facts(contact: Contact) -> SummaryList {
    let list = SummaryList::new().row("Name", contact.name).row("Email", contact.email);
    match contact.phone {
        Some(phone) => list.row("Phone", phone),
        None => list,
    }
}
