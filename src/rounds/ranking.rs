//! Ranking a round, and carrying a run's result into the database: standings, proposals, states and letters.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use super::entry;
use super::mails::{self, Made};
use super::reasons::{self, Reasons};
use super::record::{self, ProposalState, Standing, StandingStatus};
use crate::allocation::result::{ApplicantResult, ChoiceStatus};
use crate::allocation::{RoundResult, allocate};
use crate::applications::{self, ApplicationState};
use crate::audit;
use crate::db::schema::application;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity, Phase, Round};
use crate::policies;
use crate::prioritisation::{Policy, RoundInput, rank};
use crate::tx::Tx;

/// Draws and ranks a closed round: one draw for a round.
///
/// # Errors
/// `Conflict` unless the round is closed and every number of the draw is public.
pub fn rank_round(tx: &mut Tx<'_>, round: &Round) -> Result<(), Error> {
    offered::hold_round(tx, round.id)?;
    let round = offered::round_by_id(tx.db, round.id)?;
    let ranked = round.state.rank(tx.now)?;
    if offered::contributions(tx.db, round.id)?
        .iter()
        .any(|contribution| contribution.revealed_at.is_none())
    {
        return Err(Error::conflict("A number for the draw is still missing."));
    }
    let policy = policies::with_key(&round.policy)?;
    let input = entry::input(tx.db, &round)?;
    let result = allocate(&policy, &input).map_err(|problems| entry::refused(&problems))?;
    if !offered::save_round_state(tx, round.id, Phase::Closed, ranked)? {
        return Err(Error::conflict("This round is ranked already."));
    }
    let run = record::add_run(tx, &round, "closed", &policy, &input, &result)?;
    audit::record(
        tx,
        "round.ranked",
        "round",
        round.id,
        &json!({"run": run, "seed": result.seed, "output": result.output_sha256}),
    )?;
    let new = apply(tx, &round, run, &policy, &input, &result)?;
    mails::tell_coordinators(tx, &round, new)?;
    mails::tell_waiting(tx, &round)?;
    super::free::settle_if_done(tx, round.id)
}

/// Every application of a round by its public reference: its number and where it stands.
pub(super) fn applications_of(tx: &mut Tx<'_>, round_id: i64) -> Result<BTreeMap<String, (i64, ApplicationState)>, Error> {
    let rows: Vec<(String, i64, ApplicationState)> = application::table
        .filter(application::round_id.eq(round_id))
        .select((application::public_ref, application::id, application::state))
        .load(tx.db)?;
    Ok(rows.into_iter().map(|(reference, id, state)| (reference, (id, state))).collect())
}

/// Carries `result` into the database; answers the new proposals.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    round: &Round,
    run: i64,
    policy: &Policy,
    input: &RoundInput,
    result: &RoundResult,
) -> Result<Vec<Made>, Error> {
    let people = applications_of(tx, round.id)?;
    let opportunities: BTreeMap<String, Opportunity> = offered::of_round(tx.db, round.id)?
        .into_iter()
        .map(|opportunity| (opportunity.reference.clone(), opportunity))
        .collect();
    let known = record::standings(tx.db, round.id)?;
    let shares = applications::used_shares(tx.db, round.id)?;
    let names = reasons::names(&opportunities);
    let reasons = Reasons::new(policy, input, result, &names, &shares);
    let wanted = standings(run, policy, input, result, &reasons, &people, &opportunities)?;
    record::save_standings(tx, &known, &wanted)?;
    let mut open: BTreeMap<i64, (i64, i64)> = record::proposals(tx.db, round.id)?
        .into_iter()
        .filter(|proposal| proposal.state == ProposalState::Open)
        .map(|proposal| (proposal.application_id, (proposal.id, proposal.opportunity_id)))
        .collect();
    let positions: BTreeMap<(i64, i64), Option<i64>> = wanted
        .iter()
        .map(|one| ((one.application_id, one.opportunity_id), one.priority_position))
        .collect();
    let mut new = Vec::new();
    for one in &result.applicants {
        let Some(&(id, state)) = people.get(&one.reference) else { continue };
        if !matches!(
            state,
            ApplicationState::Ready | ApplicationState::Proposed | ApplicationState::Waiting | ApplicationState::NotReached
        ) {
            continue;
        }
        let target = one.offer.as_ref().and_then(|reference| opportunities.get(reference));
        let current = open.remove(&id);
        if let Some((proposal, opportunity_id)) = current {
            if target.is_some_and(|target| target.id == opportunity_id) {
                continue;
            }
            record::overtake(tx, proposal)?;
        }
        if let Some(target) = target {
            new.push(Made {
                id: record::propose(tx, id, target.id, run)?,
                application_id: id,
                position: positions.get(&(id, target.id)).copied().flatten().unwrap_or(i64::MAX),
                about: target.clone(),
            });
        }
        move_on(tx, id, state, next_state(one, &opportunities))?;
    }
    Ok(new)
}

/// Where an applicant stands after a run. Who waits within as many places as there are counts as waiting, who is further back as not
/// reached; both stay on the list.
fn next_state(one: &ApplicantResult, opportunities: &BTreeMap<String, Opportunity>) -> ApplicationState {
    if one.offer.is_some() {
        return ApplicationState::Proposed;
    }
    if one.choices.iter().all(|choice| choice.status == ChoiceStatus::LeftList) {
        // A choice that is no longer among the opportunities was withdrawn by its organisation.
        let withdrawn = one.choices.iter().any(|choice| !opportunities.contains_key(&choice.opportunity));
        return if withdrawn || one.choices.is_empty() {
            ApplicationState::CancelledByOrganisation
        } else {
            ApplicationState::Declined
        };
    }
    let near = one.choices.iter().any(|choice| {
        let places = opportunities.get(&choice.opportunity).map_or(0, |opportunity| opportunity.places);
        choice
            .waiting_position
            .is_some_and(|position| i64::from(position) <= i64::from(places))
    });
    if near {
        ApplicationState::Waiting
    } else {
        ApplicationState::NotReached
    }
}

fn move_on(tx: &mut Tx<'_>, id: i64, from: ApplicationState, to: ApplicationState) -> Result<(), Error> {
    if from == to {
        return Ok(());
    }
    let reason = match to {
        ApplicationState::Declined => Some("no_choice_left"),
        ApplicationState::CancelledByOrganisation => Some("withdrawn_by_organisation"),
        _ => None,
    };
    applications::change_state(tx, id, from, to, reason)
}

/// The standings that a result means, in the engine's order.
fn standings(
    run: i64,
    policy: &Policy,
    input: &RoundInput,
    result: &RoundResult,
    reasons: &Reasons<'_>,
    people: &BTreeMap<String, (i64, ApplicationState)>,
    opportunities: &BTreeMap<String, Opportunity>,
) -> Result<Vec<Standing>, Error> {
    let mut priority: BTreeMap<(String, String), i64> = BTreeMap::new();
    for ranked in rank(policy, input).map_err(|problems| entry::refused(&problems))? {
        for (position, one) in (1..).zip(ranked.order) {
            priority.insert((ranked.reference.clone(), one.reference), position);
        }
    }
    let mut wanted = Vec::new();
    for one in &result.applicants {
        let Some(&(application_id, _)) = people.get(&one.reference) else {
            continue;
        };
        let explanations = reasons.of(&one.reference)?;
        for ((number, choice), explanation) in (1..).zip(&one.choices).zip(explanations) {
            let Some(opportunity) = opportunities.get(&choice.opportunity) else {
                continue;
            };
            wanted.push(Standing {
                application_id,
                opportunity_id: opportunity.id,
                run_id: run,
                choice: number,
                band: one.band.clone(),
                lottery: one.lottery.clone(),
                draw_position: i64::from(one.position),
                priority_position: priority.get(&(choice.opportunity.clone(), one.reference.clone())).copied(),
                status: match choice.status {
                    ChoiceStatus::Offered => StandingStatus::Offered,
                    ChoiceStatus::NotNeeded => StandingStatus::NotNeeded,
                    ChoiceStatus::NotOffered => StandingStatus::NotOffered,
                    ChoiceStatus::LeftList => StandingStatus::Struck,
                },
                waiting_position: choice.waiting_position.map(i64::from),
                explanation,
            });
        }
    }
    Ok(wanted)
}
