//! The ranked list of an opportunity, as its coordinators see it: nobody is named, every position is explained.

use askama::Template;
use askama::filters::HtmlSafe;

use super::store::Ranked;
use crate::applications::ApplicationState;
use crate::applications::status::Explanation;
use crate::error::Error;
use crate::opportunities::Opportunity;
use crate::rounds::{ProposalState, StandingStatus, band_words};
use crate::web::components::{Cell, Html, Table, Tag, TagColour};

/// The ranked list of one opportunity.
#[derive(Template)]
#[template(path = "decisions/ranking.html")]
pub(super) struct RankingPage {
    about: Opportunity,
    lines: Option<Table>,
    next: Option<i64>,
}

impl RankingPage {
    pub fn new(about: Opportunity, lines: Vec<Line>, next: Option<i64>) -> Self {
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
