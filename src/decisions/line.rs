//! One line of a ranked list: where somebody stands, by reference.

use super::store::Ranked;
use crate::applications::ApplicationState;
use crate::applications::status::Explanation;
use crate::error::Error;
use crate::rounds::{ProposalState, StandingStatus, band_words};
use crate::web::components::{Tag, TagColour};

/// One line of a ranked list.
pub(super) struct Line {
    /// The application.
    pub application_id: i64,
    /// Its public reference.
    pub application: String,
    /// Where it stands in the order, from 1.
    pub position: i64,
    /// The group in words.
    pub band: &'static str,
    /// The place in the draw with the number that was drawn.
    pub draw: String,
    /// Why it stands there; nothing if the reader knows the person.
    pub explanation: Option<Explanation>,
    /// True if the reader has said that they know the person.
    pub known: bool,
    /// True if the place is agreed.
    pub agreed: bool,
    proposal: Option<(String, ProposalState)>,
    status: (&'static str, TagColour),
}

impl Line {
    /// The line of `ranked`.
    pub fn new(ranked: Ranked) -> Result<Self, Error> {
        let known = ranked.known;
        let agreed = is_approved(&ranked) && ranked.state == ApplicationState::Placed;
        Ok(Self {
            application_id: ranked.standing.application_id,
            position: ranked.standing.priority_position.unwrap_or_default(),
            band: band_words(&ranked.standing.band),
            draw: format!(
                "{} ({})",
                ranked.standing.draw_position,
                ranked.standing.lottery[..8].to_uppercase()
            ),
            explanation: if known {
                None
            } else {
                Some(serde_json::from_str(&ranked.standing.explanation)?)
            },
            known,
            agreed,
            status: status(&ranked, known),
            application: ranked.application,
            proposal: ranked.proposal,
        })
    }

    /// Where it stands, in words.
    pub const fn words(&self) -> &'static str {
        self.status.0
    }

    /// Where it stands, as a tag.
    pub fn tag(&self) -> Tag {
        Tag::new(self.status.0, self.status.1)
    }

    /// The proposal's public reference, if the reader may decide about it.
    pub fn tickable(&self) -> Option<&str> {
        let proposal = self.proposal.as_ref().filter(|_| !self.known);
        proposal
            .filter(|(_, state)| *state == ProposalState::Open)
            .map(|(reference, _)| reference.as_str())
    }

    /// The page of what is left to do, or of how to reach who comes.
    pub fn page(&self) -> Option<String> {
        let (reference, state) = self.proposal.as_ref().filter(|_| !self.known)?;
        let leads = *state == ProposalState::Open || self.agreed;
        leads.then(|| format!("/coordinate/proposals/{reference}"))
    }
}

fn is_approved(ranked: &Ranked) -> bool {
    matches!(&ranked.proposal, Some((_, ProposalState::Approved))) && ranked.standing.status == StandingStatus::Offered
}

fn status(ranked: &Ranked, known: bool) -> (&'static str, TagColour) {
    match (&ranked.proposal, ranked.standing.status) {
        (Some((_, ProposalState::Open)), _) if known => ("A colleague decides", TagColour::Yellow),
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
    }
}
