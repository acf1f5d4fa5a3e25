//! What a decision is, and which are allowed.

use crate::db::Instant;
use crate::error::Error;
use crate::rounds::ProposalState;
use crate::text_enum;

text_enum! {
    /// Why a coordinator declines: a list, so that it can be counted and the applicant is told in the same words. None of them is about who
    /// somebody is.
    pub enum DeclineReason {
        /// Fewer places than announced: staff, building, infection.
        PlaceGone = "place_gone",
        /// The support that the person needs cannot be given safely on these days.
        SupportNotPossible = "support_not_possible",
        /// Too young on the first day, or another published condition is not met.
        ConditionNotMet = "condition_not_met",
        /// The person asked to be taken off.
        ApplicantAsked = "applicant_asked",
        /// The same person has applied twice.
        Duplicate = "duplicate",
    }
}

impl DeclineReason {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::PlaceGone => "We cannot offer this place any more",
            Self::SupportNotPossible => "We cannot give the support that is needed on these days",
            Self::ConditionNotMet => "A condition on the placement page is not met",
            Self::ApplicantAsked => "The person asked us to take them off",
            Self::Duplicate => "The same person applied twice",
        }
    }

    /// What the applicant is told.
    pub const fn told(self) -> &'static str {
        match self {
            Self::PlaceGone => "The organisation has fewer places than it announced.",
            Self::SupportNotPossible => "The organisation cannot give the support that you need on these days.",
            Self::ConditionNotMet => "You do not meet a condition on the placement page, such as the age on the first day.",
            Self::ApplicantAsked => "The organisation says that you asked to be taken off the list.",
            Self::Duplicate => "The organisation says that you applied twice.",
        }
    }
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// An offer goes out.
    Approve,
    /// The next in line is proposed.
    Decline(DeclineReason),
}

/// A proposal with what its pages need; nothing of the person but what the decision needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// The application.
    pub application_id: i64,
    /// Its public reference.
    pub application: String,
    /// What it is proposed for.
    pub opportunity_id: i64,
    /// Whose opportunity that is.
    pub organisation_id: i64,
    /// The round.
    pub round_id: i64,
    /// Where it stands.
    pub state: ProposalState,
    /// Since when the coordinator is asked.
    pub created_at: Instant,
    /// When it was decided or overtaken.
    pub decided_at: Option<Instant>,
    /// Why it was declined.
    pub reason: Option<String>,
}

impl Proposal {
    /// The state that a decision leads to.
    ///
    /// # Errors
    /// `Conflict`, in words for the coordinator, if it was decided before or overtaken.
    pub fn decided(&self, decision: Decision) -> Result<ProposalState, Error> {
        match self.state {
            ProposalState::Open => Ok(match decision {
                Decision::Approve => ProposalState::Approved,
                Decision::Decline(_) => ProposalState::Declined,
            }),
            ProposalState::Approved => Err(Error::conflict("This was approved already.")),
            ProposalState::Declined => Err(Error::conflict("This was declined already.")),
            ProposalState::Overtaken => Err(Error::conflict(
                "This is no longer to be decided: the person has left the list or has another place.",
            )),
        }
    }
}
