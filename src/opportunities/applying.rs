//! Whether an opportunity can be applied for, and words that its page needs.

use super::model::{Opportunity, OpportunityState, Round};
use super::state::Phase;
use crate::db::Instant;

/// Whether an opportunity can be applied for at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applying {
    /// Yes, until then.
    Until(Instant),
    /// Not yet: its round opens then, at the earliest.
    From(Instant),
    /// Not for now: the organisation has paused it.
    Paused,
    /// No longer.
    Over,
}

/// Whether `opportunity` of `round` can be applied for at `now`.
pub fn applying(opportunity: &Opportunity, round: &Round, now: Instant) -> Applying {
    match opportunity.state {
        OpportunityState::Paused => Applying::Paused,
        OpportunityState::Published if round.takes_applications(now) => Applying::Until(round.closes_at),
        OpportunityState::Published
            if round.state.phase() == Phase::Planned || (round.state.phase() == Phase::Open && now < round.opens_at) =>
        {
            Applying::From(round.opens_at)
        }
        OpportunityState::Published | OpportunityState::Closed | OpportunityState::Draft | OpportunityState::Withdrawn => Applying::Over,
    }
}

/// Who a pathway of a policy is for, in words that fit into a sentence. A pathway that only a newer policy knows is shown by its own name.
pub fn pathway_words(id: &str) -> String {
    match id {
        "young_people" => "young people".to_owned(),
        "return_to_practice" => "people who move into health work, or come back to it".to_owned(),
        "return_to_work" => "people who are coming back to work".to_owned(),
        other => other.replace('_', " "),
    }
}
