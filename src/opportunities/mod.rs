//! Opportunities: the placements on offer, and the rounds (application windows) that they belong to.

mod model;
mod round_store;
mod state;
mod store;
mod support;

pub use model::{Contribution, NewContribution, NewOpportunity, NewRound, Opportunity, OpportunityState, PolicyKey, Round};
pub use round_store::{
    add_contribution, add_round, contributions, due_to_close, reveal_contribution, round_by_id, round_by_ref, round_of_contribution,
    rounds_in, save_round_state,
};
pub use state::{Phase, RoundState};
pub use store::{add_opportunity, by_id, by_slug, free_place, of_round, open_page, take_place};
pub use support::Support;
