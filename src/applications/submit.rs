//! Sending: one transaction, after which the application is with the people who have to answer, or waits for the round to close.

use diesel::prelude::*;
use serde_json::json;

use super::attended_store;
use super::circumstances::{Level, Standing, standing};
use super::draft::Draft;
use super::draft_store::{self, Owner};
use super::flow::Flow;
use super::mails::Submitted;
use super::state::ApplicationState;
use super::store::change_state;
use super::words;
use crate::audit;
use crate::confirmations;
use crate::dates;
use crate::db::AnyConnection;
use crate::db::schema::{application, application_choice, application_claim};
use crate::error::Error;
use crate::mail;
use crate::placements;
use crate::tx::Tx;

/// What somebody reads whose round is over.
pub const CLOSED: &str = "This round no longer takes applications.";
/// What somebody reads who chose a placement in a year in which they have one.
pub fn placed_in(year: i32) -> String {
    format!("You have a placement in {year} already, and you can have 1 in a year.")
}

/// What somebody reads whose answers are not complete.
pub const INCOMPLETE: &str = "Some questions still need an answer.";

/// Sends a draft; answers the address of the page that says so. An application that was sent before is not sent again.
///
/// # Errors
/// `Conflict` if answers are missing, if the round takes no applications, or if a choice is in a year in which the person has a placement.
pub fn submit(tx: &mut Tx<'_>, owner: &Owner, reference: &str) -> Result<String, Error> {
    let draft = draft_store::draft(tx.db, owner, reference, tx.now)?;
    let done = format!("{}/equality", draft.path());
    if draft.application.submitted_at.is_some() {
        return Ok(done);
    }
    let flow = Flow::new(&draft.answers, &draft.placements);
    if !flow.is_complete() {
        return Err(Error::conflict(INCOMPLETE));
    }
    if let Some(year) = year_taken(tx.db, &draft)? {
        return Err(Error::conflict(placed_in(year)));
    }
    let sent = Draft {
        answers: flow.sent(),
        ..draft.clone()
    };
    let waits = sent.answers.guardian.is_some() || sent.answers.school.is_some();
    let to = if waits {
        ApplicationState::AwaitingConfirmation
    } else {
        ApplicationState::Ready
    };
    // This takes the row, so that of two requests at once the second waits here and then finds the application sent.
    if let Err(error) = change_state(tx, draft.application.id, ApplicationState::Draft, to, None) {
        let now = draft_store::own(tx.db, owner.id, reference)?;
        return if now.submitted_at.is_some() { Ok(done) } else { Err(error) };
    }
    // Read again: the round could have closed while this request waited.
    if !draft_store::draft(tx.db, owner, reference, tx.now)?.window.is_open(tx.now) {
        return Err(Error::conflict(CLOSED));
    }
    store(tx, &sent)?;
    confirmations::ask(
        tx,
        draft.application.id,
        sent.answers.guardian.as_ref(),
        sent.answers.school.as_ref(),
    )?;
    tell(tx, &sent)?;
    Ok(done)
}

/// The first year in which a placement was chosen although the person has one there.
pub fn year_taken(db: &mut AnyConnection, draft: &Draft) -> Result<Option<i32>, Error> {
    let taken = placements::years_of(db, draft.application.person_id, None)?;
    let chosen = draft.chosen().into_iter().map(|placement| placement.first_day.year());
    Ok(chosen.filter(|year| taken.contains(year)).min())
}

/// Keeps what the ranking reads: choices, claims, statements and area.
fn store(tx: &mut Tx<'_>, sent: &Draft) -> Result<(), Error> {
    let id = sent.application.id;
    for (placement, position) in sent.chosen().into_iter().zip(1..) {
        diesel::insert_into(application_choice::table)
            .values((
                application_choice::application_id.eq(id),
                application_choice::position.eq(position),
                application_choice::opportunity_id.eq(placement.id),
            ))
            .execute(tx.db)?;
    }
    if let Some(attended) = &sent.answers.attended {
        attended_store::keep(tx, id, attended)?;
    }
    let Standing { claims, statements, area } = standing(&sent.answers);
    for (criterion, level) in &claims {
        claim(tx, id, criterion, *level)?;
    }
    diesel::update(application::table.find(id))
        .set((
            application::area.eq(area),
            application::statements.eq(serde_json::to_string(&statements)?),
            application::submitted_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    let choices: Vec<i64> = sent.chosen().iter().map(|placement| placement.id).collect();
    audit::record(
        tx,
        "application.submitted",
        "application",
        id,
        &json!({"choices": choices, "claims": claims.len()}),
    )
}

fn claim(tx: &mut Tx<'_>, id: i64, criterion: &str, level: Level) -> Result<(), Error> {
    diesel::insert_into(application_claim::table)
        .values((
            application_claim::application_id.eq(id),
            application_claim::criterion.eq(criterion),
            application_claim::level.eq(level),
        ))
        .execute(tx.db)?;
    Ok(())
}

fn tell(tx: &mut Tx<'_>, sent: &Draft) -> Result<(), Error> {
    let letter = Submitted {
        first_name: sent.answers.name.as_ref().map_or("", |name| &name.first),
        reference: &sent.application.reference,
        placements: sent.chosen().into_iter().map(words::placement).collect(),
        guardian: sent.answers.guardian.is_some(),
        school: sent.answers.school.is_some(),
        last_day: &dates::last_day_before(sent.window.closes_at),
        address: &format!("{}{}", tx.env.public_url, sent.path()),
    };
    mail::enqueue(tx, &mail::compose("application.submitted", 1, &sent.email, &letter)?)?;
    Ok(())
}
