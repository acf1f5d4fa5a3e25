//! Pages of claims.

use askama::Template;
use time::Date;

use super::forms::{ClaimForm, DecisionForm, MOST};
use super::model::{Claim, ClaimKind, ClaimState, WhyRefused, pounds};
use super::store::About;
use crate::dates;
use crate::web::components::{Cell, FieldError, Input, Radios, Select, SummaryList, Table};
use crate::web::form::Errors;

fn table(caption: &str) -> Table {
    Table::new(caption.to_owned())
        .column("Day")
        .column("What for")
        .column(Cell::numeric("Amount"))
        .column("State")
}

fn cells(claim: &Claim) -> [Cell; 4] {
    let state = match claim.reason {
        Some(reason) => format!("{}: {}", claim.state.words(), reason.words()),
        None => claim.state.words().to_owned(),
    };
    [
        Cell::from(dates::day(claim.on_day)),
        Cell::from(claim.kind.words()),
        Cell::numeric(pounds(i64::from(claim.pence))),
        Cell::from(state),
    ]
}

/// What somebody has claimed, and the form for more.
#[derive(Template)]
#[template(path = "afterwards/expenses.html")]
pub struct ExpensesPage {
    back: String,
    errors: Vec<FieldError>,
    made: Option<Table>,
    kind: Radios,
    day: Select,
    amount: Input,
    note: Input,
}

impl ExpensesPage {
    /// The page of an application with what was typed. `days` are those on which the person came.
    pub fn new(reference: &str, made: &[Claim], days: &[Date], form: &ClaimForm, errors: Errors) -> Self {
        let first = Select::new("day", "On which day?").item("", "Select a day");
        let day = days
            .iter()
            .fold(first, |select, day| select.item(day.to_string(), dates::weekday(*day)));
        let kinds = ClaimKind::ALL
            .iter()
            .fold(Radios::new("kind", "What was the money for?"), |radios, kind| {
                radios.item(kind.as_str(), kind.words())
            });
        Self {
            back: format!("/applications/{reference}/afterwards"),
            made: (!made.is_empty()).then(|| {
                made.iter()
                    .fold(table("What you have claimed").responsive(), |table, claim| table.row(cells(claim)))
            }),
            kind: kinds.checked(form.kind.as_str()).error(errors.get("kind").map(str::to_owned)),
            day: day.selected(form.day.as_str()).error(errors.get("day")),
            amount: Input::new("amount", "How much was it?")
                .hint("In pounds and pence, for example 4.50")
                .prefix("£")
                .value(form.amount.as_str())
                .width(5)
                .error(errors.get("amount")),
            note: Input::new("note", "What was it?")
                .hint(format!("For example, bus there and back. {MOST} characters or less"))
                .value(form.note.as_str())
                .error(errors.get("note")),
            errors: errors.0,
        }
    }
}

/// The claims to a coordinator's organisations.
#[derive(Template)]
#[template(path = "afterwards/claims.html")]
pub struct ClaimsPage {
    totals: SummaryList,
    claims: Option<Table>,
}

impl ClaimsPage {
    /// The page of the newest claims.
    pub fn new(totals: &[(ClaimState, i64)], claims: &[About]) -> Self {
        let columns = Table::new("Claims, newest first")
            .hide_caption()
            .column("Claim")
            .column("Application")
            .column("Placement")
            .column(Cell::numeric("Amount"))
            .column("State")
            .responsive();
        let rows = claims.iter().fold(columns, |table, about| {
            let claim = &about.claim;
            table.row([
                Cell::link(claim.reference.as_str(), format!("/coordinate/claims/{}", claim.reference)),
                Cell::from(about.application.as_str()),
                Cell::from(about.title.as_str()),
                Cell::numeric(pounds(i64::from(claim.pence))),
                Cell::from(claim.state.words()),
            ])
        });
        Self {
            totals: totals
                .iter()
                .fold(SummaryList::new(), |list, (state, pence)| list.row(state.words(), pounds(*pence))),
            claims: (!claims.is_empty()).then_some(rows),
        }
    }
}

/// Decides on one claim.
#[derive(Template)]
#[template(path = "afterwards/claim.html")]
pub struct ClaimPage {
    back: String,
    errors: Vec<FieldError>,
    facts: SummaryList,
    state: ClaimState,
    decision: Radios,
    reason: Radios,
}

impl ClaimPage {
    /// The page with what was chosen. `name` is the claimant's, `title` the placement's.
    pub fn new(claim: &Claim, name: String, title: &str, form: &DecisionForm, errors: Errors) -> Self {
        let reasons = WhyRefused::CHOICES
            .iter()
            .fold(Radios::new("reason", "If you refuse it, why?").small(), |radios, why| {
                radios.item(why.as_str(), why.words())
            });
        let facts = SummaryList::new()
            .row("Name", name)
            .row("Placement", title.to_owned())
            .row("Day", dates::weekday(claim.on_day))
            .row("What for", claim.kind.words())
            .row("Amount", pounds(i64::from(claim.pence)))
            .row("What it was", claim.note.as_str())
            .row("State", claim.state.words());
        Self {
            back: "/coordinate/claims".to_owned(),
            facts: match claim.reason {
                Some(reason) => facts.row("Why", reason.words()),
                None => facts,
            },
            state: claim.state,
            decision: Radios::new("decision", "Do you agree to this claim?")
                .item("agree", "Yes, it will be paid")
                .item("refuse", "No")
                .checked(form.decision.as_str())
                .error(errors.get("decision").map(str::to_owned)),
            reason: reasons
                .hint("The person is told this reason")
                .checked(form.reason.as_str())
                .error(errors.get("reason").map(str::to_owned)),
            errors: errors.0,
        }
    }

    fn waits(&self) -> bool {
        self.state == ClaimState::Sent
    }

    fn is_agreed(&self) -> bool {
        self.state == ClaimState::Agreed
    }
}
