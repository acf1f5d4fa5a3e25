//! Pages of coordinators.

use askama::Template;

use super::forms::DecisionForm;
use super::model::{DeclineReason, Proposal};
use super::store::{self, Own, Waiting};
use crate::applications::status::Explanation;
use crate::applications::{self, ApplicationState};
use crate::confirmations;
use crate::dates::{day, days, moment};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::hosting::Overview;
use crate::opportunities as offered;
use crate::rounds::{ProposalState, band_words};
use crate::web::components::{Cell, FieldError, Radios, SummaryList, Table};
use crate::web::form::Errors;

/// What waits for a decision, and the organisation's opportunities.
#[derive(Template)]
#[template(path = "decisions/dashboard.html")]
pub(super) struct DashboardPage {
    waiting: Option<Table>,
    own: Option<Table>,
    rounds: Overview,
}

impl DashboardPage {
    pub fn new(waiting: &[Waiting], own: &[Own], rounds: Overview) -> Self {
        let decide = |one: &Waiting| Cell::link(one.application.as_str(), format!("/coordinate/proposals/{}", one.reference));
        let columns = Table::new("Waiting for your decision, longest first")
            .column("Application")
            .column("Placement")
            .column("Asked since")
            .scrolling();
        let waiting_table = waiting.iter().fold(columns, |table, one| {
            let title = format!("{}, {}", one.title, day(one.first_day));
            table.row([decide(one), Cell::from(title), Cell::from(moment(one.created_at))])
        });
        let columns = Table::new("Your placements")
            .hide_caption()
            .column("Placement")
            .column("First day")
            .column("Places agreed")
            .scrolling();
        let own_table = own.iter().fold(columns, |table, one| {
            let title = Cell::link(one.title.as_str(), format!("/coordinate/opportunities/{}", one.reference));
            let agreed = format!("{} of {}", one.places_taken, one.places);
            table.row([title, Cell::from(day(one.first_day)), Cell::from(agreed)])
        });
        Self {
            waiting: (!waiting.is_empty()).then_some(waiting_table),
            own: (!own.is_empty()).then_some(own_table),
            rounds,
        }
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
    /// Whom to talk to before deciding, if a school asked for it.
    talk_first: Option<String>,
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
            talk_first: school_asks(db, proposal.application_id)?,
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
    /// How to reach the person and what they need, once they have said yes; only for whoever is signed in.
    person: Option<SummaryList>,
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
            person: None,
        }
    }

    /// With how to reach the person and the support that they need, if they have said yes.
    pub fn load(db: &mut AnyConnection, proposal: &Proposal) -> Result<Self, Error> {
        let application = applications::application_by_id(db, proposal.application_id)?;
        let mut page = Self::new(proposal);
        if proposal.state == ProposalState::Approved && application.state == ApplicationState::Placed {
            page.heading = "Place agreed";
            page.words = "The person has said yes. Get in touch with them before the first day.";
            page.person = Some(person(db, application.id)?);
        }
        Ok(page)
    }
}

impl DecidedPage {
    /// True if the page says who the person is.
    pub fn names_the_person(&self) -> bool {
        self.person.is_some()
    }
}

/// Whom to talk to first, if a school said that the organisation should: name, role and place.
fn school_asks(db: &mut AnyConnection, application_id: i64) -> Result<Option<String>, Error> {
    let asked = confirmations::of_application(db, application_id)?.into_iter();
    Ok(asked
        .filter(|one| matches!(&one.answers, Some(confirmations::Answers::School(says)) if says.fit == Some(false)))
        .map(|one| format!("{} ({})", one.answered_name.unwrap_or(one.name), one.relationship))
        .next())
}

fn person(db: &mut AnyConnection, application_id: i64) -> Result<SummaryList, Error> {
    let school = school_asks(db, application_id)?;
    let (email, name) = applications::recipient(db, application_id)?;
    let answers = applications::answers(db, application_id)?;
    let needs = answers.needs.unwrap_or_default();
    let emergency = answers
        .emergency_contact
        .map(|contact| format!("{}, {}, {}", contact.name, contact.relationship, contact.phone));
    let none = || "Nothing asked for".to_owned();
    Ok(SummaryList::new()
        .optional_row("Name", name.map(|name| format!("{} {}", name.first, name.last)))
        .row("Email", email)
        .optional_row("Phone", answers.contact.and_then(|contact| contact.phone))
        .optional_row("Talk to the school before the first day", school)
        .optional_row("Emergency contact", emergency)
        .row("Changes that help", needs.adjustments.unwrap_or_else(none))
        .row("Interpreter", needs.interpreter.unwrap_or_else(none))
        .row("Help with travel costs", if needs.travel { "Yes" } else { "Not asked for" }))
}
