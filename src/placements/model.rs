//! What an offer and a placement are.

use crate::db::Instant;
use crate::error::Error;
use crate::text_enum;

text_enum! {
    /// The name of an offer's state.
    pub enum OfferState {
        /// Waits for the applicant.
        Open = "open",
        /// The applicant said yes.
        Accepted = "accepted",
        /// The applicant said no.
        Declined = "declined",
        /// Not answered in time.
        Expired = "expired",
        /// Taken back, because the applicant or the organisation left.
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// The state of a placement.
    pub enum PlacementState {
        /// Agreed by both.
        Agreed = "agreed",
        /// Given back by the applicant.
        GivenBack = "given_back",
        /// Taken back by the organisation.
        Cancelled = "cancelled",
        /// Over, and the person came.
        Completed = "completed",
        /// Over, and the person did not come.
        DidNotAttend = "did_not_attend",
    }
}

text_enum! {
    /// Why somebody says no to an offer: a list, so that it can be counted.
    pub enum DeclineOffer {
        /// The dates do not fit any more.
        Dates = "dates",
        /// Too far, or no way to get there.
        Travel = "travel",
        /// Found something else.
        SomethingElse = "something_else",
        /// Changed their mind about the work.
        NotForMe = "not_for_me",
        /// Something that the list does not have; not asked for.
        Other = "other",
    }
}

impl DeclineOffer {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Dates => "I cannot come on those dates",
            Self::Travel => "I cannot get there",
            Self::SomethingElse => "I have found something else",
            Self::NotForMe => "I have changed my mind about this kind of work",
            Self::Other => "Another reason",
        }
    }
}

/// An offer with what its pages need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its number.
    pub id: i64,
    /// Its application.
    pub application_id: i64,
    /// What is offered.
    pub opportunity_id: i64,
    /// Where it stands.
    pub state: OfferState,
    /// When it was made.
    pub made_at: Instant,
    /// From this moment on it is too late.
    pub expires_at: Instant,
}

/// What an applicant answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Accept,
    /// No, and why.
    Decline(DeclineOffer),
}

impl Offer {
    /// The state that an answer at `now` leads to.
    ///
    /// # Errors
    /// `Conflict`, in words for the applicant, if it was answered before or it is too late.
    pub fn answered(&self, answer: Answer, now: Instant) -> Result<OfferState, Error> {
        match self.state {
            OfferState::Open if now >= self.expires_at => Err(Error::conflict("The time to answer this offer is over.")),
            OfferState::Open => Ok(match answer {
                Answer::Accept => OfferState::Accepted,
                Answer::Decline(_) => OfferState::Declined,
            }),
            OfferState::Accepted => Err(Error::conflict("You have accepted this offer already.")),
            OfferState::Declined => Err(Error::conflict("You have said no to this offer already.")),
            OfferState::Expired => Err(Error::conflict("The time to answer this offer is over.")),
            OfferState::Withdrawn => Err(Error::conflict("This offer is no longer open.")),
        }
    }
}
