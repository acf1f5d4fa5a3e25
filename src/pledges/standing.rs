//! Whether a commitment holds, in words for everybody: the same on the page, the certificate and the badge.

use super::model::{Pledge, PledgeState};
use crate::dates;

/// Whether a pledge holds, in sentences. Nothing for one that never was on the register.
pub fn sentences(pledge: &Pledge) -> Option<String> {
    let since = dates::day_of(pledge.published_at?);
    let ended = pledge.ended_at.map(dates::day_of).unwrap_or_default();
    let review = pledge.review_on.map(dates::day).unwrap_or_default();
    Some(match pledge.state {
        PledgeState::Published => format!("In force since {since}. The next review is on {review}."),
        PledgeState::DueForReview => format!("In force since {since}. The review is due on {review}."),
        PledgeState::Lapsed => {
            format!("No longer in force. It was signed on {since} and lapsed on {ended}, because it was not reviewed in time.")
        }
        PledgeState::Withdrawn => format!("No longer in force. It was signed on {since} and withdrawn by the organisation on {ended}."),
        PledgeState::SucceededBy => {
            format!(
                "No longer in force under this name. It was signed on {since}. On {ended} another organisation took over and signed again."
            )
        }
        PledgeState::Draft | PledgeState::AwaitingSignatory | PledgeState::AwaitingChampion | PledgeState::AwaitingAreaApproval => {
            return None;
        }
    })
}

/// The same in a few words.
pub fn short(pledge: &Pledge) -> Option<String> {
    let since = dates::day_of(pledge.published_at?);
    Some(match (pledge.state, pledge.ended_at.map(dates::day_of)) {
        (PledgeState::Lapsed, Some(ended)) => format!("Lapsed on {ended}"),
        (PledgeState::Withdrawn, Some(ended)) => format!("Withdrawn on {ended}"),
        (PledgeState::SucceededBy, Some(ended)) => format!("Taken over on {ended}"),
        _ => format!("Since {since}"),
    })
}
