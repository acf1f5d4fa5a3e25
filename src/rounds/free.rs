//! A place comes free: the round is run again with everybody else seated, and whoever is next is proposed.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde_json::json;
use time::{Date, Duration};

use super::entry;
use super::mails;
use super::ranking::{applications_of, apply};
use super::record::{self, ProposalState};
use crate::allocation::reseat;
use crate::applications::{self, Application, ApplicationState, Ending, change_state};
use crate::audit;
use crate::db::schema::{application, offer, opportunity, placement, proposal};
use crate::db::{AnyConnection, literal};
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::links::{self, Purpose};
use crate::opportunities::{self as offered, OpportunityState, Phase, RoundState};
use crate::policies;
use crate::prioritisation::RoundInput;
use crate::tx::{Ledger, Tx};

/// No cut-off is longer before the first day than these days: weekends and bank holidays in a row.
const SOON: i64 = 14;

/// Who holds what, and what has left whose list (`engine.md` 7.10).
#[derive(Default)]
struct Seats {
    holders: BTreeMap<String, String>,
    struck: BTreeSet<(String, String)>,
}

/// Runs a ranked round again after an event: nobody who holds a place loses it, and whoever is next is proposed to their coordinator.
/// `cause` names the event for the record.
pub fn place_came_free(tx: &mut Tx<'_>, round_id: i64, cause: &str) -> Result<(), Error> {
    let round = offered::round_by_id(tx.db, round_id)?;
    let policy = policies::with_key(&round.policy)?;
    // The list is frozen: every later run keeps that of the first.
    let frozen = record::first_run(tx.db, round_id)?.input;
    let input = RoundInput::parse("round", frozen.as_bytes(), &policy).map_err(|problems| entry::refused(&problems))?;
    let seats = seats(tx, round_id, &input)?;
    let result = reseat(&policy, &input, &seats.holders, &seats.struck, &BTreeMap::new()).map_err(|problems| entry::refused(&problems))?;
    let run = record::add_run(tx, &round, cause, &policy, &input, &result)?;
    audit::record(
        tx,
        "round.rerun",
        "round",
        round_id,
        &json!({"run": run, "cause": cause, "output": result.output_sha256}),
    )?;
    let new = apply(tx, &round, run, &policy, &input, &result)?;
    mails::tell_coordinators(tx, &round, new)?;
    settle_if_done(tx, round_id)
}

/// Reads who is seated: whoever is proposed, offered or placed. An open or accepted offer keeps its holder where they are; an offer that was
/// declined or that lapsed strikes itself and everything below it; a coordinator's no, and what an organisation took back, strike that alone;
/// leaving strikes everything. A place that starts too soon to be offered is struck for everybody who does not hold it.
fn seats(tx: &mut Tx<'_>, round_id: i64, input: &RoundInput) -> Result<Seats, Error> {
    let people = applications_of(tx, round_id)?;
    let by_id: BTreeMap<i64, &str> = people.iter().map(|(reference, (id, _))| (*id, reference.as_str())).collect();
    let all = offered::references_of(tx.db, round_id)?;
    let withdrawn: BTreeSet<&str> = all
        .iter()
        .filter(|one| one.2 == OpportunityState::Withdrawn)
        .map(|one| one.1.as_str())
        .collect();
    let there = offered::of_round(tx.db, round_id)?;
    let late: BTreeSet<&str> = there
        .iter()
        .filter(|one| !offered::can_offer(one.first_day, tx.now))
        .map(|one| one.reference.as_str())
        .collect();
    let places: BTreeMap<i64, &str> = all.iter().map(|(id, reference, _)| (*id, reference.as_str())).collect();
    let lists: BTreeMap<&str, &[String]> = input
        .applicants
        .iter()
        .map(|applicant| (applicant.reference.as_str(), applicant.choices.as_slice()))
        .collect();
    let mut seats = Seats::default();
    let strike = |seats: &mut Seats, applicant: &str, keep: &dyn Fn(usize, &str) -> bool| {
        for (index, choice) in lists.get(applicant).copied().unwrap_or_default().iter().enumerate() {
            if !keep(index, choice) {
                seats.struck.insert((applicant.to_owned(), choice.clone()));
            }
        }
    };
    for reference in people.keys().filter(|_| !withdrawn.is_empty()) {
        strike(&mut seats, reference, &|_, choice| !withdrawn.contains(choice));
    }
    for (reference, (_, state)) in &people {
        // A place that was used up, or missed, never comes free.
        let used = matches!(state, ApplicationState::Completed | ApplicationState::DidNotAttend);
        if state.ending() == Ending::Over && !used {
            strike(&mut seats, reference, &|_, _| false);
        }
    }
    for proposal in record::proposals(tx.db, round_id)? {
        let (Some(who), Some(place)) = (by_id.get(&proposal.application_id), places.get(&proposal.opportunity_id)) else {
            continue;
        };
        match proposal.state {
            ProposalState::Open if late.contains(place) => {}
            ProposalState::Open => drop(seats.holders.insert((*who).to_owned(), (*place).to_owned())),
            ProposalState::Declined => drop(seats.struck.insert(((*who).to_owned(), (*place).to_owned()))),
            ProposalState::Approved | ProposalState::Overtaken => {}
        }
    }
    for (application_id, opportunity_id, state) in offers(tx.db, round_id)? {
        let (Some(who), Some(place)) = (by_id.get(&application_id), places.get(&opportunity_id)) else {
            continue;
        };
        let at = lists
            .get(who)
            .copied()
            .unwrap_or_default()
            .iter()
            .position(|choice| choice == *place)
            .unwrap_or(0);
        match state.as_str() {
            "open" | "accepted" => {
                seats.holders.insert((*who).to_owned(), (*place).to_owned());
                strike(&mut seats, who, &|_, choice| choice == *place);
            }
            // Taken back by the organisation: the other choices stay. Whoever left has lost theirs above.
            "withdrawn" => strike(&mut seats, who, &|_, choice| choice != *place),
            _ => strike(&mut seats, who, &|index, _| index < at),
        }
    }
    for who in lists.keys() {
        let held = seats.holders.get(*who).cloned();
        strike(&mut seats, who, &|_, choice| {
            !late.contains(choice) || held.as_deref() == Some(choice)
        });
    }
    // Who has left holds nothing, whatever the order of the rows.
    seats
        .holders
        .retain(|who, place| !seats.struck.contains(&(who.clone(), place.clone())));
    Ok(seats)
}

fn offers(db: &mut AnyConnection, round_id: i64) -> Result<Vec<(i64, i64, String)>, Error> {
    Ok(offer::table
        .inner_join(opportunity::table)
        .filter(opportunity::round_id.eq(round_id))
        .select((offer::application_id, offer::opportunity_id, offer::state))
        .load(db)?)
}

/// The applicant leaves a ranked round: what they hold goes to whoever is next, at once.
///
/// # Errors
/// `Conflict` if the application is over, or was never ranked.
pub fn leave(tx: &mut Tx<'_>, leaving: &Application, reason: &str) -> Result<(), Error> {
    offered::hold_round(tx, leaving.round_id)?;
    let leaving = &applications::application_by_id(tx.db, leaving.id)?;
    if !leaving.state.is_ranked() {
        return Err(Error::conflict("This application is not in a ranked round."));
    }
    change_state(tx, leaving.id, leaving.state, ApplicationState::Withdrawn, Some(reason))?;
    for proposal in record::proposals(tx.db, leaving.round_id)?
        .into_iter()
        .filter(|one| one.application_id == leaving.id)
    {
        record::overtake(tx, proposal.id)?;
    }
    let open: Vec<i64> = diesel::update(
        offer::table
            .filter(offer::application_id.eq(leaving.id))
            .filter(offer::state.eq("open")),
    )
    .set((
        offer::state.eq("withdrawn"),
        offer::answered_at.eq(tx.now),
        offer::reason.eq(reason),
    ))
    .returning(offer::id)
    .get_results(tx.db)?;
    for id in open {
        links::supersede(tx, Purpose::Offer, id)?;
    }
    give_back(tx, leaving, reason)?;
    place_came_free(tx, leaving.round_id, "withdrawn")
}

/// Ends the placement of an application, if it has one, frees its place, and tells its coordinators.
fn give_back(tx: &mut Tx<'_>, leaving: &Application, reason: &str) -> Result<(), Error> {
    let ended: Option<(i64, i64)> = diesel::update(
        placement::table
            .filter(placement::application_id.eq(leaving.id))
            .filter(placement::state.eq("agreed")),
    )
    .set((
        placement::state.eq("given_back"),
        placement::ended_at.eq(tx.now),
        placement::reason.eq(reason),
    ))
    .returning((placement::id, placement::opportunity_id))
    .get_result(tx.db)
    .optional()?;
    let Some((id, opportunity_id)) = ended else { return Ok(()) };
    diesel::update(
        offer::table
            .filter(offer::application_id.eq(leaving.id))
            .filter(offer::state.eq("accepted")),
    )
    .set((offer::state.eq("withdrawn"), offer::reason.eq(reason)))
    .execute(tx.db)?;
    offered::free_place(tx, opportunity_id)?;
    audit::record(tx, "placement.given_back", "placement", id, &json!({"reason": reason}))?;
    mails::tell_given_back(tx, &leaving.reference, opportunity_id)
}

/// Job: takes back what was proposed and not decided in time, because the place can no longer be offered to anybody. Whoever was proposed may
/// then come next elsewhere.
pub fn cut_off_due(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let soon = now.plus(Duration::days(SOON)).date();
    let rows: Vec<(i64, Date)> = ledger.db.read_now(|db| {
        let open = proposal::table
            .inner_join(opportunity::table)
            .filter(proposal::state.eq(literal(ProposalState::Open.as_str())));
        Ok(open
            .filter(opportunity::first_day.le(soon))
            .select((opportunity::round_id, opportunity::first_day))
            .load(db)?)
    })?;
    let late = rows.into_iter().filter(|(_, first_day)| !offered::can_offer(*first_day, now));
    let rounds: Vec<i64> = late.map(|(round, _)| round).collect::<BTreeSet<_>>().into_iter().collect();
    let end = |tx: &mut Tx<'_>, round: &i64| {
        offered::hold_round(tx, *round)?;
        place_came_free(tx, *round, "too_late").map(|()| true)
    };
    one_by_one(ledger, &rounds, |round| *round, end)?.outcome("rounds went on")
}

/// Marks a round as offering while a proposal or an offer is open, and as settled when none is.
pub fn settle_if_done(tx: &mut Tx<'_>, round_id: i64) -> Result<(), Error> {
    let round = offered::round_by_id(tx.db, round_id)?;
    let pending: i64 = application::table
        .filter(application::round_id.eq(round_id))
        .filter(application::state.eq_any([ApplicationState::Proposed, ApplicationState::Offered]))
        .count()
        .get_result(tx.db)?;
    let next: RoundState = if pending == 0 { round.state.settle(tx.now)? } else { return Ok(()) };
    if next != round.state && offered::save_round_state(tx, round_id, round.state.phase(), next)? {
        audit::record(tx, "round.settled", "round", round_id, &json!({}))?;
    }
    Ok(())
}

/// Marks a round as offering: the first offer goes out, or one more after it had settled.
pub fn offering(tx: &mut Tx<'_>, round_id: i64) -> Result<(), Error> {
    let round = offered::round_by_id(tx.db, round_id)?;
    let next = round.state.offer()?;
    if next.phase() != round.state.phase() && matches!(next.phase(), Phase::Offering) {
        offered::save_round_state(tx, round_id, round.state.phase(), next)?;
        audit::record(tx, "round.offering", "round", round_id, &json!({}))?;
    }
    Ok(())
}
