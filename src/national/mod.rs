//! The national team: what another policy would have changed in a past round, in numbers only, and the adoption of a policy for new rounds.

mod adopt;
mod compare;
mod forms;
mod model;
mod routes;
mod store;
mod views;

pub use compare::compare;
pub use model::{Comparison, Count, PlacementChange, Tally};

use crate::routes;

routes! {
    "/national/policy" { get National => routes::show }
    "/national/policy/{round}" { get National => routes::preview }
    "/national/policy/{round}/adopt" { get National => routes::confirm, post National => routes::adopt }
}
