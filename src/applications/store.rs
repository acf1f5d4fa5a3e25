//! Applications in the database: what other features ask of them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::answers::{Answers, Name, Step};
use super::circumstances::Level;
use super::state::{ApplicationState, Ending};
use crate::audit;
use crate::db::schema::{application, application_answer, application_choice, application_claim, opportunity, person};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Tx;

/// An application without its answers.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Application {
    /// Its number.
    pub id: i64,
    /// Its public reference; the applicant's name in the draw.
    pub reference: String,
    /// Whose it is.
    pub person_id: i64,
    /// The round that it is for.
    pub round_id: i64,
    /// Where it stands.
    pub state: ApplicationState,
    /// Why it ended, from a list.
    pub reason: Option<String>,
    /// When it was begun.
    pub created_at: Instant,
    /// Since when it stands so.
    pub state_since: Instant,
    /// When it was sent.
    pub submitted_at: Option<Instant>,
}

type Columns = (
    application::id,
    application::public_ref,
    application::person_id,
    application::round_id,
    application::state,
    application::reason,
    application::created_at,
    application::state_since,
    application::submitted_at,
);

pub(super) const COLUMNS: Columns = (
    application::id,
    application::public_ref,
    application::person_id,
    application::round_id,
    application::state,
    application::reason,
    application::created_at,
    application::state_since,
    application::submitted_at,
);

/// The application with this number.
pub fn application_by_id(db: &mut AnyConnection, id: i64) -> Result<Application, Error> {
    Ok(application::table.find(id).select(COLUMNS).get_result(db)?)
}

/// The application with this public reference.
pub fn application_by_ref(db: &mut AnyConnection, reference: &str) -> Result<Application, Error> {
    Ok(application::table
        .filter(application::public_ref.eq(reference))
        .select(COLUMNS)
        .get_result(db)?)
}

/// The applications of a round in one state, by number.
pub fn in_round(db: &mut AnyConnection, round_id: i64, state: ApplicationState) -> Result<Vec<Application>, Error> {
    Ok(application::table
        .filter(application::round_id.eq(round_id))
        .filter(application::state.eq(state))
        .order(application::id)
        .select(COLUMNS)
        .load(db)?)
}

/// Moves an application on, with its audit row. When a placement ends, nobody needs its emergency contact any more, and it is forgotten.
///
/// # Errors
/// `Conflict` if somebody else moved it meanwhile, or if no way leads there.
pub fn change_state(tx: &mut Tx<'_>, id: i64, from: ApplicationState, to: ApplicationState, reason: Option<&str>) -> Result<(), Error> {
    if !from.leads_to(to) {
        return Err(Error::conflict("This application cannot go on in that way."));
    }
    let rows = diesel::update(
        application::table
            .filter(application::id.eq(id))
            .filter(application::state.eq(from)),
    )
    .set((
        application::state.eq(to),
        application::reason.eq(reason),
        application::live.eq(to.ending() == Ending::Live),
        application::state_since.eq(tx.now),
        application::changed_at.eq(tx.now),
    ))
    .execute(tx.db)?;
    if rows != 1 {
        return Err(Error::conflict("This application has changed since you opened the page."));
    }
    if from == ApplicationState::Placed {
        diesel::delete(application_answer::table.find((id, Step::EmergencyContact))).execute(tx.db)?;
    }
    audit::record(
        tx,
        "application.moved",
        "application",
        id,
        &json!({"from": from, "to": to, "reason": reason}),
    )
}

/// All answers of an application.
pub fn answers(db: &mut AnyConnection, id: i64) -> Result<Answers, Error> {
    let rows: Vec<(Step, String)> = application_answer::table
        .filter(application_answer::application_id.eq(id))
        .select((application_answer::step, application_answer::answer))
        .load(db)?;
    answers_of(id, rows)
}

/// The answers that rows of the application with this number hold.
///
/// # Errors
/// `Internal` if one cannot be read.
pub fn answers_of(id: i64, rows: Vec<(Step, String)>) -> Result<Answers, Error> {
    let mut answers = Answers::default();
    for (step, json) in rows {
        match step {
            Step::Name => answers.name = Some(read(id, step, &json)?),
            Step::DateOfBirth => answers.date_of_birth = Some(read(id, step, &json)?),
            Step::Contact => answers.contact = Some(read(id, step, &json)?),
            Step::Situation => answers.situation = Some(read(id, step, &json)?),
            Step::Circumstances => answers.circumstances = Some(read(id, step, &json)?),
            Step::Attended => answers.attended = Some(read(id, step, &json)?),
            Step::Aims => answers.aims = Some(read(id, step, &json)?),
            Step::Reasons => answers.reasons = Some(read(id, step, &json)?),
            Step::Choices => answers.choices = Some(read(id, step, &json)?),
            Step::Availability => answers.availability = Some(read(id, step, &json)?),
            Step::Needs => answers.needs = Some(read(id, step, &json)?),
            Step::School => answers.school = Some(read(id, step, &json)?),
            Step::Guardian => answers.guardian = Some(read(id, step, &json)?),
            Step::EmergencyContact => answers.emergency_contact = Some(read(id, step, &json)?),
        }
    }
    Ok(answers)
}

fn read<T: DeserializeOwned>(id: i64, step: Step, json: &str) -> Result<T, Error> {
    serde_json::from_str(json)
        .map_err(|error| Error::internal(format!("application_answer {id}/{step}: unreadable at column {}", error.column())))
}

/// Where letters to an applicant go, and their name once they gave it.
pub fn recipient(db: &mut AnyConnection, id: i64) -> Result<(String, Option<Name>), Error> {
    let named = application_answer::application_id
        .eq(application::id)
        .and(application_answer::step.eq(Step::Name));
    let (email, name): (String, Option<String>) = application::table
        .inner_join(person::table)
        .left_join(application_answer::table.on(named))
        .filter(application::id.eq(id))
        .select((person::email, application_answer::answer.nullable()))
        .get_result(db)?;
    Ok((email, name.map(|json| read(id, Step::Name, &json)).transpose()?))
}

/// The claims of an application with how sure they are.
pub fn claims(db: &mut AnyConnection, id: i64) -> Result<BTreeMap<String, Level>, Error> {
    let rows: Vec<(String, Level)> = application_claim::table
        .filter(application_claim::application_id.eq(id))
        .order(application_claim::criterion)
        .select((application_claim::criterion, application_claim::level))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// The opportunities that an application chose, best first, by number.
pub fn choices(db: &mut AnyConnection, id: i64) -> Result<Vec<i64>, Error> {
    Ok(application_choice::table
        .filter(application_choice::application_id.eq(id))
        .order(application_choice::position)
        .select(application_choice::opportunity_id)
        .load(db)?)
}

/// Settles a claim: what a school or service says of it.
pub fn set_claim(tx: &mut Tx<'_>, id: i64, criterion: &str, level: Level) -> Result<(), Error> {
    let rows = diesel::update(application_claim::table.find((id, criterion)))
        .set(application_claim::level.eq(level))
        .execute(tx.db)?;
    if rows == 0 {
        diesel::insert_into(application_claim::table)
            .values((
                application_claim::application_id.eq(id),
                application_claim::criterion.eq(criterion),
                application_claim::level.eq(level),
            ))
            .execute(tx.db)?;
    }
    audit::record(
        tx,
        "claim.settled",
        "application",
        id,
        &json!({"criterion": criterion, "level": level}),
    )
}

/// An application as it enters the ranking: nothing but what `engine.md` 7.3 allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    /// The application's number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// Its claims.
    pub claims: BTreeMap<String, Level>,
    /// Its statements.
    pub statements: Vec<String>,
    /// The first half of the postcode.
    pub area: Option<String>,
    /// The public references of what it chose, best first.
    pub choices: Vec<String>,
}

/// The applications of a round in one of `states`, by number: four queries, however many there are.
pub fn entrants(db: &mut AnyConnection, round_id: i64, states: &[ApplicationState]) -> Result<Vec<Entrant>, Error> {
    let of_round = || application::round_id.eq(round_id).and(application::state.eq_any(states));
    let rows: Vec<(i64, String, Option<String>, String)> = application::table
        .filter(of_round())
        .order(application::id)
        .select((application::id, application::public_ref, application::area, application::statements))
        .load(db)?;
    let claims: Vec<(i64, String, Level)> = application_claim::table
        .inner_join(application::table)
        .filter(of_round())
        .select((
            application_claim::application_id,
            application_claim::criterion,
            application_claim::level,
        ))
        .load(db)?;
    let chosen: Vec<(i64, String)> = application_choice::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(of_round())
        .order((application_choice::application_id, application_choice::position))
        .select((application_choice::application_id, opportunity::public_ref))
        .load(db)?;
    let mut claims_of: BTreeMap<i64, BTreeMap<String, Level>> = BTreeMap::new();
    for (id, criterion, level) in claims {
        claims_of.entry(id).or_default().insert(criterion, level);
    }
    let mut choices_of: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (id, reference) in chosen {
        choices_of.entry(id).or_default().push(reference);
    }
    rows.into_iter()
        .map(|(id, reference, area, statements)| {
            Ok(Entrant {
                id,
                reference,
                claims: claims_of.remove(&id).unwrap_or_default(),
                statements: serde_json::from_str(&statements)?,
                area,
                choices: choices_of.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}
