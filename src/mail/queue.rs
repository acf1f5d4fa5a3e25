//! The outbox as a queue: rows are leased to one worker, and what came of a try is written down by whoever holds the lease.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;
use time::Duration;

use super::forgetting;
use super::message::Outgoing;
use super::retry::{Trouble, wait};
use super::state::State;
use super::stored::stored;
use crate::audit;
use crate::db::schema::outbox;
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;
use crate::tx::{Actor, Ledger, Tx};

/// Longer than a try and its bookkeeping can take. A worker that is killed leaves its mails to the next one when this is over.
const LEASE: Duration = Duration::minutes(2);
/// Mails of one recipient's domain that are on their way at once: a slow host keeps the other places free.
const PER_DOMAIN: usize = 4;
/// Rows looked at to fill the free places.
const WINDOW: i64 = 64;

/// A mail that this worker holds the lease of.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    /// The mail, ready to go; or why it cannot.
    pub mail: Result<Outgoing, Trouble>,
    pub id: i64,
    pub kind: String,
    pub domain: String,
    pub attempts: i32,
    pub created_at: Instant,
}

/// Leases up to `places` due mails, oldest first, for `owner`; `busy` counts the mails on their way by domain and is counted up. Empty only if
/// nothing is due that may go now.
pub(super) fn claim(ledger: &Ledger, owner: &str, places: usize, busy: &mut BTreeMap<String, usize>) -> Result<Vec<Claimed>, Error> {
    loop {
        let chosen = choose(ledger, places, busy)?;
        if chosen.is_empty() {
            return Ok(Vec::new());
        }
        let leased = ledger.write_now(Actor::System, |tx| {
            let mut leased = Vec::new();
            for id in chosen.iter().copied() {
                if lease(tx, id, owner)? {
                    leased.push(load(tx, id)?);
                }
            }
            Ok(leased)
        })?;
        // None of those that were chosen: another worker was faster, and there may be more.
        if !leased.is_empty() {
            for claimed in &leased {
                *busy.entry(claimed.domain.clone()).or_default() += 1;
            }
            return Ok(leased);
        }
    }
}

/// The oldest due mails that the domains' limits allow. Looked up on a reading connection: an idle worker never takes `SQLite`'s one writer.
fn choose(ledger: &Ledger, places: usize, busy: &BTreeMap<String, usize>) -> Result<Vec<i64>, Error> {
    let now = ledger.clock.now();
    let full: Vec<String> = busy
        .iter()
        .filter(|(_, count)| **count >= PER_DOMAIN)
        .map(|(domain, _)| domain.clone())
        .collect();
    let mut busy = busy.clone();
    let mut chosen = Vec::new();
    for (id, recipient) in ledger.db.read_now(|db| due(db, now, &full))? {
        let count = busy.entry(domain(&recipient)).or_default();
        if chosen.len() < places && *count < PER_DOMAIN {
            *count += 1;
            chosen.push(id);
        }
    }
    Ok(chosen)
}

/// One mail less on its way to `domain`.
pub(super) fn release(busy: &mut BTreeMap<String, usize>, domain: &str) {
    if let Some(count) = busy.get_mut(domain) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            busy.remove(domain);
        }
    }
}

fn domain(recipient: &str) -> String {
    recipient.rsplit('@').next().unwrap_or_default().to_lowercase()
}

fn due(db: &mut AnyConnection, now: Instant, full: &[String]) -> Result<Vec<(i64, String)>, Error> {
    let mut query = outbox::table
        .filter(outbox::state.eq(literal(State::Queued.as_str())))
        .filter(outbox::due_at.le(now))
        .filter(outbox::leased_until.is_null().or(outbox::leased_until.le(now)))
        .into_boxed();
    for domain in full {
        query = query.filter(outbox::recipient.not_like(format!("%@{domain}")));
    }
    // In the order of writing, not of the next try: after a mail server's return the oldest mail leaves first. By the sum, so that SQLite does not
    // go through all letters that ever were to have them in this order.
    Ok(query
        .order(outbox::id + 0_i64)
        .limit(WINDOW)
        .select((outbox::id, outbox::recipient))
        .load(db)?)
}

/// Takes the lease if it is free: one statement, so that of two workers one wins.
fn lease(tx: &mut Tx<'_>, id: i64, owner: &str) -> Result<bool, Error> {
    let rows = diesel::update(outbox::table)
        .filter(outbox::id.eq(id))
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::due_at.le(tx.now))
        .filter(outbox::leased_until.is_null().or(outbox::leased_until.le(tx.now)))
        .set((outbox::leased_until.eq(tx.now.plus(LEASE)), outbox::lease_owner.eq(owner)))
        .execute(tx.db)?;
    Ok(rows == 1)
}

fn load(tx: &mut Tx<'_>, id: i64) -> Result<Claimed, Error> {
    let stored = stored(tx.db, tx.env, id)?;
    let mail = match stored.mail {
        // Nobody can use it any more, and it would only puzzle.
        _ if stored.sign_in_ends.is_some_and(|ends| tx.now >= ends) => Err(Trouble::Refused("expired".to_owned())),
        Ok(mail) => Ok(mail),
        Err(lacks) => Err(Trouble::Refused(lacks.to_owned())),
    };
    Ok(Claimed {
        mail,
        id,
        kind: stored.kind,
        domain: domain(&stored.recipient),
        attempts: stored.attempts,
        created_at: stored.created_at,
    })
}

/// Writes down that a mail left. Its words go unless they are `kept`. False if the lease was lost meanwhile.
pub(super) fn sent(tx: &mut Tx<'_>, id: i64, owner: &str, kept: bool) -> Result<bool, Error> {
    let rows = diesel::update(outbox::table)
        .filter(outbox::id.eq(id))
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::lease_owner.eq(owner))
        .set((
            outbox::state.eq(State::Sent),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::finished_at.eq(tx.now),
            outbox::leased_until.eq(None::<Instant>),
            outbox::lease_owner.eq(None::<String>),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(tx.db)?;
    if rows == 1 && !kept {
        blank(tx, id)?;
    }
    if rows == 1 {
        forgetting::if_wanted(tx, id)?;
    }
    Ok(rows == 1)
}

fn blank(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::body_text.eq(""),
            outbox::body_html.eq(""),
            outbox::attachment_body.eq(None::<String>),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Writes down a failed try: a later one is due, or (`Dead`) there is none.
pub(super) fn failed(tx: &mut Tx<'_>, claimed: &Claimed, owner: &str, trouble: &Trouble) -> Result<State, Error> {
    let scatter = tx.env.random.below(401)?;
    let next = wait(trouble, claimed.attempts + 1, tx.now.since(claimed.created_at), scatter);
    let state = if next.is_some() { State::Queued } else { State::Dead };
    let rows = diesel::update(outbox::table)
        .filter(outbox::id.eq(claimed.id))
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::lease_owner.eq(owner))
        .set((
            outbox::state.eq(state),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::due_at.eq(tx.now.plus(next.unwrap_or_default())),
            outbox::finished_at.eq(next.is_none().then_some(tx.now)),
            outbox::leased_until.eq(None::<Instant>),
            outbox::lease_owner.eq(None::<String>),
            outbox::last_error.eq(trouble.words()),
        ))
        .execute(tx.db)?;
    if rows == 1 && state == State::Dead {
        forgetting::if_wanted(tx, claimed.id)?;
        audit::record(
            tx,
            "mail.given_up",
            "outbox",
            claimed.id,
            &json!({"kind": claimed.kind, "reason": trouble.words()}),
        )?;
    }
    Ok(state)
}

/// A mail that is due for longer than this means that the worker is stuck.
pub const PATIENCE: Duration = Duration::minutes(15);

/// When the mail that waits longest was due: for the readiness check. `None` if nothing waits.
pub fn oldest_due(db: &mut AnyConnection, now: Instant) -> Result<Option<Instant>, Error> {
    Ok(outbox::table
        .filter(outbox::state.eq(literal(State::Queued.as_str())))
        .filter(outbox::due_at.le(now))
        .order((outbox::due_at, outbox::id))
        .select(outbox::due_at)
        .first(db)
        .optional()?)
}

/// Drops the words of mails that were sent or given up before `before`; answers how many.
pub fn blank_sent(tx: &mut Tx<'_>, before: Instant) -> Result<usize, Error> {
    Ok(diesel::update(outbox::table)
        .filter(outbox::state.ne(State::Queued))
        .filter(outbox::finished_at.lt(before))
        .filter(outbox::body_text.ne(""))
        .set((
            outbox::body_text.eq(""),
            outbox::body_html.eq(""),
            outbox::attachment_body.eq(None::<String>),
        ))
        .execute(tx.db)?)
}
