//! Pages of coordinators.

use askama::Template;

use super::forms::DecisionForm;
use super::model::{DeclineReason, Proposal};
use super::store::{self, Own, Ranked, Waiting};
use crate::applications;
use crate::applications::status::Explanation;
use crate::dates::{days, moment};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity};
use crate::rounds::{ProposalState, StandingStatus, band_words};
use crate::web::components::{FieldError, Radios, SummaryList, Tag, TagColour};
use crate::web::form::Errors;

/// What waits for a decision, and the organisation's opportunities.
#[derive(Template)]
#[template(path = "decisions/dashboard.html")]
pub(super) struct DashboardPage {
    pub waiting: Vec<Waiting>,
    pub own: Vec<Own>,
}

/// The ranked list of one opportunity.
#[derive(Template)]
#[template(path = "decisions/ranking.html")]
pub(super) struct RankingPage {
    pub about: Opportunity,
    pub lines: Vec<Line>,
    pub next: Option<i64>,
}

/// One line of a ranked list.
pub(super) struct Line {
    position: i64,
    application: String,
    band: &'static str,
    draw: String,
    status: Tag,
    reasons: Vec<String>,
    proposal: Option<String>,
}

impl Line {
    pub fn new(ranked: Ranked) -> Result<Self, Error> {
        let explanation: Explanation = serde_json::from_str(&ranked.standing.explanation)?;
        let (words, colour) = match (&ranked.proposal, ranked.standing.status) {
            (Some((_, ProposalState::Open)), _) => ("To decide", TagColour::Yellow),
            (Some((_, ProposalState::Declined)), _) => ("Declined", TagColour::Red),
            (Some((_, ProposalState::Approved)), StandingStatus::Offered) => match ranked.state {
                applications::ApplicationState::Placed => ("Place agreed", TagColour::Green),
                _ => ("Offered", TagColour::Blue),
            },
            (_, StandingStatus::NotOffered) => ("Waiting", TagColour::Grey),
            (_, StandingStatus::NotNeeded) => ("Has a better choice", TagColour::Grey),
            (_, StandingStatus::Struck) => ("Left the list", TagColour::Grey),
            (_, StandingStatus::Offered) => ("Comes next", TagColour::Blue),
        };
        let open = ranked.proposal.filter(|(_, state)| *state == ProposalState::Open);
        let mut reasons: Vec<String> = explanation.counted.into_iter().map(|one| one).collect();
        reasons.extend(explanation.not_counted.into_iter().map(|one| one));
        Ok(Self {
            position: ranked.standing.priority_position.unwrap_or_default(),
            application: ranked.application,
            band: band_words(&ranked.standing.band),
            draw: format!(
                "{} ({})",
                ranked.standing.draw_position,
                ranked.standing.lottery[..8].to_uppercase()
            ),
            status: Tag::new(words, colour),
            reasons,
            proposal: open.map(|(reference, _)| reference),
        })
    }
}

/// Asks for a decision on one proposal: a first name, the reasons for the position, and nothing else of the person.
#[derive(Template)]
#[template(path = "decisions/proposal.html")]
pub(super) struct ProposalPage {
    first_name: String,
    facts: SummaryList,
    explanation: Explanation,
    interest: Option<String>,
    decision: Radios,
    reason: Radios,
    errors: Vec<FieldError>,
    back: String,
}

impl ProposalPage {
    /// Loads what the page shows.
    pub fn load(db: &mut AnyConnection, proposal: &Proposal, back: &str, form: &DecisionForm, errors: Errors) -> Result<Self, Error> {
        let about = offered::by_id(db, proposal.opportunity_id)?;
        let standing = store::standing_at(db, proposal.application_id, proposal.opportunity_id)?;
        let answers = applications::answers(db, proposal.application_id)?;
        let mut reason = Radios::new("reason", "If you decline, why?")
            .hint("The person is told this reason")
            .small();
        for one in DeclineReason::ALL {
            reason = reason.item(one.as_str(), one.words());
        }
        let reason = reason.checked(form.reason.as_str()).error(errors.get("reason").map(str::to_owned));
        let position = standing.priority_position.unwrap_or_default();
        Ok(Self {
            first_name: answers.name.map(|name| name.first).unwrap_or_default(),
            facts: SummaryList::new()
                .row("Application", proposal.application.as_str())
                .row("Placement", about.title.as_str())
                .row("Dates", days(about.first_day, about.last_day))
                .row("Position on your list", position.to_string())
                .row("Choice", format!("number {} of the person's choices", standing.choice))
                .row("Group", band_words(&standing.band))
                .row("Draw position", standing.draw_position.to_string())
                .row("Asked since", moment(proposal.created_at)),
            explanation: serde_json::from_str(&standing.explanation)?,
            interest: answers.reasons.map(|reasons| reasons.interest),
            decision: Radios::new("decision", "Do you approve?")
                .item("approve", "Approve and offer the place")
                .item("decline", "Decline")
                .checked(form.decision.as_str())
                .error(errors.get("decision").map(str::to_owned)),
            reason,
            errors: errors.0,
            back: back.to_owned(),
        })
    }
}

/// Says what was decided.
#[derive(Template)]
#[template(path = "decisions/decided.html")]
pub(super) struct DecidedPage {
    heading: &'static str,
    words: &'static str,
    when: Option<String>,
}

impl DecidedPage {
    pub fn new(proposal: &Proposal) -> Self {
        let (heading, words) = match proposal.state {
            ProposalState::Open => (
                "This link no longer works",
                "This is still to be decided. A newer email has another link.",
            ),
            ProposalState::Approved => (
                "Approved",
                "The person has been offered the place. We will email you when they answer.",
            ),
            ProposalState::Declined => (
                "Declined",
                "The person has been told the reason. Whoever comes next is proposed to you.",
            ),
            ProposalState::Overtaken => ("There is nothing to decide", "The person has left the list or has another place."),
        };
        Self {
            heading,
            words,
            when: proposal.decided_at.map(moment),
        }
    }
}
