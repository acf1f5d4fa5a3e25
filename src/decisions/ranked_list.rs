//! The ranked list of an opportunity, as its coordinators see it: nobody is named, every position is explained, and who waits can be ticked.

use askama::Template;
use askama::filters::HtmlSafe;

use super::bulk::Outcome;
use super::line::Line;
use super::store;
use crate::applications::status::Explanation;
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity};
use crate::tx::Actor;
use crate::web::components::{Cell, Checkboxes, FieldError, Html, Table};
use crate::web::form::Errors;

/// The ranked list of one opportunity.
#[derive(Template)]
#[template(path = "decisions/ranking.html")]
pub(super) struct RankingPage {
    about: Opportunity,
    lines: Option<Table>,
    /// How many on this page can be ticked.
    open: usize,
    /// The position before the first line.
    after: i64,
    next: Option<i64>,
    outcome: Option<Outcome>,
    errors: Vec<FieldError>,
}

/// Lines on one page of a ranked list.
const PAGE: usize = 50;

/// What of the list is shown, and how.
#[derive(Default)]
pub(super) struct View {
    /// The last position of the page before.
    pub after: i64,
    /// Every box is ticked.
    pub all: bool,
    /// What came of the press before.
    pub outcome: Option<Outcome>,
    /// What is wrong with the press.
    pub errors: Errors,
}

/// An opportunity of an organisation that the viewer coordinates.
///
/// # Errors
/// `NotYours` if the viewer does not coordinate that.
pub(super) fn own(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<Opportunity, Error> {
    let about = offered::by_ref(db, reference)?;
    viewer.may_have(about.organisation_id, "opportunity", about.id)?;
    Ok(about)
}

impl RankingPage {
    /// A page of the list, and whose references and reasons are on it.
    ///
    /// # Errors
    /// `NotYours` if the viewer does not coordinate its organisation.
    pub fn load(db: &mut AnyConnection, viewer: &Coordinator, reference: &str, view: View) -> Result<(Self, [Seen; 1]), Error> {
        let about = own(db, viewer, reference)?;
        let mut rows = store::ranking(
            db,
            about.id,
            viewer.id,
            view.after,
            i64::try_from(PAGE + 1).map_err(Error::internal)?,
        )?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).and_then(|row| row.standing.priority_position);
        let lines: Vec<Line> = rows.into_iter().map(Line::new).collect::<Result<_, _>>()?;
        let seen = Seen {
            by: Actor::Person(viewer.id),
            role: ReaderRole::Coordinator,
            organisation_id: Some(about.organisation_id),
            page: SeenPage::List,
            applications: lines.iter().filter(|line| !line.known).map(|line| line.application_id).collect(),
        };
        let open = lines.iter().filter(|line| line.tickable().is_some()).count();
        let page = Self {
            open,
            lines: (!lines.is_empty()).then(|| table(&about.title, lines, view.all)),
            about,
            after: view.after,
            next,
            outcome: view.outcome,
            // Where nobody waits there is nothing to tick, and nothing wrong.
            errors: if open > 0 { view.errors.0 } else { Vec::new() },
        };
        Ok((page, [seen]))
    }
}

impl RankingPage {
    /// True if something is wrong with what was pressed.
    pub fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

fn table(title: &str, lines: Vec<Line>, ticked: bool) -> Table {
    let columns = Table::new(format!("Ranked list of {title}"))
        .hide_caption()
        .column("Approve")
        .column("Position")
        .column("Application")
        .column("Status")
        .column("Reasons")
        .column("Group")
        .column("Draw position")
        .compact()
        .scrolling();
    let mut number = 0;
    lines.into_iter().fold(columns, |table, line| {
        let tick = match line.tickable() {
            Some(reference) => {
                number += 1;
                let id = if number == 1 {
                    "proposal".to_owned()
                } else {
                    format!("proposal-{number}")
                };
                Cell::from(Html::of(tick(reference, &line.application, id, ticked)))
            }
            None => Cell::from(""),
        };
        table.row(cells(tick, line))
    })
}

/// A box whose label only screen readers need: the reference stands beside it.
fn tick(proposal: &str, application: &str, id: String, ticked: bool) -> Checkboxes {
    let label = Html::join([
        Html::from_static("<span class=\"nhsuk-u-visually-hidden\">"),
        Html::text(format!("Approve {application}")),
        Html::from_static("</span>"),
    ]);
    Checkboxes::single("proposal", proposal, label)
        .id(id)
        .small()
        .checked(ticked.then(|| proposal.to_owned()))
}

fn cells(tick: Cell, line: Line) -> [Cell; 7] {
    let application = match line.page() {
        Some(page) => Cell::link(line.application.as_str(), page),
        None => Cell::from(line.application.as_str()),
    };
    [
        tick,
        Cell::from(line.position.to_string()),
        application,
        Cell::from(Html::of(line.tag())),
        match line.explanation {
            Some(explanation) => Cell::from(Html::of(Reasons {
                application: line.application,
                explanation,
            })),
            None => Cell::from("You know this person"),
        },
        Cell::from(line.band),
        Cell::from(line.draw),
    ]
}

/// The same words that the applicant reads about this choice.
#[derive(Template)]
#[template(path = "decisions/reasons.html")]
struct Reasons {
    application: String,
    explanation: Explanation,
}

impl HtmlSafe for Reasons {}
