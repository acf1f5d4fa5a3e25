//! Offers: made when a coordinator approves, answered by the applicant, or lapsed.

use diesel::prelude::*;
use serde_json::json;

use super::mails;
use super::model::{Answer, Offer, OfferState};
use super::store;
use crate::applications::{self, ApplicationState, change_state};
use crate::audit;
use crate::db::AnyConnection;
use crate::db::schema::standing;
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::links::{self, Purpose};
use crate::mail;
use crate::opportunities::{self as offered, Round};
use crate::preparation;
use crate::rounds::{self, StandingStatus};
use crate::tx::{Ledger, Tx};

/// Makes an offer for an approved proposal. The applicant has the round's days to answer, and less in the last days before the first day.
///
/// # Errors
/// `Conflict`, in words for the coordinator, if the placement starts too soon.
pub fn make_offer(tx: &mut Tx<'_>, round: &Round, proposal_id: i64, application_id: i64, opportunity_id: i64) -> Result<(), Error> {
    let first_day = offered::by_id(tx.db, opportunity_id)?.first_day;
    if !offered::can_offer(first_day, tx.now) {
        return Err(Error::conflict(
            "It is too late to offer this place. The person would have less than 4 hours to answer.",
        ));
    }
    let expires_at = offered::answer_until(first_day, tx.now, round.answer_days);
    let id = store::add(tx, proposal_id, application_id, opportunity_id, expires_at)?;
    change_state(tx, application_id, ApplicationState::Proposed, ApplicationState::Offered, None)?;
    audit::record(
        tx,
        "offer.made",
        "offer",
        id,
        &json!({"application": application_id, "opportunity": opportunity_id}),
    )?;
    rounds::offering(tx, round.id)?;
    let offer = store::by_id(tx.db, id)?;
    send(tx, &offer)
}

/// Sends the letter of an open offer, with a fresh link.
pub(super) fn send(tx: &mut Tx<'_>, offer: &Offer) -> Result<(), Error> {
    let (email, name) = applications::recipient(tx.db, offer.application_id)?;
    let about = offered::by_id(tx.db, offer.opportunity_id)?;
    let link = links::issue(tx, Purpose::Offer, offer.id, &email, offer.expires_at.since(tx.now))?;
    let letter = mails::offer(&email, name.as_ref(), &about, offer.expires_at)?.with_link(link);
    mail::enqueue(tx, &letter)?;
    Ok(())
}

/// Waits for its turn at the round of an offer.
pub(super) fn hold(tx: &mut Tx<'_>, offer: &Offer) -> Result<(), Error> {
    let application = applications::application_by_id(tx.db, offer.application_id)?;
    offered::hold_round(tx, application.round_id)
}

/// Takes an applicant's answer, once, from the link or from the page.
///
/// # Errors
/// `Conflict`, in words for the applicant, if it was answered before, lapsed or taken back, or if the last place has gone.
pub(super) fn answer(tx: &mut Tx<'_>, offer: &Offer, answer: Answer) -> Result<(), Error> {
    hold(tx, offer)?;
    let offer = &store::by_id(tx.db, offer.id)?;
    let next = offer.answered(answer, tx.now)?;
    let reason = match answer {
        Answer::Accept => None,
        Answer::Decline(reason) => Some(reason.as_str()),
    };
    if !store::end(tx, offer.id, next, reason)? {
        return Err(Error::conflict("This offer has been answered already."));
    }
    links::supersede(tx, Purpose::Offer, offer.id)?;
    audit::record(tx, "offer.answered", "offer", offer.id, &json!({"to": next, "reason": reason}))?;
    match answer {
        Answer::Accept => accept(tx, offer),
        Answer::Decline(reason) => fall_through(tx, offer, ApplicationState::OfferDeclined, reason.as_str()),
    }
}

fn accept(tx: &mut Tx<'_>, offer: &Offer) -> Result<(), Error> {
    one_a_year(tx, offer)?;
    if !offered::take_place(tx, offer.opportunity_id)? {
        return Err(Error::conflict("All places of this placement have been taken."));
    }
    let placement = store::add_placement(tx, offer)?;
    change_state(tx, offer.application_id, ApplicationState::Offered, ApplicationState::Placed, None)?;
    audit::record(tx, "placement.agreed", "placement", placement, &json!({"offer": offer.id}))?;
    preparation::plan(tx, placement)?;
    mails::confirm(tx, offer)?;
    let application = applications::application_by_id(tx.db, offer.application_id)?;
    rounds::settle_if_done(tx, application.round_id)
}

/// A person has one placement in a calendar year, so that as many people as can be have one.
fn one_a_year(tx: &mut Tx<'_>, offer: &Offer) -> Result<(), Error> {
    let application = applications::application_by_id(tx.db, offer.application_id)?;
    let year = offered::by_id(tx.db, offer.opportunity_id)?.first_day.year();
    if store::years_of(tx.db, application.person_id, Some(application.id))?.contains(&year) {
        return Err(Error::conflict(format!(
            "You have another placement in {year}, and you can have 1 in a year. Give that one back first, or say no to this one."
        )));
    }
    Ok(())
}

/// An offer that was declined or lapsed takes itself and everything below it off the list; better choices stay.
fn fall_through(tx: &mut Tx<'_>, offer: &Offer, over: ApplicationState, reason: &str) -> Result<(), Error> {
    let application = applications::application_by_id(tx.db, offer.application_id)?;
    let next = if waits_for_better(tx.db, offer)? {
        ApplicationState::Waiting
    } else {
        over
    };
    change_state(tx, application.id, ApplicationState::Offered, next, Some(reason))?;
    rounds::place_came_free(tx, application.round_id, over.as_str())
}

fn waits_for_better(db: &mut AnyConnection, offer: &Offer) -> Result<bool, Error> {
    let choice: i32 = standing::table
        .find((offer.application_id, offer.opportunity_id))
        .select(standing::choice)
        .get_result(db)?;
    let better: i64 = standing::table
        .filter(standing::application_id.eq(offer.application_id))
        .filter(standing::choice.lt(choice))
        .filter(standing::status.ne(StandingStatus::Struck))
        .count()
        .get_result(db)?;
    Ok(better > 0)
}

/// Whoever is ranked gives back what they hold, and is told so; whoever is next gets it.
///
/// # Errors
/// `Conflict` if the application is over, or was never ranked.
pub fn give_back(tx: &mut Tx<'_>, leaving: &applications::Application, reason: &str) -> Result<(), Error> {
    rounds::leave(tx, leaving, reason)?;
    mails::left(tx, leaving)
}

/// Job: ends the offers that were not answered in time, and gives their places to whoever is next.
pub fn expire_due(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let lapsed = ledger.db.read_now(|db| store::lapsed(db, now, 200))?;
    let expire = |tx: &mut Tx<'_>, offer: &Offer| {
        hold(tx, offer)?;
        if !store::end(tx, offer.id, OfferState::Expired, Some("not_answered"))? {
            return Ok(false);
        }
        links::supersede(tx, Purpose::Offer, offer.id)?;
        audit::record(tx, "offer.expired", "offer", offer.id, &json!({}))?;
        let letter = mails::expired(tx, offer)?;
        mail::enqueue(tx, &letter)?;
        fall_through(tx, offer, ApplicationState::OfferExpired, "not_answered")?;
        Ok(true)
    };
    one_by_one(ledger, &lapsed, |offer| offer.id, expire)?.outcome("expired")
}
