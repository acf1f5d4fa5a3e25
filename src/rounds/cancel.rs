//! An organisation takes an opportunity back: what was agreed, offered or proposed there ends, and its people fall to their other choices.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use super::free::place_came_free;
use super::record::{self, ProposalState, StandingStatus};
use crate::applications::{ApplicationState, change_state};
use crate::audit;
use crate::confirmations;
use crate::db::AnyConnection;
use crate::db::schema::{application, application_choice, offer, opportunity, placement, standing};
use crate::error::Error;
use crate::links::{self, Purpose};
use crate::opportunities::{self as offered, Opportunity, OpportunityState, Phase};
use crate::tx::Tx;

/// What somebody had at an opportunity that was taken back, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Had {
    /// It was one of their choices.
    Choice,
    /// A coordinator was asked about them.
    Proposal,
    /// It was offered to them.
    Offer,
    /// It was agreed.
    Placement,
}

/// Somebody who has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concerned {
    /// Their application.
    pub application_id: i64,
    /// What they had.
    pub had: Had,
}

/// Ends everything at an opportunity that is withdrawn now, and runs its round again if that was ranked. Answers whom it concerns, each once.
/// The round has to be held.
pub fn opportunity_withdrawn(tx: &mut Tx<'_>, about: &Opportunity, reason: &str) -> Result<Vec<Concerned>, Error> {
    let round = offered::round_by_id(tx.db, about.round_id)?;
    if matches!(round.state.phase(), Phase::Planned | Phase::Open | Phase::Closed) {
        return before_the_draw(tx, about);
    }
    let mut had: BTreeMap<i64, Had> = waiting_for(tx.db, about.id)?.into_iter().map(|id| (id, Had::Choice)).collect();
    had.extend(end_proposals(tx, about)?.into_iter().map(|id| (id, Had::Proposal)));
    had.extend(end_offers(tx, about.id, reason)?.into_iter().map(|id| (id, Had::Offer)));
    had.extend(end_placements(tx, about.id, reason)?.into_iter().map(|id| (id, Had::Placement)));
    diesel::update(standing::table.filter(standing::opportunity_id.eq(about.id)))
        .set((
            standing::status.eq(StandingStatus::Struck),
            standing::waiting_position.eq(None::<i64>),
        ))
        .execute(tx.db)?;
    place_came_free(tx, about.round_id, "opportunity_withdrawn")?;
    let concerned = |(application_id, had)| Concerned { application_id, had };
    Ok(had.into_iter().map(concerned).collect())
}

/// Before the draw whoever has another choice keeps that; whoever has none is free to apply again.
fn before_the_draw(tx: &mut Tx<'_>, about: &Opportunity) -> Result<Vec<Concerned>, Error> {
    let chosen: Vec<(i64, ApplicationState)> = application_choice::table
        .inner_join(application::table)
        .filter(application_choice::opportunity_id.eq(about.id))
        .filter(application::state.eq_any([ApplicationState::AwaitingConfirmation, ApplicationState::Ready]))
        .order(application::id)
        .select((application::id, application::state))
        .load(tx.db)?;
    for (id, state) in &chosen {
        let others: i64 = application_choice::table
            .inner_join(opportunity::table)
            .filter(application_choice::application_id.eq(id))
            .filter(opportunity::state.ne(OpportunityState::Withdrawn))
            .count()
            .get_result(tx.db)?;
        if others == 0 {
            let to = ApplicationState::CancelledByOrganisation;
            change_state(tx, *id, *state, to, Some("withdrawn_by_organisation"))?;
            confirmations::call_off(tx, *id)?;
        }
    }
    let concerned = |(application_id, _)| Concerned {
        application_id,
        had: Had::Choice,
    };
    Ok(chosen.into_iter().map(concerned).collect())
}

/// The applications that wait for a place there.
fn waiting_for(db: &mut AnyConnection, opportunity_id: i64) -> Result<Vec<i64>, Error> {
    Ok(standing::table
        .inner_join(application::table)
        .filter(standing::opportunity_id.eq(opportunity_id))
        .filter(standing::status.eq(StandingStatus::NotOffered))
        .filter(application::live)
        .select(application::id)
        .load(db)?)
}

fn end_proposals(tx: &mut Tx<'_>, about: &Opportunity) -> Result<Vec<i64>, Error> {
    let open = record::proposals(tx.db, about.round_id)?
        .into_iter()
        .filter(|one| one.opportunity_id == about.id && one.state == ProposalState::Open);
    let mut whose = Vec::new();
    for proposal in open {
        record::overtake(tx, proposal.id)?;
        whose.push(proposal.application_id);
    }
    Ok(whose)
}

fn end_offers(tx: &mut Tx<'_>, opportunity_id: i64, reason: &str) -> Result<Vec<i64>, Error> {
    let open: Vec<(i64, i64)> = diesel::update(
        offer::table
            .filter(offer::opportunity_id.eq(opportunity_id))
            .filter(offer::state.eq("open")),
    )
    .set((
        offer::state.eq("withdrawn"),
        offer::answered_at.eq(tx.now),
        offer::reason.eq(reason),
    ))
    .returning((offer::id, offer::application_id))
    .get_results(tx.db)?;
    for (id, application_id) in &open {
        links::supersede(tx, Purpose::Offer, *id)?;
        audit::record(tx, "offer.withdrawn", "offer", *id, &json!({"reason": reason}))?;
        // The run that follows says where they stand with their other choices.
        change_state(
            tx,
            *application_id,
            ApplicationState::Offered,
            ApplicationState::Waiting,
            Some(reason),
        )?;
    }
    Ok(open.into_iter().map(|(_, application_id)| application_id).collect())
}

fn end_placements(tx: &mut Tx<'_>, opportunity_id: i64, reason: &str) -> Result<Vec<i64>, Error> {
    let agreed: Vec<(i64, i64, i64)> = diesel::update(
        placement::table
            .filter(placement::opportunity_id.eq(opportunity_id))
            .filter(placement::state.eq("agreed")),
    )
    .set((
        placement::state.eq("cancelled"),
        placement::ended_at.eq(tx.now),
        placement::reason.eq(reason),
    ))
    .returning((placement::id, placement::application_id, placement::offer_id))
    .get_results(tx.db)?;
    for (id, application_id, offer_id) in &agreed {
        diesel::update(offer::table.find(offer_id))
            .set((offer::state.eq("withdrawn"), offer::reason.eq(reason)))
            .execute(tx.db)?;
        offered::free_place(tx, opportunity_id)?;
        audit::record(tx, "placement.cancelled", "placement", *id, &json!({"reason": reason}))?;
        let to = ApplicationState::CancelledByOrganisation;
        change_state(tx, *application_id, ApplicationState::Placed, to, Some(reason))?;
    }
    Ok(agreed.into_iter().map(|(_, application_id, _)| application_id).collect())
}
