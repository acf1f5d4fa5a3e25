//! The page that asks for a decision.

use askama::Template;

use crate::applications::status::Explanation;
use crate::dates::{days, moment};
use crate::db::{AnyConnection, Instant};
use crate::decisions::forms::DecisionForm;
use crate::decisions::model::{DeclineReason, PassReason, Passed, Proposal};
use crate::decisions::store;
use crate::error::Error;
use crate::rounds::band_words;
use crate::tx::Actor;
use crate::web::components::{FieldError, Radios, SummaryList};
use crate::web::form::Errors;

/// Who reads the page.
pub struct Reader<'a> {
    /// Signed in, or by which link.
    pub actor: Actor,
    /// The person.
    pub person_id: i64,
    /// Where they came from.
    pub back: &'a str,
}

/// Asks for a decision on one proposal: the reasons for the position, and of the person what interests them; the name only if it was asked for.
#[derive(Template)]
#[template(path = "decisions/proposal.html")]
pub struct ProposalPage {
    /// First and last name, to the end of the hour in which the reader asked for it.
    name: Option<String>,
    facts: SummaryList,
    explanation: Explanation,
    interest: Option<String>,
    /// Whom to talk to before deciding, if a school asked for it.
    talk_first: Option<String>,
    above: Passed,
    decision: Radios,
    reason: Radios,
    passing: Option<Radios>,
    errors: Vec<FieldError>,
    back: String,
}

impl ProposalPage {
    /// What is wrong if somebody above waits and it was not said why this one comes first.
    pub fn reason_needed() -> Errors {
        let mut errors = Errors::default();
        errors.add("passing", "Select why this person comes before the people above");
        errors
    }

    fn waits(&self) -> String {
        let who = match self.above.count {
            1 => "1 person above on the list is".to_owned(),
            count => format!("{count} people above on the list are"),
        };
        format!("{who} still to be decided. Decide from the top, or say why this person comes first.")
    }

    /// Loads what the page shows.
    pub fn load(
        db: &mut AnyConnection,
        proposal: &Proposal,
        reader: &Reader<'_>,
        now: Instant,
        form: &DecisionForm,
        errors: Errors,
    ) -> Result<Self, Error> {
        let matter = store::matter(db, proposal, reader.actor, now)?;
        let standing = &matter.standing;
        let above = store::passed(db, proposal, Some(reader.person_id))?;
        let offered = PassReason::offered(proposal.first_day, now.date());
        let position = standing.priority_position.unwrap_or_default();
        Ok(Self {
            name: matter.name.map(|name| name.to_string()),
            facts: SummaryList::new()
                .row("Application", proposal.application.as_str())
                .row("Placement", proposal.title.as_str())
                .row("Dates", days(proposal.first_day, proposal.last_day))
                .row("Position on your list", position.to_string())
                .row("Choice", format!("number {} of the person's choices", standing.choice))
                .row("Group", band_words(&standing.band))
                .row("Draw position", standing.draw_position.to_string())
                .row("Asked since", moment(proposal.created_at)),
            explanation: serde_json::from_str(&standing.explanation)?,
            talk_first: matter.talk_first,
            interest: matter.reasons.map(|reasons| reasons.interest),
            above,
            decision: Radios::new("decision", "Do you approve?")
                .item("approve", "Approve and offer the place")
                .item("decline", "Decline")
                .checked(form.decision.as_str())
                .error(errors.get("decision").map(str::to_owned)),
            reason: declining(form, &errors),
            passing: (above.count > above.known).then(|| passing(&offered, form, &errors)),
            errors: errors.0,
            back: reader.back.to_owned(),
        })
    }
}

fn declining(form: &DecisionForm, errors: &Errors) -> Radios {
    let question = Radios::new("reason", "If you decline, why?")
        .hint("The person is told this reason")
        .small();
    DeclineReason::ALL
        .iter()
        .fold(question, |question, one| question.item(one.as_str(), one.words()))
        .checked(form.reason.as_str())
        .error(errors.get("reason").map(str::to_owned))
}

fn passing(offered: &[PassReason], form: &DecisionForm, errors: &Errors) -> Radios {
    let question = Radios::new("passing", "Why does this person come before the people above?")
        .hint("The area lead sees this reason, and we count how often it happens")
        .small();
    offered
        .iter()
        .fold(question, |question, one| question.item(one.as_str(), one.words()))
        .checked(form.passing.as_str())
        .error(errors.get("passing").map(str::to_owned))
}
