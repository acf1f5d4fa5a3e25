//! Dead letters: mails that could not be sent, for whoever looks after them.

use std::collections::BTreeMap;

use diesel::dsl::max;
use diesel::prelude::*;
use serde_json::json;

use super::state::State;
use crate::audit;
use crate::db::schema::outbox;
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::tx::Tx;

/// A mail that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct DeadLetter {
    /// Its number in the outbox.
    pub id: i64,
    /// Which letter it is.
    pub kind: String,
    /// Whom it was for.
    pub recipient: String,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last try failed.
    pub reason: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When it was given up.
    pub finished_at: Option<Instant>,
    /// True as long as its words are kept, so that it can be sent again.
    pub has_words: bool,
}

/// Dead letters, newest first, at most 200.
pub fn dead_letters(db: &mut AnyConnection) -> Result<Vec<DeadLetter>, Error> {
    dead_letters_before(db, i64::MAX, 200)
}

/// Dead letters with a lower number than `before`, newest first, at most `most`.
pub fn dead_letters_before(db: &mut AnyConnection, before: i64, most: i64) -> Result<Vec<DeadLetter>, Error> {
    Ok(outbox::table
        .filter(outbox::state.eq(literal(State::Dead.as_str())))
        .filter(outbox::id.lt(before))
        .order(outbox::id.desc())
        .limit(most)
        .select((
            outbox::id,
            outbox::kind,
            outbox::recipient,
            outbox::attempts,
            outbox::last_error,
            outbox::created_at,
            outbox::finished_at,
            outbox::body_text.ne(""),
        ))
        .load(db)?)
}

/// Which of `addresses` a mail server has refused for good, and when last; none that has taken a letter since. Pages flag the person with it.
pub fn refused(db: &mut AnyConnection, addresses: &[&str]) -> Result<BTreeMap<String, Instant>, Error> {
    let refused = outbox::state.eq(State::Dead).and(outbox::last_error.like("%answered 5%"));
    let rows: Vec<(String, State, Option<Instant>)> = outbox::table
        .filter(outbox::recipient.eq_any(addresses))
        .filter(refused.or(outbox::state.eq(State::Sent)))
        .group_by((outbox::recipient, outbox::state))
        .select((outbox::recipient, outbox::state, max(outbox::finished_at)))
        .load(db)?;
    let mut last: BTreeMap<String, (Option<Instant>, Option<Instant>)> = BTreeMap::new();
    for (address, state, at) in rows {
        let (refused, taken) = last.entry(address).or_default();
        match state {
            State::Dead => *refused = at,
            State::Sent | State::Queued => *taken = at,
        }
    }
    let since = |(address, (refused, taken)): (String, (Option<Instant>, Option<Instant>))| {
        Some((address, refused.filter(|at| Some(*at) > taken)?))
    };
    Ok(last.into_iter().filter_map(since).collect())
}

/// True if an address has refused a letter of ours for good at `since` or later, by what [`refused`] has found of it.
pub fn is_refused_since(refused: &BTreeMap<String, Instant>, address: &str, since: Instant) -> bool {
    refused.get(address).is_some_and(|at| *at >= since)
}

/// Queues the dead letters that still have their words, the oldest 1,000 of them; they are due at once. Answers how many.
pub fn revive_all(tx: &mut Tx<'_>) -> Result<usize, Error> {
    const MOST: i64 = 1_000;
    let dead = outbox::table
        .filter(outbox::state.eq(literal(State::Dead.as_str())))
        .filter(outbox::body_text.ne(""))
        .order(outbox::id)
        .limit(MOST);
    let ids: Vec<i64> = dead.select(outbox::id).load(tx.db)?;
    for id in &ids {
        revive(tx, *id)?;
    }
    Ok(ids.len())
}

/// Queues a dead letter once more; it is due at once.
///
/// # Errors
/// `NotFound` if there is no letter with this number; `Conflict` if it is not given up, or its words were dropped since.
pub fn revive(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let rows = diesel::update(outbox::table)
        .filter(outbox::id.eq(id))
        .filter(outbox::state.eq(literal(State::Dead.as_str())))
        .filter(outbox::body_text.ne(""))
        .set((
            outbox::state.eq(State::Queued),
            outbox::attempts.eq(0),
            outbox::due_at.eq(tx.now),
            outbox::finished_at.eq(None::<Instant>),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(tx.db)?;
    if rows == 0 {
        let _known: i64 = outbox::table.find(id).select(outbox::id).get_result(tx.db)?;
        return Err(Error::conflict(
            "This letter cannot be tried again. Somebody has done so already, or its words are no longer kept.",
        ));
    }
    tx.wrote_mail = true;
    audit::record(tx, "mail.revived", "outbox", id, &json!({}))
}
