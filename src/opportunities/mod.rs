//! Opportunities: the placements on offer, and the rounds (application windows) that they belong to.

mod adding;
mod applying;
mod detail;
mod families;
mod forms;
mod last_days;
mod model;
mod moving;
mod round_store;
mod routes;
mod search;
mod state;
mod store;
mod support;
mod views;

pub use adding::{add_opportunity, mark_published, save_opportunity};
pub use applying::{Applying, applying, pathway_words};
pub use detail::{Detail, PLAN_COLUMNS, PlanRow, days_between, days_of, detail, put_detail, with_plan, with_plan_by_ref, with_plans};
pub use families::{FAMILIES, name as family_name};
pub use forms::SearchForm;
pub use last_days::{answer_until, can_offer, cut_off};
pub use model::{Contribution, Listed, NewContribution, NewOpportunity, NewRound, Opportunity, OpportunityState, PolicyKey, Round};
pub use moving::move_to_successor;
pub use round_store::{
    Row as RoundRow, add_contribution, add_round, contributions, contributions_of, due_to_close, hold_round, latest_rounds,
    reveal_contribution, round_by_id, round_by_ref, round_of_contribution, rounds_in, save_round_state, set_policy,
};
pub use search::{
    Bits, Entry, Filter, Hit, How, Index, Listing, MILES, Map, Near, OFFERED, Page, Results, Sort, TownCount, Wanted, Who, Window, Words,
    folded, load, new_since, search, version,
};
pub use state::{Phase, RoundState};
pub use store::{
    Row as OpportunityRow, by_id, by_ref, by_slug, free_place, listed, listed_by_ids, of_round, place_in_list, references_of, soonest,
    take_place, with_round,
};
pub use support::Support;
pub use views::{Placement, card};

crate::routes! {
    "/work-experience" { get Public => routes::list }
    "/work-experience/map.svg" { get Public => routes::map }
    "/work-experience/{slug}" { get Public => routes::show }
}
