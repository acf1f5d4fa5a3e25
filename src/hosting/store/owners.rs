//! Whose coordinators run a round, and the supervisor of its draw until it opens.

use diesel::prelude::*;

use crate::db::schema::{round, round_owner};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities::{Phase, Round, RoundRow};
use crate::tx::{Actor, Tx};

/// Whose coordinators run a round, and how far the promise for its draw is.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Owner {
    /// The round.
    pub round_id: i64,
    /// The organisation.
    pub organisation_id: i64,
    /// Who made the round.
    pub created_by: Option<i64>,
    /// How the public record will name the supervisor.
    pub supervisor: Option<String>,
    /// Where the supervisor is asked; forgotten here once the round opens.
    pub supervisor_email: Option<String>,
    /// When they were last asked.
    pub asked_at: Option<Instant>,
    /// Their promise.
    pub commitment: Option<String>,
    /// When it came.
    pub promised_at: Option<Instant>,
    /// When the round was called off before it opened.
    pub cancelled_at: Option<Instant>,
}

/// Who runs a round; nobody for a round of an area.
pub fn owner_of(db: &mut AnyConnection, round_id: i64) -> Result<Option<Owner>, Error> {
    Ok(round_owner::table.find(round_id).get_result(db).optional()?)
}

/// The round with this public reference and who runs it, nobody for a round of an area: one query.
///
/// # Errors
/// `NotFound` if there is none.
pub fn round_and_owner(db: &mut AnyConnection, reference: &str) -> Result<(Round, Option<Owner>), Error> {
    let (row, owner): (RoundRow, Option<Owner>) = round::table
        .left_join(round_owner::table)
        .filter(round::public_ref.eq(reference))
        .select((round::all_columns, round_owner::all_columns.nullable()))
        .get_result(db)?;
    Ok((row.try_into()?, owner))
}

/// Gives a new round to an organisation.
pub fn add_owner(tx: &mut Tx<'_>, round_id: i64, organisation_id: i64) -> Result<(), Error> {
    let by = if let Actor::Person(id) = tx.actor { Some(id) } else { None };
    diesel::insert_into(round_owner::table)
        .values((
            round_owner::round_id.eq(round_id),
            round_owner::organisation_id.eq(organisation_id),
            round_owner::created_by.eq(by),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Names the supervisor, who has promised nothing yet.
pub fn save_supervisor(tx: &mut Tx<'_>, round_id: i64, name: &str, email: &str) -> Result<(), Error> {
    diesel::update(round_owner::table.find(round_id))
        .set((
            round_owner::supervisor.eq(name),
            round_owner::supervisor_email.eq(email),
            round_owner::asked_at.eq(tx.now),
            round_owner::commitment.eq(None::<String>),
            round_owner::promised_at.eq(None::<Instant>),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Keeps a promise, once. False means that there is one already.
pub fn save_promise(tx: &mut Tx<'_>, round_id: i64, commitment: &str) -> Result<bool, Error> {
    let rows = diesel::update(
        round_owner::table
            .filter(round_owner::round_id.eq(round_id))
            .filter(round_owner::commitment.is_null()),
    )
    .set((round_owner::commitment.eq(commitment), round_owner::promised_at.eq(tx.now)))
    .execute(tx.db)?;
    Ok(rows == 1)
}

/// Forgets the supervisor's address: from the opening on the record of the draw has it.
pub fn blank_supervisor(tx: &mut Tx<'_>, round_id: i64) -> Result<(), Error> {
    diesel::update(round_owner::table.find(round_id))
        .set(round_owner::supervisor_email.eq(None::<String>))
        .execute(tx.db)?;
    Ok(())
}

/// Forgets an address wherever a supervisor of a draw was named with it.
pub fn forget_supervisor(tx: &mut Tx<'_>, email: &str) -> Result<(), Error> {
    diesel::update(round_owner::table.filter(round_owner::supervisor_email.eq(email)))
        .set(round_owner::supervisor_email.eq(None::<String>))
        .execute(tx.db)?;
    Ok(())
}

/// Calls a planned round off. False means that it was before.
pub fn cancel_owner(tx: &mut Tx<'_>, round_id: i64) -> Result<bool, Error> {
    let rows = diesel::update(
        round_owner::table
            .filter(round_owner::round_id.eq(round_id))
            .filter(round_owner::cancelled_at.is_null()),
    )
    .set((
        round_owner::cancelled_at.eq(tx.now),
        round_owner::supervisor_email.eq(None::<String>),
    ))
    .execute(tx.db)?;
    Ok(rows == 1)
}

/// Changes a planned round.
pub fn set_window(tx: &mut Tx<'_>, id: i64, name: &str, opens_at: Instant, closes_at: Instant, answer_days: i32) -> Result<(), Error> {
    diesel::update(round::table.filter(round::id.eq(id)).filter(round::state.eq(Phase::Planned)))
        .set((
            round::name.eq(name),
            round::opens_at.eq(opens_at),
            round::closes_at.eq(closes_at),
            round::answer_days.eq(answer_days),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// The planned rounds whose opening time has come and whose supervisor has promised.
pub fn due_to_open(db: &mut AnyConnection, now: Instant) -> Result<Vec<i64>, Error> {
    Ok(round_owner::table
        .inner_join(round::table)
        .filter(round::state.eq(Phase::Planned))
        .filter(round::opens_at.le(now))
        .filter(round::closes_at.gt(now))
        .filter(round_owner::cancelled_at.is_null())
        .filter(round_owner::commitment.is_not_null())
        .filter(round_owner::supervisor_email.is_not_null())
        .order(round::opens_at)
        .select(round::id)
        .load(db)?)
}
