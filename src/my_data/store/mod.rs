//! Everything that is kept about a person, and what was erased.

mod access;
mod applied;
mod letters;
mod prepared;
mod signings;

use diesel::prelude::*;
use serde_json::Value as Json;
use time::Date;

use self::access::{invitations, second_factors};
use self::applied::application_item;
use self::letters::{letters, links};
use self::prepared::{calendars, messages_by};
use super::model::Item;
use crate::applications::ApplicationState;
use crate::audit;
use crate::auth::normalise_email;
use crate::db::schema::{application, erasure, opportunity, organisation, person, placement, role_grant, session, sign_in};
use crate::db::{AnyConnection, Instant};
use crate::decisions;
use crate::error::Error;
use crate::saved_searches::{self, SavedSearch};
use crate::text_enum;
use crate::tx::Tx;

text_enum! {
    /// What an entry of the ledger of erasures is about.
    pub enum Subject {
        /// A person and all their applications.
        Person = "person",
        /// One application.
        Application = "application",
    }
}

/// The number of the person with this address.
///
/// # Errors
/// `NotFound` if nobody has it.
pub fn person_with_email(db: &mut AnyConnection, email: &str) -> Result<i64, Error> {
    Ok(person::table
        .filter(person::email.eq(normalise_email(email)))
        .select(person::id)
        .get_result(db)?)
}

/// Everything that is kept about a person, without secrets, and without what others said in confidence.
pub fn everything(db: &mut AnyConnection, person_id: i64, now: Instant) -> Result<Item, Error> {
    let (reference, email, name, created_at): (String, String, Option<String>, Instant) = person::table
        .find(person_id)
        .select((person::public_ref, person::email, person::name, person::created_at))
        .get_result(db)?;
    let ids: Vec<i64> = application::table
        .filter(application::person_id.eq(person_id))
        .order(application::id)
        .select(application::id)
        .load(db)?;
    let applications = ids.iter().map(|id| application_item(db, *id)).collect::<Result<_, _>>()?;
    Ok(Item::new("What we keep about you")
        .with("made_at", "This file was made", now)
        .with("email", "Email address", email.clone())
        .maybe("name", "Name", name)
        .with("reference", "Your reference as a person", reference)
        .with("known_since", "We have known this address since", created_at)
        .group("applications", "Your applications", applications)
        .group("emails", "Emails that we sent you", letters(db, &email)?)
        .group("links", "Links that we sent you", links(db, &email)?)
        .group("saved_searches", "Searches that we tell you of", searches(db, &email)?)
        .group("sign_ins", "Requests to log in", sign_ins(db, &email)?)
        .group("sessions", "Where you are logged in", sessions(db, person_id)?)
        .group("roles", "Your roles in organisations", roles(db, person_id)?)
        .group("known", "Applicants that you said you know", known(db, person_id)?)
        .group("invitations", "Invitations to roles", invitations(db, &email)?)
        .group(
            "signings",
            "Commitments that you filled in for an organisation",
            signings::signings(db, person_id)?,
        )
        .group("second_factor", "Your second proof when you log in", second_factors(db, person_id)?)
        .group("calendars", "Calendars that you subscribe to", calendars(db, person_id)?)
        .group("messages", "Messages that you sent as a coordinator", messages_by(db, person_id)?)
        .group("log", "The log about you as a person", log(db, "person", person_id)?))
}

fn sign_ins(db: &mut AnyConnection, email: &str) -> Result<Vec<Item>, Error> {
    let rows: Vec<(Instant, Option<Instant>, i32)> = sign_in::table
        .filter(sign_in::email.eq(email))
        .order(sign_in::id)
        .select((sign_in::created_at, sign_in::used_at, sign_in::tries))
        .load(db)?;
    let item = |(asked, used, tries): (Instant, Option<Instant>, i32)| {
        Item::new("Request")
            .with("asked_at", "Asked", asked)
            .maybe("used_at", "Used", used)
            .with("tries", "Codes entered", tries)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn searches(db: &mut AnyConnection, email: &str) -> Result<Vec<Item>, Error> {
    let searches = saved_searches::of_address(db, email)?;
    let item = |search: &SavedSearch| {
        let wanted: Vec<String> = search.wanted.parts().into_iter().map(|(_, words)| words).collect();
        Item::new("Search")
            .with("wanted", "What you look for", wanted.join(", "))
            .with("every", "How often", search.every.as_str())
            .with("asked_at", "Asked for", search.created_at)
            .maybe("confirmed_at", "Confirmed", search.confirmed_at)
    };
    Ok(searches.iter().map(item).collect())
}

fn sessions(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(Instant, Instant)> = session::table
        .filter(session::person_id.eq(person_id))
        .order(session::id)
        .select((session::created_at, session::ends_at))
        .load(db)?;
    let item = |(since, ends): (Instant, Instant)| {
        Item::new("A browser")
            .with("since", "Since", since)
            .with("ends_at", "Ends at the latest", ends)
    };
    Ok(rows.into_iter().map(item).collect())
}

/// What somebody who decides has said about whom they know: the proposal's reference, and no name.
fn known(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Item>, Error> {
    let rows = decisions::conflicts_of(db, person_id)?;
    let item = |(proposal, at): (String, Instant)| {
        Item::new("An applicant")
            .with("proposal", "Reference of what you did not decide", proposal)
            .with("said_at", "Said", at)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn roles(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(String, Option<String>, Instant, Option<Instant>)> = role_grant::table
        .left_join(organisation::table.on(organisation::id.nullable().eq(role_grant::organisation_id)))
        .filter(role_grant::person_id.eq(person_id))
        .order(role_grant::id)
        .select((
            role_grant::role,
            organisation::name.nullable(),
            role_grant::granted_at,
            role_grant::revoked_at,
        ))
        .load(db)?;
    let item = |(role, of, since, until): (String, Option<String>, Instant, Option<Instant>)| {
        Item::new("Role")
            .with("role", "Role", role)
            .maybe("organisation", "For", of)
            .with("since", "Since", since)
            .maybe("until", "Until", until)
    };
    Ok(rows.into_iter().map(item).collect())
}

/// The rows of the audit log about a thing. They have no names in them.
fn log(db: &mut AnyConnection, kind: &str, id: i64) -> Result<Vec<Item>, Error> {
    let rows = audit::timeline(db, kind, id)?;
    rows.into_iter()
        .map(|row| {
            let detail: Json = serde_json::from_str(&row.detail)?;
            let detail = Some(detail).filter(|detail| detail.as_object().is_none_or(|parts| !parts.is_empty()));
            Ok(Item::new("Entry")
                .with("at", "When", row.at)
                .with("act", "What", row.act)
                .with("by", "By", row.actor_kind)
                .maybe("detail", "Details", detail))
        })
        .collect()
}

/// An application of somebody who is being erased.
pub struct Own {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// Its round.
    pub round_id: i64,
    /// Where it stands.
    pub state: ApplicationState,
}

/// The applications of a person, by number.
pub fn own_applications(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Own>, Error> {
    let rows: Vec<(i64, String, i64, ApplicationState)> = application::table
        .filter(application::person_id.eq(person_id))
        .order(application::id)
        .select((application::id, application::public_ref, application::round_id, application::state))
        .load(db)?;
    let own = |(id, reference, round_id, state)| Own {
        id,
        reference,
        round_id,
        state,
    };
    Ok(rows.into_iter().map(own).collect())
}

/// The last day of an agreed placement; without one, the last day of any placement of the round. Nothing for a round without placements.
pub fn last_day(db: &mut AnyConnection, own: &Own) -> Result<Option<Date>, Error> {
    let agreed: Option<Date> = placement::table
        .inner_join(opportunity::table)
        .filter(placement::application_id.eq(own.id))
        .filter(placement::state.eq("agreed"))
        .select(opportunity::last_day)
        .get_result(db)
        .optional()?;
    if agreed.is_some() {
        return Ok(agreed);
    }
    Ok(opportunity::table
        .filter(opportunity::round_id.eq(own.round_id))
        .select(diesel::dsl::max(opportunity::last_day))
        .get_result(db)?)
}

/// Takes hold of a person until the transaction ends, so that of two erasures the second finds it done.
///
/// # Errors
/// `NotFound` if there is no such person.
pub fn hold(tx: &mut Tx<'_>, person_id: i64) -> Result<(), Error> {
    let rows = diesel::update(person::table.find(person_id))
        .set(person::disabled_at.eq(tx.now))
        .execute(tx.db)?;
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// True if a person holds a role now.
pub fn has_role(db: &mut AnyConnection, person_id: i64) -> Result<bool, Error> {
    let held = role_grant::table
        .filter(role_grant::person_id.eq(person_id))
        .filter(role_grant::revoked_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(db)?)
}

/// True if the ledger says that this was erased.
pub fn is_erased(db: &mut AnyConnection, subject: Subject, id: i64) -> Result<bool, Error> {
    let entry = erasure::table
        .filter(erasure::subject_kind.eq(subject))
        .filter(erasure::subject_id.eq(id));
    Ok(diesel::select(diesel::dsl::exists(entry)).get_result(db)?)
}

/// Writes into the ledger that something was erased.
pub fn note_erased(tx: &mut Tx<'_>, subject: Subject, id: i64, cause: super::Cause, scope: &[&str]) -> Result<(), Error> {
    diesel::insert_into(erasure::table)
        .values((
            erasure::subject_kind.eq(subject),
            erasure::subject_id.eq(id),
            erasure::done_at.eq(tx.now),
            erasure::cause.eq(cause),
            erasure::scope.eq(serde_json::to_string(scope)?),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// The whole ledger, oldest first: kind, number, when.
pub fn erased(db: &mut AnyConnection) -> Result<Vec<(Subject, i64, Instant)>, Error> {
    Ok(erasure::table
        .order(erasure::id)
        .select((erasure::subject_kind, erasure::subject_id, erasure::done_at))
        .load(db)?)
}
