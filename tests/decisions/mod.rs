//! Coordinators decide: from the top of the list, several at once, not about whom they know; and what they take along.

mod bulk;
mod contested;
mod exports;
mod known;
mod order;
mod races;
mod random;
mod reveal;

use diesel::prelude::*;
use practise::db::schema::{opportunity, organisation, out_of_order, proposal, standing};
use practise::rounds::ProposalState;

use crate::journeys::world::World;
use crate::support::app::TestApp;

/// A proposal as a test looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Proposed {
    pub id: i64,
    pub reference: String,
    pub application_id: i64,
    pub opportunity_id: i64,
    pub state: ProposalState,
    pub position: Option<i64>,
    pub decided_by: Option<i64>,
}

impl Proposed {
    /// The page of whoever decides.
    pub fn path(&self) -> String {
        format!("/coordinate/proposals/{}", self.reference)
    }
}

/// Every proposal, from the top of each list.
pub fn proposals(test: &TestApp) -> Vec<Proposed> {
    test.read(|db| {
        let at = standing::application_id
            .eq(proposal::application_id)
            .and(standing::opportunity_id.eq(proposal::opportunity_id));
        let columns = (
            proposal::id,
            proposal::public_ref,
            proposal::application_id,
            proposal::opportunity_id,
            proposal::state,
            standing::priority_position,
            proposal::decided_by,
        );
        let all = proposal::table.inner_join(standing::table.on(at));
        Ok(all
            .order((proposal::opportunity_id, standing::priority_position, proposal::id))
            .select(columns)
            .load(db)?)
    })
}

/// The decisions out of order: proposal, how many were passed, why.
pub fn passed(test: &TestApp) -> Vec<(i64, i32, String)> {
    let rows = out_of_order::table.order(out_of_order::proposal_id);
    let rows = rows.select((out_of_order::proposal_id, out_of_order::passed, out_of_order::reason));
    test.read(|db| Ok(rows.load(db)?))
}

/// A round with one placement of so many places, and so many people who want it, ranked.
pub async fn ranked(test: &TestApp, places: i32, people: usize) -> World {
    let world = World::new(test, &[places]);
    for number in 1..=people {
        world.applicant(&format!("person{number}@example.org"), &[0]);
    }
    world.rank().await;
    world
}

/// The list of the world's first placement.
pub fn list(world: &World) -> String {
    let of = opportunity::table.find(world.placements[0]).select(opportunity::public_ref);
    let reference: String = world.test.read(|db| Ok(of.get_result(db)?));
    format!("/coordinate/opportunities/{reference}")
}

/// The organisation of the world and its area.
pub fn organisation_of(world: &World) -> (i64, i64) {
    let of = opportunity::table
        .inner_join(organisation::table)
        .filter(opportunity::id.eq(world.placements[0]))
        .select((organisation::id, organisation::area_id));
    world.test.read(|db| Ok(of.get_result(db)?))
}
