//! Pages on which events are recorded.

use askama::Template;

use super::forms::EventForm;
use super::model::{Event, EventKind};
use crate::dates::day;
use crate::register::members;
use crate::web::components::{Cell, DateInput, FieldError, Input, Pagination, Radios, Select, SummaryList, Table};
use crate::web::form::Errors;
use crate::web::typed_day::wrong;

/// What was recorded, newest first.
#[derive(Template)]
#[template(path = "register/events.html")]
pub(super) struct EventsPage {
    table: Option<Table>,
    next: Option<Pagination>,
    first: bool,
}

impl EventsPage {
    /// A page of `events`; `more` if others follow, `first` if none come before.
    pub fn new(events: &[Event], more: bool, first: bool) -> Self {
        let columns = Table::new("Events, newest first")
            .hide_caption()
            .column("Event")
            .column("Day")
            .column("Organisation")
            .column("State")
            .column(Cell::numeric("People"))
            .responsive();
        let table = events.iter().fold(columns, |table, event| {
            let recorded = &event.recorded;
            table.row([
                Cell::link(recorded.title.as_str(), format!("/coordinate/events/{}", event.reference)),
                Cell::from(day(recorded.on_day)),
                Cell::from(event.organisation.as_str()),
                Cell::from(recorded.state.words()),
                Cell::numeric(recorded.reached.to_string()),
            ])
        });
        let last = events.last().filter(|_| more);
        let href = last.map(|event| format!("/coordinate/events?after={}", event.reference));
        Self {
            table: (!events.is_empty()).then_some(table),
            next: href.map(|href| Pagination::around(None, Some(("Earlier events", &href)))),
            first,
        }
    }
}

/// The form of one event.
#[derive(Template)]
#[template(path = "register/event.html")]
pub(super) struct EventPage {
    heading: &'static str,
    organisation: Option<Select>,
    title: Input,
    kind: Radios,
    on: DateInput,
    done: Radios,
    reached: Input,
    cancel: Option<String>,
    back: &'static str,
    errors: Vec<FieldError>,
}

impl EventPage {
    /// The form as it was filled in; `reference` names an event that is there already.
    pub fn new(form: &EventForm, own: &[(i64, String)], reference: Option<&str>, errors: Errors) -> Self {
        let (message, wrong) = wrong(&errors, "on");
        let kinds = EventKind::ALL
            .iter()
            .fold(Radios::new("kind", "What kind of event is it?"), |radios, kind| {
                radios.item(kind.as_str(), kind.words())
            });
        Self {
            heading: if reference.is_some() {
                "Change an event"
            } else {
                "Record an event"
            },
            organisation: if reference.is_none() {
                members::field(own, &form.organisation, &errors)
            } else {
                None
            },
            title: Input::new("title", "What is it called?")
                .hint("Do not name people who came")
                .value(form.title.as_str())
                .error(errors.get("title")),
            kind: kinds.checked(form.kind.as_str()).error(errors.get("kind").map(str::to_owned)),
            on: DateInput::new("on", "On which day?")
                .hint("For example, 27 3 2027")
                .values(form.on_day.as_str(), form.on_month.as_str(), form.on_year.as_str())
                .error(message, wrong),
            done: Radios::new("done", "Has it taken place?")
                .item("yes", "Yes")
                .item("no", "No, it is still to come")
                .checked(form.done.as_str())
                .error(errors.get("done").map(str::to_owned)),
            reached: Input::new("reached", "How many people came?")
                .hint("Leave this empty if it is still to come")
                .value(form.reached.as_str())
                .numeric()
                .width(5)
                .error(errors.get("reached")),
            cancel: reference.map(|reference| format!("/coordinate/events/{reference}/cancel")),
            back: "/coordinate/events",
            errors: errors.0,
        }
    }
}

/// What a cancelled event was.
#[derive(Template)]
#[template(path = "register/event_cancelled.html")]
pub(super) struct CancelledPage {
    facts: SummaryList,
}

impl CancelledPage {
    pub fn new(event: &Event) -> Self {
        Self { facts: facts(event) }
    }
}

/// Asks whether an event is to be cancelled.
#[derive(Template)]
#[template(path = "register/event_cancel.html")]
pub(super) struct CancelPage {
    facts: SummaryList,
    back: String,
    errors: Vec<FieldError>,
}

impl CancelPage {
    pub fn new(event: &Event) -> Self {
        Self {
            facts: facts(event),
            back: format!("/coordinate/events/{}", event.reference),
            errors: Vec::new(),
        }
    }
}

fn facts(event: &Event) -> SummaryList {
    SummaryList::new()
        .row("Event", event.recorded.title.as_str())
        .row("Day", day(event.recorded.on_day))
        .row("Kind", event.recorded.kind.words())
        .row("Organisation", event.organisation.as_str())
}
