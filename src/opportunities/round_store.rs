//! Rounds and the numbers promised for their draws, in the database.

use diesel::prelude::*;

use super::model::{Contribution, NewContribution, NewRound, PolicyKey, Round};
use super::state::{Phase, RoundState};
use crate::db::schema::{round, round_contribution};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::tx::Tx;

/// A round's row, which is a [`Round`] if its state and its moments fit.
#[derive(Debug, Queryable)]
pub struct Row {
    id: i64,
    reference: String,
    name: String,
    _area_id: Option<i64>,
    phase: Phase,
    opens_at: Instant,
    closes_at: Instant,
    answer_days: i32,
    policy_id: String,
    policy_version: String,
    policy_sha256: String,
    _created_at: Instant,
    closed_at: Option<Instant>,
    ranked_at: Option<Instant>,
    settled_at: Option<Instant>,
}

impl TryFrom<Row> for Round {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let state = match (row.phase, row.closed_at, row.ranked_at, row.settled_at) {
            (Phase::Planned, None, None, None) => RoundState::Planned,
            (Phase::Open, None, None, None) => RoundState::Open,
            (Phase::Closed, Some(closed_at), None, None) => RoundState::Closed { closed_at },
            (Phase::Ranked, Some(closed_at), Some(ranked_at), None) => RoundState::Ranked { closed_at, ranked_at },
            (Phase::Offering, Some(closed_at), Some(ranked_at), None) => RoundState::Offering { closed_at, ranked_at },
            (Phase::Settled, Some(closed_at), Some(ranked_at), Some(settled_at)) => RoundState::Settled {
                closed_at,
                ranked_at,
                settled_at,
            },
            _ => return Err(Error::internal(format!("round {}: its state and its moments do not fit", row.id))),
        };
        Ok(Self {
            id: row.id,
            reference: row.reference,
            name: row.name,
            state,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            answer_days: row.answer_days,
            policy: PolicyKey {
                id: row.policy_id,
                version: row.policy_version,
                sha256: row.policy_sha256,
            },
        })
    }
}

/// The round with this number.
pub fn round_by_id(db: &mut AnyConnection, id: i64) -> Result<Round, Error> {
    round::table.find(id).get_result::<Row>(db)?.try_into()
}

/// The round with this public reference.
pub fn round_by_ref(db: &mut AnyConnection, reference: &str) -> Result<Round, Error> {
    round::table
        .filter(round::public_ref.eq(reference))
        .get_result::<Row>(db)?
        .try_into()
}

/// The rounds in these states, oldest closing time first.
pub fn rounds_in(db: &mut AnyConnection, phases: &[Phase]) -> Result<Vec<Round>, Error> {
    let rows: Vec<Row> = round::table
        .filter(round::state.eq_any(phases))
        .order((round::closes_at, round::id))
        .load(db)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The latest `limit` rounds by opening time, newest first.
pub fn latest_rounds(db: &mut AnyConnection, limit: i64) -> Result<Vec<Round>, Error> {
    let rows: Vec<Row> = round::table
        .order((round::opens_at.desc(), round::id.desc()))
        .limit(limit)
        .load(db)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The open rounds whose time is over at `now`.
pub fn due_to_close(db: &mut AnyConnection, now: Instant) -> Result<Vec<Round>, Error> {
    Ok(rounds_in(db, &[Phase::Open])?
        .into_iter()
        .filter(|round| now >= round.closes_at)
        .collect())
}

/// Adds a round; answers its number.
pub fn add_round(tx: &mut Tx<'_>, new: &NewRound<'_>) -> Result<i64, Error> {
    Ok(diesel::insert_into(round::table)
        .values((
            round::public_ref.eq(new.reference),
            round::name.eq(new.name),
            round::area_id.eq(new.area_id),
            round::state.eq(Phase::Planned),
            round::opens_at.eq(new.opens_at),
            round::closes_at.eq(new.closes_at),
            round::answer_days.eq(new.answer_days),
            round::policy_id.eq(&new.policy.id),
            round::policy_version.eq(&new.policy.version),
            round::policy_sha256.eq(&new.policy.sha256),
            round::created_at.eq(tx.now),
        ))
        .returning(round::id)
        .get_result(tx.db)?)
}

/// Gives a planned round its policy.
pub fn set_policy(tx: &mut Tx<'_>, id: i64, policy: &PolicyKey) -> Result<(), Error> {
    diesel::update(round::table.filter(round::id.eq(id)).filter(round::state.eq(Phase::Planned)))
        .set((
            round::policy_id.eq(&policy.id),
            round::policy_version.eq(&policy.version),
            round::policy_sha256.eq(&policy.sha256),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Stores a round's new state, if it still is in the phase that it was read in. False means that somebody else was faster.
pub fn save_round_state(tx: &mut Tx<'_>, id: i64, was: Phase, state: RoundState) -> Result<bool, Error> {
    let (closed_at, ranked_at, settled_at) = match state {
        RoundState::Planned | RoundState::Open => (None, None, None),
        RoundState::Closed { closed_at } => (Some(closed_at), None, None),
        RoundState::Ranked { closed_at, ranked_at } | RoundState::Offering { closed_at, ranked_at } => {
            (Some(closed_at), Some(ranked_at), None)
        }
        RoundState::Settled {
            closed_at,
            ranked_at,
            settled_at,
        } => (Some(closed_at), Some(ranked_at), Some(settled_at)),
    };
    let rows = diesel::update(round::table.filter(round::id.eq(id)).filter(round::state.eq(was)))
        .set((
            round::state.eq(state.phase()),
            round::closed_at.eq(closed_at),
            round::ranked_at.eq(ranked_at),
            round::settled_at.eq(settled_at),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

type ContributionRow = (
    i64,
    i64,
    i32,
    String,
    String,
    Option<String>,
    Option<String>,
    Instant,
    Option<Instant>,
);

/// A round's contributions in the announced order.
pub fn contributions(db: &mut AnyConnection, round_id: i64) -> Result<Vec<Contribution>, Error> {
    Ok(contributions_of(db, &[round_id])?
        .into_iter()
        .map(|(_, contribution)| contribution)
        .collect())
}

/// The contributions of several rounds, each with its round's number, in the announced order.
pub fn contributions_of(db: &mut AnyConnection, rounds: &[i64]) -> Result<Vec<(i64, Contribution)>, Error> {
    let rows: Vec<ContributionRow> = round_contribution::table
        .filter(among(round_contribution::round_id, rounds))
        .order((round_contribution::round_id, round_contribution::position))
        .select((
            round_contribution::round_id,
            round_contribution::id,
            round_contribution::position,
            round_contribution::name,
            round_contribution::commitment,
            round_contribution::value,
            round_contribution::recipient,
            round_contribution::committed_at,
            round_contribution::revealed_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(
            |(round_id, id, position, name, commitment, value, recipient, committed_at, revealed_at)| {
                let contribution = Contribution {
                    id,
                    position,
                    name,
                    commitment,
                    value,
                    recipient,
                    committed_at,
                    revealed_at,
                };
                (round_id, contribution)
            },
        )
        .collect())
}

/// The round that a contribution belongs to.
pub fn round_of_contribution(db: &mut AnyConnection, contribution_id: i64) -> Result<Round, Error> {
    let id = round_contribution::table
        .find(contribution_id)
        .select(round_contribution::round_id)
        .get_result(db)?;
    round_by_id(db, id)
}

/// Adds a contribution to a round.
pub fn add_contribution(tx: &mut Tx<'_>, round_id: i64, new: &NewContribution<'_>) -> Result<i64, Error> {
    Ok(diesel::insert_into(round_contribution::table)
        .values((
            round_contribution::round_id.eq(round_id),
            round_contribution::position.eq(new.position),
            round_contribution::name.eq(new.name),
            round_contribution::commitment.eq(new.commitment),
            round_contribution::value.eq(new.value),
            round_contribution::recipient.eq(new.recipient),
            round_contribution::committed_at.eq(tx.now),
        ))
        .returning(round_contribution::id)
        .get_result(tx.db)?)
}

/// Makes a contribution's value public, once. False means that it was public before.
pub fn reveal_contribution(tx: &mut Tx<'_>, id: i64, value: &str) -> Result<bool, Error> {
    let rows = diesel::update(
        round_contribution::table
            .filter(round_contribution::id.eq(id))
            .filter(round_contribution::revealed_at.is_null()),
    )
    .set((round_contribution::value.eq(value), round_contribution::revealed_at.eq(tx.now)))
    .execute(tx.db)?;
    Ok(rows == 1)
}

/// Lets one change at a time at a round: whoever decides, answers or leaves waits here until the one before is kept. Taken first, before any
/// row of the round is touched, so that no two changes wait for each other. `SQLite` has one writer anyway.
pub fn hold_round(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(round::table.find(id))
        .set(round::state.eq(round::state))
        .execute(tx.db)?;
    Ok(())
}
