//! Confirmations in the database.

use diesel::prelude::*;

use super::model::{Answers, Choice, Confirmation, ConfirmationState, Kind};
use crate::applications::{Answers as Given, Name, Step, answers_of};
use crate::audit;
use crate::db::schema::{application, application_answer, application_choice, confirmation, opportunity, organisation};
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::tx::Tx;

#[derive(Queryable)]
struct Row {
    id: i64,
    application_id: i64,
    kind: Kind,
    name: String,
    email: String,
    relationship: String,
    state: ConfirmationState,
    asked_at: Instant,
    chases: i32,
    next_chase_at: Option<Instant>,
    answered_at: Option<Instant>,
    answered_name: Option<String>,
    answered_relationship: Option<String>,
    wording_version: Option<String>,
    answers: Option<String>,
    _address_prefix: Option<String>,
}

impl TryFrom<Row> for Confirmation {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let answers: Option<Answers> = row
            .answers
            .map(|json| serde_json::from_str(&json))
            .transpose()
            .map_err(|error| Error::internal(format!("confirmation {}: answers at column {}", row.id, error.column())))?;
        Ok(Self {
            id: row.id,
            application_id: row.application_id,
            kind: row.kind,
            name: row.name,
            email: row.email,
            relationship: row.relationship,
            state: row.state,
            asked_at: row.asked_at,
            chases: row.chases,
            next_chase_at: row.next_chase_at,
            answered_at: row.answered_at,
            answered_name: row.answered_name,
            answered_relationship: row.answered_relationship,
            wording_version: row.wording_version,
            answers,
        })
    }
}

/// The confirmation with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Confirmation, Error> {
    confirmation::table.find(id).get_result::<Row>(db)?.try_into()
}

/// The confirmation with this number, with these answers of its application.
pub fn with_answers(db: &mut AnyConnection, id: i64, steps: &[Step]) -> Result<(Confirmation, Given), Error> {
    let wanted = application_answer::application_id
        .eq(confirmation::application_id)
        .and(application_answer::step.eq_any(steps));
    let rows: Vec<(Row, Option<(Step, String)>)> = confirmation::table
        .left_join(application_answer::table.on(wanted))
        .filter(confirmation::id.eq(id))
        .select((
            confirmation::all_columns,
            (application_answer::step, application_answer::answer).nullable(),
        ))
        .load(db)?;
    let (mut found, mut answers) = (None, Vec::new());
    for (row, answer) in rows {
        answers.extend(answer);
        found = Some(row);
    }
    let confirmation: Confirmation = found.ok_or(Error::NotFound)?.try_into()?;
    let answers = answers_of(confirmation.application_id, answers)?;
    Ok((confirmation, answers))
}

/// The guardian's confirmation of an application, if it needs one, and the applicant's name.
pub fn guardian_of(db: &mut AnyConnection, application_id: i64) -> Result<Option<(Confirmation, Option<Name>)>, Error> {
    let named = application_answer::application_id
        .eq(confirmation::application_id)
        .and(application_answer::step.eq(Step::Name));
    let row: Option<(Row, Option<String>)> = confirmation::table
        .left_join(application_answer::table.on(named))
        .filter(confirmation::application_id.eq(application_id))
        .filter(confirmation::kind.eq(Kind::Guardian))
        .select((confirmation::all_columns, application_answer::answer.nullable()))
        .get_result(db)
        .optional()?;
    let Some((row, name)) = row else { return Ok(None) };
    let name = name.map(|json| serde_json::from_str(&json)).transpose()?;
    Ok(Some((row.try_into()?, name)))
}

/// The confirmations that an application needs, guardian first.
pub fn of_application(db: &mut AnyConnection, application_id: i64) -> Result<Vec<Confirmation>, Error> {
    let rows: Vec<Row> = confirmation::table
        .filter(confirmation::application_id.eq(application_id))
        .order(confirmation::kind)
        .load(db)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Whoever is asked, as the applicant names them.
pub struct Asked<'a> {
    /// Guardian or school.
    pub kind: Kind,
    /// Their name.
    pub name: &'a str,
    /// Who they are to the applicant.
    pub relationship: &'a str,
    /// Their address.
    pub email: &'a str,
}

/// Stores that somebody is asked now: a new row, or the row of this kind begun anew with another address. Answers its number.
pub fn save_asked(tx: &mut Tx<'_>, application_id: i64, asked: &Asked<'_>, next_chase_at: Option<Instant>) -> Result<i64, Error> {
    let known: Option<i64> = confirmation::table
        .filter(confirmation::application_id.eq(application_id))
        .filter(confirmation::kind.eq(asked.kind))
        .select(confirmation::id)
        .get_result(tx.db)
        .optional()?;
    let id = match known {
        Some(id) => id,
        None => diesel::insert_into(confirmation::table)
            .values((
                confirmation::application_id.eq(application_id),
                confirmation::kind.eq(asked.kind),
                confirmation::name.eq(asked.name),
                confirmation::email.eq(asked.email),
                confirmation::relationship.eq(asked.relationship),
                confirmation::state.eq(ConfirmationState::Waiting),
                confirmation::asked_at.eq(tx.now),
            ))
            .returning(confirmation::id)
            .get_result(tx.db)?,
    };
    diesel::update(confirmation::table.find(id))
        .set((
            (
                confirmation::name.eq(asked.name),
                confirmation::email.eq(asked.email),
                confirmation::relationship.eq(asked.relationship),
                confirmation::state.eq(ConfirmationState::Waiting),
                confirmation::asked_at.eq(tx.now),
                confirmation::chases.eq(0),
                confirmation::next_chase_at.eq(next_chase_at),
            ),
            (
                confirmation::answered_at.eq(None::<Instant>),
                confirmation::answered_name.eq(None::<String>),
                confirmation::answered_relationship.eq(None::<String>),
                confirmation::wording_version.eq(None::<String>),
                confirmation::answers.eq(None::<String>),
                confirmation::address_prefix.eq(None::<String>),
            ),
        ))
        .execute(tx.db)?;
    Ok(id)
}

/// An answer with who declared it.
pub struct Answered<'a> {
    /// `Given` or `Refused`.
    pub state: ConfirmationState,
    /// The name that was declared.
    pub name: &'a str,
    /// The relationship or role that was declared.
    pub relationship: &'a str,
    /// The words that were agreed to, for a guardian.
    pub wording_version: Option<&'a str>,
    /// Where a guardian's answer came from, cut short.
    pub from: Option<&'a str>,
    /// What was answered.
    pub answers: &'a Answers,
}

/// Stores an answer, if none was stored before. False means that it was too late.
pub fn save_answered(tx: &mut Tx<'_>, id: i64, answered: &Answered<'_>) -> Result<bool, Error> {
    let rows = diesel::update(confirmation::table)
        .filter(confirmation::id.eq(id))
        .filter(confirmation::state.eq(ConfirmationState::Waiting))
        .set((
            confirmation::state.eq(answered.state),
            confirmation::next_chase_at.eq(None::<Instant>),
            confirmation::answered_at.eq(tx.now),
            confirmation::answered_name.eq(answered.name),
            confirmation::answered_relationship.eq(answered.relationship),
            confirmation::wording_version.eq(answered.wording_version),
            confirmation::address_prefix.eq(answered.from),
            confirmation::answers.eq(serde_json::to_string(answered.answers)?),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stores that consent was taken back: the declared name and the wording stay, as the record of what was taken back. False if none was given.
pub fn save_taken_back(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let rows = diesel::update(confirmation::table)
        .filter(confirmation::id.eq(id))
        .filter(confirmation::state.eq(ConfirmationState::Given))
        .set((
            confirmation::state.eq(ConfirmationState::Refused),
            confirmation::answered_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stores that a confirmation is not needed any more, if it still waits.
pub fn save_cancelled(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let rows = diesel::update(confirmation::table)
        .filter(confirmation::id.eq(id))
        .filter(confirmation::state.eq(ConfirmationState::Waiting))
        .set((
            confirmation::state.eq(ConfirmationState::Cancelled),
            confirmation::next_chase_at.eq(None::<Instant>),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stores that a reminder goes out now, if nothing else happened to it since it was found due. False if something did.
pub fn save_chased(tx: &mut Tx<'_>, due: &Confirmation, next_chase_at: Option<Instant>) -> Result<bool, Error> {
    let rows = diesel::update(confirmation::table)
        .filter(confirmation::id.eq(due.id))
        .filter(confirmation::state.eq(ConfirmationState::Waiting))
        .filter(confirmation::next_chase_at.eq(due.next_chase_at))
        .set((
            confirmation::chases.eq(confirmation::chases + 1),
            confirmation::next_chase_at.eq(next_chase_at),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stores that no reminder is due any more.
pub fn save_unchased(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(confirmation::table.find(id))
        .set(confirmation::next_chase_at.eq(None::<Instant>))
        .execute(tx.db)?;
    Ok(())
}

/// At most `limit` numbers above `after` of the confirmations whose reminder is due at `now`.
pub fn due(db: &mut AnyConnection, now: Instant, after: i64, limit: i64) -> Result<Vec<i64>, Error> {
    // By the index of what is due: with the bare number SQLite walks the key, and with it everything that is not due.
    let number = confirmation::id + 0_i64;
    Ok(confirmation::table
        .filter(confirmation::state.eq(literal(ConfirmationState::Waiting.as_str())))
        .filter(confirmation::next_chase_at.le(now))
        .filter(number.gt(after))
        .order(number)
        .limit(limit)
        .select(confirmation::id)
        .load(db)?)
}

/// The applications of a round whose confirmation of this kind was asked for and never answered, by number.
pub fn unanswered(db: &mut AnyConnection, round_id: i64, kind: Kind) -> Result<Vec<i64>, Error> {
    Ok(confirmation::table
        .inner_join(application::table)
        .filter(application::round_id.eq(round_id))
        .filter(confirmation::kind.eq(kind))
        .filter(confirmation::state.eq(ConfirmationState::Waiting))
        .order(confirmation::application_id)
        .select(confirmation::application_id)
        .load(db)?)
}

/// How many letters were asked for since then, over all applications of a person.
pub fn letters_asked_since(db: &mut AnyConnection, person_id: i64, since: Instant) -> Result<i64, Error> {
    let own: Vec<i64> = application::table
        .filter(application::person_id.eq(person_id))
        .select(application::id)
        .load(db)?;
    audit::count_since(db, "confirmation.asked", "application", &own, since)
}

/// The placements that an application chose, best first.
pub fn chosen(db: &mut AnyConnection, application_id: i64) -> Result<Vec<Choice>, Error> {
    let rows = application_choice::table
        .inner_join(opportunity::table.inner_join(organisation::table))
        .filter(application_choice::application_id.eq(application_id))
        .order(application_choice::position)
        .select((
            opportunity::title,
            organisation::name,
            opportunity::town,
            opportunity::first_day,
            opportunity::last_day,
            opportunity::activities,
            opportunity::limits,
        ))
        .load::<(String, String, String, time::Date, time::Date, String, String)>(db)?;
    Ok(rows
        .into_iter()
        .map(|(title, organisation, town, first_day, last_day, activities, limits)| Choice {
            title,
            organisation,
            town,
            first_day,
            last_day,
            activities,
            limits,
        })
        .collect())
}
