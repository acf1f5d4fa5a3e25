//! The states of an application and the ways between them.

use crate::text_enum;

text_enum! {
    /// Where an application stands.
    pub enum ApplicationState {
        /// Being written.
        Draft = "draft",
        /// Sent; a guardian or a school has to answer first.
        AwaitingConfirmation = "awaiting_confirmation",
        /// Complete; waits for the round to close.
        Ready = "ready",
        /// Ranked; a coordinator is asked to approve it for one of its choices.
        Proposed = "proposed",
        /// Ranked; on the waiting list of at least one choice.
        Waiting = "waiting",
        /// Ranked; no choice has room and none has a waiting list with it.
        NotReached = "not_reached",
        /// A placement is offered.
        Offered = "offered",
        /// The offer was accepted: the placement is agreed.
        Placed = "placed",
        /// The placement is over.
        Completed = "completed",
        /// The applicant did not come.
        DidNotAttend = "did_not_attend",
        /// Taken back by the applicant.
        Withdrawn = "withdrawn",
        /// Cannot go on: the reason says why.
        Ineligible = "ineligible",
        /// Declined by a coordinator, and no other choice is left.
        Declined = "declined",
        /// The applicant said no to the offer.
        OfferDeclined = "offer_declined",
        /// The offer was not answered in time.
        OfferExpired = "offer_expired",
        /// The organisation took the placement back.
        CancelledByOrganisation = "cancelled_by_organisation",
        /// Still a draft when the round closed.
        NotSubmitted = "not_submitted",
    }
}

/// How an application can end before it is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It goes on.
    Live,
    /// It is over.
    Over,
}

impl ApplicationState {
    /// Whether the application still takes the one place per person and round.
    pub const fn ending(self) -> Ending {
        match self {
            Self::Draft
            | Self::AwaitingConfirmation
            | Self::Ready
            | Self::Proposed
            | Self::Waiting
            | Self::NotReached
            | Self::Offered
            | Self::Placed => Ending::Live,
            Self::Completed
            | Self::DidNotAttend
            | Self::Withdrawn
            | Self::Ineligible
            | Self::Declined
            | Self::OfferDeclined
            | Self::OfferExpired
            | Self::CancelledByOrganisation
            | Self::NotSubmitted => Ending::Over,
        }
    }

    /// True while a ranked round holds the application: whoever leaves then frees what they hold for the next person.
    pub const fn is_ranked(self) -> bool {
        matches!(
            self,
            Self::Proposed | Self::Waiting | Self::NotReached | Self::Offered | Self::Placed
        )
    }

    /// True if an application can go from this state to `next`.
    pub const fn leads_to(self, next: Self) -> bool {
        match self {
            Self::Draft => matches!(
                next,
                Self::AwaitingConfirmation | Self::Ready | Self::Withdrawn | Self::NotSubmitted
            ),
            Self::AwaitingConfirmation => {
                matches!(
                    next,
                    Self::Ready | Self::Withdrawn | Self::Ineligible | Self::CancelledByOrganisation
                )
            }
            Self::Ready => matches!(
                next,
                Self::Proposed | Self::Waiting | Self::NotReached | Self::Withdrawn | Self::Ineligible | Self::CancelledByOrganisation
            ),
            Self::Proposed => matches!(
                next,
                Self::Offered | Self::Waiting | Self::NotReached | Self::Declined | Self::Withdrawn | Self::CancelledByOrganisation
            ),
            Self::Waiting | Self::NotReached => {
                matches!(
                    next,
                    Self::Proposed | Self::Waiting | Self::NotReached | Self::Withdrawn | Self::Declined | Self::CancelledByOrganisation
                )
            }
            Self::Offered => matches!(
                next,
                Self::Placed | Self::Waiting | Self::OfferDeclined | Self::OfferExpired | Self::Withdrawn | Self::CancelledByOrganisation
            ),
            Self::Placed => matches!(
                next,
                Self::Completed | Self::DidNotAttend | Self::Withdrawn | Self::CancelledByOrganisation
            ),
            Self::Completed
            | Self::DidNotAttend
            | Self::Withdrawn
            | Self::Ineligible
            | Self::Declined
            | Self::OfferDeclined
            | Self::OfferExpired
            | Self::CancelledByOrganisation
            | Self::NotSubmitted => false,
        }
    }
}
