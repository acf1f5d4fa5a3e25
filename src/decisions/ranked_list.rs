//! The ranked list of an opportunity, as its coordinators see it: nobody is named, every position is explained.

use askama::Template;
use askama::filters::HtmlSafe;

use super::store::{self, Ranked};
use crate::applications::ApplicationState;
use crate::applications::status::Explanation;
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity};
use crate::rounds::{ProposalState, StandingStatus, band_words};
use crate::tx::Actor;
use crate::web::components::{Cell, Html, Table, Tag, TagColour};

/// The ranked list of one opportunity.
#[derive(Template)]
#[template(path = "decisions/ranking.html")]
pub(super) struct RankingPage {
    about: Opportunity,
    lines: Option<Table>,
    next: Option<i64>,
}

/// Lines on one page of a ranked list.
const PAGE: i64 = 50;

impl RankingPage {
    /// The page of the list after the position `after`, and whose references and reasons are on it.
    ///
    /// # Errors
    /// `NotYours` if the viewer does not coordinate its organisation.
    pub fn load(db: &mut AnyConnection, viewer: &Coordinator, reference: &str, after: i64) -> Result<(Self, Seen), Error> {
        let (id, organisation_id) = store::opportunity_of(db, reference)?;
        if !viewer.organisations.contains(&organisation_id) {
            return Err(Error::NotYours {
                kind: "opportunity",
                id,
                by: viewer.id,
            });
        }
        let mut rows = store::ranking(db, id, after, PAGE + 1)?;
        let next = (rows.len() > 50)
            .then(|| rows.pop())
            .flatten()
            .and(rows.last().and_then(|row| row.standing.priority_position));
        let seen = Seen {
            by: Actor::Person(viewer.id),
            role: ReaderRole::Coordinator,
            organisation_id: Some(organisation_id),
            page: SeenPage::List,
            applications: rows.iter().map(|row| row.standing.application_id).collect(),
        };
        let lines = rows.into_iter().map(Line::new).collect::<Result<_, _>>()?;
        Ok((Self::new(offered::by_id(db, id)?, lines, next), seen))
    }

    fn new(about: Opportunity, lines: Vec<Line>, next: Option<i64>) -> Self {
        let columns = Table::new(format!("Ranked list of {}", about.title))
            .hide_caption()
            .column("Position")
            .column("Application")
            .column("Status")
            .column("Reasons")
            .column("Group")
            .column("Draw position")
            .compact()
            .scrolling();
        let empty = lines.is_empty();
        let table = lines.into_iter().fold(columns, |table, line| table.row(line.cells()));
        Self {
            about,
            lines: (!empty).then_some(table),
            next,
        }
    }
}

/// One line of a ranked list.
pub(super) struct Line {
    position: i64,
    application: String,
    band: &'static str,
    draw: String,
    status: Tag,
    reasons: Reasons,
    proposal: Option<String>,
}

impl Line {
    pub fn new(ranked: Ranked) -> Result<Self, Error> {
        let explanation: Explanation = serde_json::from_str(&ranked.standing.explanation)?;
        let (words, colour) = match (&ranked.proposal, ranked.standing.status) {
            (Some((_, ProposalState::Open)), _) => ("To decide", TagColour::Yellow),
            (Some((_, ProposalState::Declined)), _) => ("Declined", TagColour::Red),
            (Some((_, ProposalState::Approved)), StandingStatus::Offered) => match ranked.state {
                ApplicationState::Placed => ("Place agreed", TagColour::Green),
                _ => ("Offered", TagColour::Blue),
            },
            (_, StandingStatus::NotOffered) => ("Waiting", TagColour::Grey),
            (_, StandingStatus::NotNeeded) => ("Has a better choice", TagColour::Grey),
            (_, StandingStatus::Struck) => ("Left the list", TagColour::Grey),
            (_, StandingStatus::Offered) => ("Comes next", TagColour::Blue),
        };
        // What is left to do, or how to reach who comes.
        let led_to = |state: ProposalState| {
            state == ProposalState::Open || (state == ProposalState::Approved && ranked.state == ApplicationState::Placed)
        };
        let open = ranked.proposal.filter(|(_, state)| led_to(*state));
        Ok(Self {
            position: ranked.standing.priority_position.unwrap_or_default(),
            application: ranked.application.clone(),
            band: band_words(&ranked.standing.band),
            draw: format!(
                "{} ({})",
                ranked.standing.draw_position,
                ranked.standing.lottery[..8].to_uppercase()
            ),
            status: Tag::new(words, colour),
            reasons: Reasons {
                application: ranked.application,
                explanation,
            },
            proposal: open.map(|(reference, _)| reference),
        })
    }

    fn cells(self) -> [Cell; 6] {
        let application = match self.proposal {
            Some(reference) => Cell::link(self.application, format!("/coordinate/proposals/{reference}")),
            None => Cell::from(self.application),
        };
        [
            Cell::from(self.position.to_string()),
            application,
            Cell::from(Html::of(self.status)),
            Cell::from(Html::of(self.reasons)),
            Cell::from(self.band),
            Cell::from(self.draw),
        ]
    }
}

/// The same words that the applicant reads about this choice.
#[derive(Template)]
#[template(path = "decisions/reasons.html")]
struct Reasons {
    application: String,
    explanation: Explanation,
}

impl HtmlSafe for Reasons {}
