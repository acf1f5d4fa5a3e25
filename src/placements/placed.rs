//! Agreed placements as other features need them: to prepare, to run, to look back on.

use diesel::prelude::*;
use serde::de::DeserializeOwned;
use time::Date;

use super::model::PlacementState;
use crate::applications::{EmergencyContact, Name, Step};
use crate::auth::Coordinator;
use crate::db::schema::{application, application_answer, opportunity, placement};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::one_of;

/// True of the answer in which the applicant of a placement says what they are called.
macro_rules! is_name {
    () => {
        application_answer::application_id
            .eq(placement::application_id)
            .and(application_answer::step.eq(Step::Name))
    };
}

/// True of a placement that is agreed or over.
macro_rules! agreed_or_over {
    () => {
        one_of!(
            placement::state,
            PlacementState::Agreed,
            PlacementState::Completed,
            PlacementState::DidNotAttend
        )
    };
}

/// A placement with what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Placed {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// The application.
    pub application_id: i64,
    /// The application's public reference.
    pub application: String,
    /// Who comes.
    pub person_id: i64,
    /// What they come to.
    pub opportunity_id: i64,
    /// Whose opportunity that is.
    pub organisation_id: i64,
    /// The round.
    pub round_id: i64,
    /// Where it stands.
    pub state: PlacementState,
    /// When it was agreed.
    pub agreed_at: Instant,
    /// The opportunity's title.
    pub title: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
}

/// The placement with this reference, if it is of an organisation that the viewer coordinates.
///
/// # Errors
/// `NotFound` if there is none; `NotYours` if it is another organisation's.
pub fn placed_for_coordinator(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<Placed, Error> {
    let placed = placed_by_ref(db, reference)?;
    viewer.may_have(placed.organisation_id, "placement", placed.id)?;
    Ok(placed)
}

/// The same with who comes; whoever was erased has no name.
///
/// # Errors
/// `NotFound` if there is none; `NotYours` if it is another organisation's.
pub fn named_for_coordinator(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<(Placed, Option<Name>), Error> {
    let (placed, name): (Placed, Option<String>) = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .left_join(application_answer::table.on(is_name!()))
        .filter(placement::public_ref.eq(reference))
        .select((PLACED_COLUMNS, application_answer::answer.nullable()))
        .get_result(db)?;
    viewer.may_have(placed.organisation_id, "placement", placed.id)?;
    Ok((placed, answer(name)?))
}

/// The columns of a [`Placed`].
pub type PlacedColumns = (
    placement::id,
    placement::public_ref,
    placement::application_id,
    application::public_ref,
    application::person_id,
    placement::opportunity_id,
    opportunity::organisation_id,
    opportunity::round_id,
    placement::state,
    placement::agreed_at,
    opportunity::title,
    opportunity::first_day,
    opportunity::last_day,
);
/// The columns of a [`Placed`], for a query of what else belongs to a placement.
pub const PLACED_COLUMNS: PlacedColumns = (
    placement::id,
    placement::public_ref,
    placement::application_id,
    application::public_ref,
    application::person_id,
    placement::opportunity_id,
    opportunity::organisation_id,
    opportunity::round_id,
    placement::state,
    placement::agreed_at,
    opportunity::title,
    opportunity::first_day,
    opportunity::last_day,
);

/// The placement with this number.
pub fn placed_by_id(db: &mut AnyConnection, id: i64) -> Result<Placed, Error> {
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(placement::id.eq(id))
        .select(PLACED_COLUMNS)
        .get_result(db)?)
}

/// The placement with this public reference.
fn placed_by_ref(db: &mut AnyConnection, reference: &str) -> Result<Placed, Error> {
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(placement::public_ref.eq(reference))
        .select(PLACED_COLUMNS)
        .get_result(db)?)
}

/// The placement of an application, whatever became of it.
pub fn placed_as(db: &mut AnyConnection, application_id: i64) -> Result<Option<Placed>, Error> {
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(placement::application_id.eq(application_id))
        .select(PLACED_COLUMNS)
        .get_result(db)
        .optional()?)
}

/// The placement of a person's application with this public reference, whatever became of it. Nothing if there is none, or if the application is
/// somebody else's.
pub fn placed_own(db: &mut AnyConnection, person_id: i64, reference: &str) -> Result<Option<Placed>, Error> {
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(application::public_ref.eq(reference))
        .filter(application::person_id.eq(person_id))
        .select(PLACED_COLUMNS)
        .get_result(db)
        .optional()?)
}

/// The placements at an opportunity that are agreed or over, in the order in which they were agreed, each with who comes; whoever was erased has
/// no name.
pub fn placed_at(db: &mut AnyConnection, opportunity_id: i64) -> Result<Vec<(Placed, Option<Name>)>, Error> {
    let rows: Vec<(Placed, Option<String>)> = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .left_join(application_answer::table.on(is_name!()))
        .filter(placement::opportunity_id.eq(opportunity_id))
        .filter(agreed_or_over!())
        .order(placement::id)
        .select((PLACED_COLUMNS, application_answer::answer.nullable()))
        .load(db)?;
    rows.into_iter().map(|(placed, name)| Ok((placed, answer(name)?))).collect()
}

/// The agreed placements whose first day lies from `from` to `to`, both included, by number; those after the number `after`.
pub fn placed_starting(db: &mut AnyConnection, from: Date, to: Date, after: i64, limit: i64) -> Result<Vec<Placed>, Error> {
    // By the index of first days: with the bare number the placements of all time are walked.
    let number = placement::id + 0_i64;
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(opportunity::first_day.between(from, to))
        .filter(placement::state.eq(PlacementState::Agreed))
        .filter(number.gt(after))
        .order(number)
        .limit(limit)
        .select(PLACED_COLUMNS)
        .load(db)?)
}

/// The agreed placements of organisations that are not over `today`, by first day, each with who comes; those after the first day and the number
/// `after`. Whoever was erased has no name.
pub fn placed_with(
    db: &mut AnyConnection,
    organisations: &[i64],
    today: Date,
    after: (Date, i64),
    limit: i64,
) -> Result<Vec<(Placed, Option<Name>)>, Error> {
    let (day, id) = after;
    let later = opportunity::first_day
        .gt(day)
        .or(opportunity::first_day.eq(day).and(placement::id.gt(id)));
    let rows: Vec<(Placed, Option<String>)> = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .left_join(application_answer::table.on(is_name!()))
        .filter(among(opportunity::organisation_id, organisations))
        .filter(opportunity::last_day.ge(today))
        .filter(placement::state.eq(PlacementState::Agreed))
        .filter(later)
        .order((opportunity::first_day, placement::id))
        .limit(limit)
        .select((PLACED_COLUMNS, application_answer::answer.nullable()))
        .load(db)?;
    rows.into_iter().map(|(placed, name)| Ok((placed, answer(name)?))).collect()
}

/// Who comes on a day, and whom to call then. Whoever was erased has neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// What they come to.
    pub placed: Placed,
    /// Their name.
    pub name: Option<Name>,
    /// Whom to call in an emergency, once they have said it.
    pub contact: Option<EmergencyContact>,
}

/// Who comes to organisations on `day`: of each placement that is agreed or over and has the day between its first and its last, by opportunity.
pub fn attendees_on(db: &mut AnyConnection, organisations: &[i64], day: Date, limit: i64) -> Result<Vec<Attendee>, Error> {
    let contact = diesel::alias!(application_answer as contact);
    let of = contact.field(application_answer::application_id).eq(placement::application_id);
    let called = of.and(contact.field(application_answer::step).eq(Step::EmergencyContact));
    let rows: Vec<(Placed, Option<String>, Option<String>)> = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .left_join(application_answer::table.on(is_name!()))
        .left_join(contact.on(called))
        .filter(among(opportunity::organisation_id, organisations))
        .filter(opportunity::first_day.le(day))
        .filter(opportunity::last_day.ge(day))
        .filter(agreed_or_over!())
        .order((placement::opportunity_id, placement::id))
        .limit(limit)
        .select((
            PLACED_COLUMNS,
            application_answer::answer.nullable(),
            contact.field(application_answer::answer).nullable(),
        ))
        .load(db)?;
    let attendee = |(placed, name, contact)| {
        Ok(Attendee {
            placed,
            name: answer(name)?,
            contact: answer(contact)?,
        })
    };
    rows.into_iter().map(attendee).collect()
}

fn answer<T: DeserializeOwned>(json: Option<String>) -> Result<Option<T>, Error> {
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// The agreed placements of a person that are not over `today`.
pub fn placed_for(db: &mut AnyConnection, person_id: i64, today: Date) -> Result<Vec<Placed>, Error> {
    Ok(placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(application::person_id.eq(person_id))
        .filter(placement::state.eq(PlacementState::Agreed))
        .filter(opportunity::last_day.ge(today))
        .order(placement::id)
        .select(PLACED_COLUMNS)
        .load(db)?)
}
