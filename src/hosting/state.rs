//! What can be done with an opportunity, and what may still change: what people chose by, and what the draw used, stays as it was.

use crate::error::Error;
use crate::opportunities::{OpportunityState, Phase};
use crate::text_enum;

text_enum! {
    /// What a coordinator does with an opportunity as a whole.
    pub enum Act {
        /// Puts it on show.
        Publish = "publish",
        /// Takes no applications for it for now.
        Pause = "pause",
        /// Takes applications again.
        Resume = "resume",
        /// Takes no further applications.
        Close = "close",
        /// Takes it back: nobody comes.
        Withdraw = "withdraw",
    }
}

impl Act {
    /// The state that this leads to, while the opportunity's round is in `phase`.
    ///
    /// # Errors
    /// `Conflict`, in words for the coordinator, if no way leads there.
    pub fn lead(self, from: OpportunityState, phase: Phase) -> Result<OpportunityState, Error> {
        use OpportunityState as State;
        if self != Self::Withdraw && !matches!(phase, Phase::Planned | Phase::Open) {
            return Err(Error::conflict("The round of this placement has closed."));
        }
        match (self, from) {
            (Self::Publish, State::Draft) | (Self::Resume, State::Paused) => Ok(State::Published),
            (Self::Pause, State::Published) => Ok(State::Paused),
            (Self::Close, State::Published | State::Paused) => Ok(State::Closed),
            (Self::Withdraw, State::Draft | State::Published | State::Paused | State::Closed) => Ok(State::Withdrawn),
            (_, State::Withdrawn) => Err(Error::conflict("This placement was withdrawn. Nothing about it can change.")),
            (Self::Publish, _) => Err(Error::conflict("This placement was published before.")),
            (_, State::Draft) => Err(Error::conflict("This placement is not published yet.")),
            (Self::Pause, _) => Err(Error::conflict("This placement takes no applications now.")),
            (Self::Resume, _) => Err(Error::conflict("This placement is not paused.")),
            (Self::Close, _) => Err(Error::conflict("This placement is closed already.")),
        }
    }

    /// True if there is a way.
    pub fn is_possible(self, from: OpportunityState, phase: Phase) -> bool {
        self.lead(from, phase).is_ok()
    }

    /// What was done, for the audit log.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Publish => "opportunity.published",
            Self::Pause => "opportunity.paused",
            Self::Resume => "opportunity.resumed",
            Self::Close => "opportunity.closed",
            Self::Withdraw => "opportunity.withdrawn",
        }
    }

    /// What was done, for the coordinator.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Publish => "The placement is published",
            Self::Pause => "The placement is paused",
            Self::Resume => "The placement takes applications again",
            Self::Close => "The placement is closed",
            Self::Withdraw => "The placement is withdrawn",
        }
    }
}

/// How much of an opportunity may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it: nobody could apply yet.
    Everything,
    /// The words: people apply by its days, places and conditions.
    Wording,
    /// What people need to come: the list is frozen.
    Practical,
    /// Nothing.
    Nothing,
}

impl Extent {
    /// How much may change of an opportunity in this state while its round is in `phase`.
    pub const fn of(state: OpportunityState, phase: Phase) -> Self {
        match (state, phase) {
            (OpportunityState::Withdrawn, _) => Self::Nothing,
            (OpportunityState::Draft, _)
            | (OpportunityState::Published | OpportunityState::Paused | OpportunityState::Closed, Phase::Planned) => Self::Everything,
            (_, Phase::Open) => Self::Wording,
            (_, Phase::Closed | Phase::Ranked | Phase::Offering | Phase::Settled) => Self::Practical,
        }
    }

    /// What a coordinator is told of it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Everything => "You can change everything until the round opens.",
            Self::Wording => {
                "The round is open. You can change the words. Days, places, ages, areas, kept places and support stay, as people apply by them."
            }
            Self::Practical => {
                "The round has closed. You can change what people need to come: times, meeting point, clothes, supervisor, risks and pack. What the draw used stays."
            }
            Self::Nothing => "This placement was withdrawn. Nothing about it can change.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_walk_leaves_the_ways_between_states() {
        // Every walk of six steps, in every phase: a withdrawn one stays so, a closed one never takes applications again, nothing goes back to a draft.
        for phase in Phase::ALL {
            let mut reached = vec![OpportunityState::Draft];
            for _ in 0..6 {
                let mut next = Vec::new();
                for from in &reached {
                    for act in Act::ALL {
                        let Ok(to) = act.lead(*from, *phase) else { continue };
                        assert_ne!(*from, OpportunityState::Withdrawn);
                        assert_ne!(to, OpportunityState::Draft);
                        assert_ne!(to, *from);
                        assert!(*from != OpportunityState::Closed || to == OpportunityState::Withdrawn);
                        assert!(matches!(phase, Phase::Planned | Phase::Open) || *act == Act::Withdraw);
                        next.push(to);
                    }
                }
                next.sort_unstable();
                next.dedup();
                reached = next;
            }
        }
    }

    #[test]
    fn what_may_change_only_shrinks_as_a_round_goes_on() {
        let size = |extent| match extent {
            Extent::Everything => 3,
            Extent::Wording => 2,
            Extent::Practical => 1,
            Extent::Nothing => 0,
        };
        for state in OpportunityState::ALL {
            let sizes: Vec<i32> = Phase::ALL.iter().map(|phase| size(Extent::of(*state, *phase))).collect();
            assert!(sizes.is_sorted_by(|earlier, later| earlier >= later), "{state}: {sizes:?}");
        }
        assert_eq!(Extent::of(OpportunityState::Published, Phase::Open), Extent::Wording);
        assert_eq!(Extent::of(OpportunityState::Paused, Phase::Ranked), Extent::Practical);
    }
}
