//! Who is asked to say yes, and what they said.

use diesel::dsl::exists;
use diesel::prelude::*;
use time::Date;

use super::{organisations, signings};
use crate::db::schema::{organisation, organisation_area, pledge_signature, signing, signing_answer};
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::pledges::answers::Answers;
use crate::pledges::model::{Organisation, Signature, SignatureRole, SignatureState, Signing, next_chase};
use crate::tx::Tx;

#[derive(Queryable)]
struct Row {
    id: i64,
    signing_id: i64,
    role: SignatureRole,
    name: String,
    email: String,
    job: String,
    state: SignatureState,
    asked_at: Instant,
    chases: i32,
    next_chase_at: Option<Instant>,
    answered_at: Option<Instant>,
    _answered_by: Option<i64>,
    reason: Option<String>,
}

impl From<Row> for Signature {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            signing_id: row.signing_id,
            role: row.role,
            name: row.name,
            email: row.email,
            job: row.job,
            state: row.state,
            asked_at: row.asked_at,
            chases: row.chases,
            next_chase_at: row.next_chase_at,
            answered_at: row.answered_at,
            reason: row.reason,
        }
    }
}

/// Somebody to ask.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// As what.
    pub role: SignatureRole,
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// Their job.
    pub job: &'a str,
}

/// The signature with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Signature, Error> {
    Ok(pledge_signature::table.find(id).get_result::<Row>(db)?.into())
}

/// Everybody who was asked in a signing, in the order of asking.
pub fn of_signing(db: &mut AnyConnection, signing_id: i64) -> Result<Vec<Signature>, Error> {
    let rows: Vec<Row> = pledge_signature::table
        .filter(pledge_signature::signing_id.eq(signing_id))
        .order(pledge_signature::id)
        .load(db)?;
    Ok(rows.into_iter().map(Signature::from).collect())
}

/// Adds somebody who is asked now.
pub fn add(tx: &mut Tx<'_>, signing_id: i64, asked: &Asked<'_>) -> Result<Signature, Error> {
    let id: i64 = diesel::insert_into(pledge_signature::table)
        .values((
            (
                pledge_signature::signing_id.eq(signing_id),
                pledge_signature::role.eq(asked.role),
                pledge_signature::name.eq(asked.name),
                pledge_signature::email.eq(asked.email),
                pledge_signature::job.eq(asked.job),
            ),
            (
                pledge_signature::state.eq(SignatureState::Asked),
                pledge_signature::asked_at.eq(tx.now),
                pledge_signature::chases.eq(0),
                pledge_signature::next_chase_at.eq(next_chase(tx.now, 0)),
            ),
        ))
        .returning(pledge_signature::id)
        .get_result(tx.db)?;
    by_id(tx.db, id)
}

/// Stores an answer, if there was none: one statement, so that of two answers one wins. False means that it was too late.
pub fn answer(tx: &mut Tx<'_>, id: i64, state: SignatureState, by: Option<i64>, reason: Option<&str>) -> Result<bool, Error> {
    let rows = diesel::update(pledge_signature::table.find(id))
        .filter(pledge_signature::state.eq(SignatureState::Asked))
        .set((
            pledge_signature::state.eq(state),
            pledge_signature::answered_at.eq(tx.now),
            pledge_signature::answered_by.eq(by),
            pledge_signature::next_chase_at.eq(None::<Instant>),
            pledge_signature::reason.eq(reason),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Takes back every yes of a signing that begins anew: it was to other words.
pub fn cancel(tx: &mut Tx<'_>, signing_id: i64) -> Result<(), Error> {
    diesel::update(pledge_signature::table.filter(pledge_signature::signing_id.eq(signing_id)))
        .filter(pledge_signature::state.eq_any([SignatureState::Asked, SignatureState::Given]))
        .set((
            pledge_signature::state.eq(SignatureState::Cancelled),
            pledge_signature::next_chase_at.eq(None::<Instant>),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// The numbers of those who are to be reminded.
pub fn due(db: &mut AnyConnection, now: Instant, most: i64) -> Result<Vec<i64>, Error> {
    Ok(pledge_signature::table
        .filter(pledge_signature::state.eq(literal(SignatureState::Asked.as_str())))
        .filter(pledge_signature::next_chase_at.le(now))
        .order((pledge_signature::next_chase_at, pledge_signature::id))
        .limit(most)
        .select(pledge_signature::id)
        .load(db)?)
}

/// Counts a reminder, if nobody counted it before. False means that somebody did.
pub fn count_chase(tx: &mut Tx<'_>, known: &Signature) -> Result<bool, Error> {
    let rows = diesel::update(pledge_signature::table.find(known.id))
        .filter(pledge_signature::state.eq(SignatureState::Asked))
        .filter(pledge_signature::chases.eq(known.chases))
        .set((
            pledge_signature::chases.eq(known.chases + 1),
            pledge_signature::next_chase_at.eq(next_chase(known.asked_at, known.chases + 1)),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// A signing as an area's lead may answer for it.
pub struct ForArea {
    /// The signing.
    pub signing: Signing,
    /// Its organisation, if one was chosen.
    pub organisation: Option<Organisation>,
    /// The last signature that the area was asked for, if it ever was.
    pub signature: Option<Signature>,
    /// True if the organisation lies in one of the areas.
    pub is_theirs: bool,
}

/// The signing with this reference, as the leads of `areas` may answer for it.
pub fn for_areas(db: &mut AnyConnection, reference: &str, areas: &[i64], today: Date) -> Result<ForArea, Error> {
    let by_area = pledge_signature::signing_id
        .eq(signing::id)
        .and(pledge_signature::role.eq(SignatureRole::AreaLead));
    let beside = organisation_area::table
        .filter(organisation_area::organisation_id.nullable().eq(signing::organisation_id))
        .filter(organisation_area::area_id.eq_any(areas));
    let rows: Vec<(signings::Row, Option<organisations::Row>, Option<Row>, bool)> = signing::table
        .left_join(organisation::table)
        .left_join(pledge_signature::table.on(by_area))
        .filter(signing::public_ref.eq(reference))
        .order(pledge_signature::id.desc())
        .select((
            signing::all_columns,
            organisations::COLUMNS.nullable(),
            pledge_signature::all_columns.nullable(),
            exists(beside),
        ))
        .load(db)?;
    let (signing, organisation, signature, is_beside) = rows.into_iter().next().ok_or(Error::NotFound)?;
    let organisation = organisation.map(|row| organisations::organisation_of(row, today));
    Ok(ForArea {
        is_theirs: is_beside || organisation.as_ref().is_some_and(|known| areas.contains(&known.area_id)),
        signing: signings::signing_of(signing),
        organisation,
        signature: signature.map(Signature::from),
    })
}

/// A signature with what is signed.
#[derive(Debug)]
pub struct ToSign {
    /// The signature.
    pub signature: Signature,
    /// The organisation that signs, once it was said.
    pub organisation: Option<Organisation>,
    /// What was answered.
    pub answers: Answers,
}

/// The signature with this number, with what is signed.
pub fn to_sign(db: &mut AnyConnection, id: i64, today: Date) -> Result<ToSign, Error> {
    type Found = (Row, Option<organisations::Row>, Option<(String, String)>);
    // A row for each answer.
    let rows: Vec<Found> = pledge_signature::table
        .inner_join(signing::table)
        .left_join(organisation::table.on(organisation::id.nullable().eq(signing::organisation_id)))
        .left_join(signing_answer::table.on(signing_answer::signing_id.eq(signing::id)))
        .filter(pledge_signature::id.eq(id))
        .select((
            pledge_signature::all_columns,
            organisations::COLUMNS.nullable(),
            (signing_answer::step, signing_answer::answer).nullable(),
        ))
        .load(db)?;
    let (mut found, mut answers) = (None, Vec::new());
    for (row, organisation, answer) in rows {
        answers.extend(answer);
        found = Some((row, organisation));
    }
    let (row, organisation) = found.ok_or(Error::NotFound)?;
    let signature = Signature::from(row);
    Ok(ToSign {
        answers: signings::answers_of(signature.signing_id, answers)?,
        organisation: organisation.map(|row| organisations::organisation_of(row, today)),
        signature,
    })
}
