//! Claims in the database.

use diesel::prelude::*;
use time::Date;

use super::forms::NewClaim;
use super::model::{Claim, ClaimKind, ClaimState, WhyRefused};
use crate::db::schema::{application, expense_claim, opportunity, placement};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Tx;

type Row = (
    i64,
    String,
    i64,
    ClaimKind,
    Date,
    i32,
    String,
    ClaimState,
    Instant,
    Option<WhyRefused>,
);
type Columns = (
    expense_claim::id,
    expense_claim::public_ref,
    expense_claim::placement_id,
    expense_claim::kind,
    expense_claim::on_day,
    expense_claim::pence,
    expense_claim::note,
    expense_claim::state,
    expense_claim::sent_at,
    expense_claim::reason,
);
const COLUMNS: Columns = (
    expense_claim::id,
    expense_claim::public_ref,
    expense_claim::placement_id,
    expense_claim::kind,
    expense_claim::on_day,
    expense_claim::pence,
    expense_claim::note,
    expense_claim::state,
    expense_claim::sent_at,
    expense_claim::reason,
);

fn from((id, reference, placement_id, kind, on_day, pence, note, state, sent_at, reason): Row) -> Claim {
    Claim {
        id,
        reference,
        placement_id,
        kind,
        on_day,
        pence,
        note,
        state,
        sent_at,
        reason,
    }
}

/// The claim with this reference.
///
/// # Errors
/// `NotFound` if there is none.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Claim, Error> {
    let row: Row = expense_claim::table
        .filter(expense_claim::public_ref.eq(reference))
        .select(COLUMNS)
        .get_result(db)?;
    Ok(from(row))
}

/// The claims about a placement, oldest first.
pub fn of(db: &mut AnyConnection, placement_id: i64) -> Result<Vec<Claim>, Error> {
    let rows: Vec<Row> = expense_claim::table
        .filter(expense_claim::placement_id.eq(placement_id))
        .order(expense_claim::id)
        .select(COLUMNS)
        .load(db)?;
    Ok(rows.into_iter().map(from).collect())
}

/// A claim with what it is about.
pub struct About {
    /// The claim.
    pub claim: Claim,
    /// The reference of the application.
    pub application: String,
    /// The placement's title.
    pub title: String,
}

/// The newest claims to organisations; only in one state if it is given.
pub fn to(db: &mut AnyConnection, organisations: &[i64], state: Option<ClaimState>, limit: i64) -> Result<Vec<About>, Error> {
    let mut query = expense_claim::table
        .inner_join(placement::table.inner_join(application::table).inner_join(opportunity::table))
        .filter(opportunity::organisation_id.eq_any(organisations))
        .order(expense_claim::id.desc())
        .limit(limit)
        .select((COLUMNS, application::public_ref, opportunity::title))
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(expense_claim::state.eq(state));
    }
    let rows: Vec<(Row, String, String)> = query.load(db)?;
    let about = |(row, application, title)| About {
        claim: from(row),
        application,
        title,
    };
    Ok(rows.into_iter().map(about).collect())
}

/// How many pence of claims to organisations stand in each state.
pub fn totals(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<(ClaimState, i64)>, Error> {
    let rows: Vec<(ClaimState, i32)> = expense_claim::table
        .inner_join(placement::table.inner_join(opportunity::table))
        .filter(opportunity::organisation_id.eq_any(organisations))
        .select((expense_claim::state, expense_claim::pence))
        .load(db)?;
    let sum = |state: ClaimState| {
        rows.iter()
            .filter(|(one, _)| *one == state)
            .map(|(_, pence)| i64::from(*pence))
            .sum()
    };
    Ok(ClaimState::ALL.iter().map(|state| (*state, sum(*state))).collect())
}

/// True if there is a claim for the same kind and day that was not refused.
pub fn has_one(db: &mut AnyConnection, placement_id: i64, new: &NewClaim) -> Result<bool, Error> {
    let same = expense_claim::table
        .filter(expense_claim::placement_id.eq(placement_id))
        .filter(expense_claim::kind.eq(new.kind))
        .filter(expense_claim::on_day.eq(new.on_day))
        .filter(expense_claim::state.ne(ClaimState::Refused));
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(db)?)
}

/// Adds a claim; answers its number.
pub fn add(tx: &mut Tx<'_>, placement_id: i64, new: &NewClaim) -> Result<i64, Error> {
    Ok(diesel::insert_into(expense_claim::table)
        .values((
            expense_claim::public_ref.eq(tx.env.random.reference()?),
            expense_claim::placement_id.eq(placement_id),
            expense_claim::kind.eq(new.kind),
            expense_claim::on_day.eq(new.on_day),
            expense_claim::pence.eq(new.pence),
            expense_claim::note.eq(&new.note),
            expense_claim::state.eq(ClaimState::Sent),
            expense_claim::sent_at.eq(tx.now),
        ))
        .returning(expense_claim::id)
        .get_result(tx.db)?)
}

/// Moves a claim on. False if somebody else was faster.
pub fn decide(tx: &mut Tx<'_>, known: &Claim, state: ClaimState, reason: Option<WhyRefused>, by: Option<i64>) -> Result<bool, Error> {
    let same = expense_claim::table
        .filter(expense_claim::id.eq(known.id))
        .filter(expense_claim::state.eq(known.state));
    let rows = diesel::update(same)
        .set((
            expense_claim::state.eq(state),
            expense_claim::reason.eq(reason),
            expense_claim::decided_at.eq(tx.now),
            expense_claim::decided_by.eq(by),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}
