//! What came of a proposal.

use askama::Template;

use super::agreed::Person;
use crate::applications::ApplicationState;
use crate::dates::moment;
use crate::db::AnyConnection;
use crate::decisions::model::Proposal;
use crate::decisions::store::{self, Case};
use crate::decisions::who::{decided_by, has_it};
use crate::error::Error;
use crate::mail;
use crate::rounds::ProposalState;
use crate::web::components::SummaryList;

/// Says what was decided, by whom and when.
#[derive(Template)]
#[template(path = "decisions/decided.html")]
pub struct DecidedPage {
    heading: &'static str,
    words: &'static str,
    who: Option<String>,
    when: Option<String>,
    /// How to reach the person and what they need, once they have said yes; only for whoever is signed in.
    person: Option<SummaryList>,
}

impl DecidedPage {
    /// The page. A colleague who is signed in (`colleague`) sees by name who decided, and how to reach the person and the support that they
    /// need, if they have said yes.
    pub fn load(db: &mut AnyConnection, case: &Case, colleague: bool) -> Result<Self, Error> {
        let proposal = &case.proposal;
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
        let mut page = Self {
            heading,
            words,
            who: decided_by(case, colleague),
            when: proposal.decided_at.map(moment),
            person: None,
        };
        if colleague && proposal.state == ProposalState::Approved {
            let mut applied = store::applied(db, &[proposal.application_id])?;
            let applied = applied.remove(&proposal.application_id);
            if let Some(applied) = applied.filter(|applied| applied.state == ApplicationState::Placed) {
                page.heading = "Place agreed";
                page.words = "The person has said yes. Get in touch with them before the first day.";
                if mail::refused(db, &[&applied.email])?.contains_key(&applied.email) {
                    page.words = "The person has said yes. Our last emails to them came back, so call them.";
                }
                page.person = Some(Person::from(applied).facts());
            }
        }
        Ok(page)
    }

    /// True if the page says who the person is.
    pub const fn names_the_person(&self) -> bool {
        self.person.is_some()
    }
}

/// Says to whoever knows the person that others decide, or have decided, and nothing else.
#[derive(Template)]
#[template(path = "decisions/handed_on.html")]
pub struct HandedOnPage {
    open: bool,
    who: Option<String>,
}

impl HandedOnPage {
    /// The page.
    pub fn load(db: &mut AnyConnection, proposal: &Proposal) -> Result<Self, Error> {
        let open = proposal.state == ProposalState::Open;
        Ok(Self {
            open,
            who: if open { has_it(db, proposal)? } else { None },
        })
    }
}
