//! Who is asked to say yes, and what they said.

use diesel::prelude::*;

use crate::db::schema::{pledge_signature, signing};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::pledges::model::{Signature, SignatureRole, SignatureState, next_chase};
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
        .filter(pledge_signature::state.eq(SignatureState::Asked))
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

/// The signatures that areas are asked for by these organisations, longest waiting first.
pub fn waiting_for_areas(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<Signature>, Error> {
    let ids: Vec<i64> = pledge_signature::table
        .inner_join(signing::table)
        .filter(pledge_signature::role.eq(SignatureRole::AreaLead))
        .filter(pledge_signature::state.eq(SignatureState::Asked))
        .filter(signing::organisation_id.eq_any(organisations.iter().copied().map(Some).collect::<Vec<_>>()))
        .order((pledge_signature::asked_at, pledge_signature::id))
        .select(pledge_signature::id)
        .load(db)?;
    ids.into_iter().map(|id| by_id(db, id)).collect()
}
