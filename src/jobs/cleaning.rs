//! What the platform throws away: sessions that are over, what was typed into them, old sign-ins, counts of limits, keys of old forms, and the
//! words of old mails.

use diesel::prelude::*;
use time::Duration;

use super::Job;
use crate::db::schema::{allowance, kept_form, outbox, session, sign_in, submission};
use crate::error::Error;
use crate::mail;
use crate::mail::State;
use crate::tx::{Actor, Ledger, Tx};

/// Rows of one transaction: others wait only shortly.
const BATCH: i64 = 500;
const SIGN_INS: Duration = Duration::days(1);
const SUBMISSIONS: Duration = Duration::days(30);
/// Dead letters can be tried again for this long.
const LETTERS: Duration = Duration::days(30);

/// The platform's own jobs.
pub fn jobs() -> Vec<Job> {
    vec![
        Job::new("clean.sessions", Duration::hours(1), sessions).erasing(),
        Job::new("clean.kept_forms", Duration::minutes(10), kept_forms).erasing(),
        Job::new("clean.sign_ins", Duration::hours(1), sign_ins).erasing(),
        Job::new("clean.allowances", Duration::hours(1), allowances).erasing(),
        Job::new("clean.submissions", Duration::days(1), submissions).erasing(),
        Job::new("clean.letters", Duration::days(1), letters).erasing(),
    ]
}

/// Repeats `batch` until it finds nothing; answers how many rows went.
fn in_batches(ledger: &Ledger, batch: impl Fn(&mut Tx<'_>) -> Result<usize, Error>) -> Result<usize, Error> {
    let mut total = 0;
    loop {
        match ledger.write_now(Actor::System, &batch)? {
            0 => return Ok(total),
            rows => total += rows,
        }
    }
}

fn sessions(ledger: &Ledger) -> Result<String, Error> {
    let gone = in_batches(ledger, |tx| {
        let over = session::expires_at.le(tx.now).or(session::ends_at.le(tx.now));
        let ids: Vec<i64> = session::table.filter(over).limit(BATCH).select(session::id).load(tx.db)?;
        Ok(diesel::delete(session::table.filter(session::id.eq_any(ids))).execute(tx.db)?)
    })?;
    Ok(format!("{gone} sessions that were over"))
}

fn kept_forms(ledger: &Ledger) -> Result<String, Error> {
    let gone = in_batches(ledger, |tx| {
        let over = kept_form::table.filter(kept_form::expires_at.le(tx.now)).limit(BATCH);
        let digests: Vec<Vec<u8>> = over.select(kept_form::digest).load(tx.db)?;
        Ok(diesel::delete(kept_form::table.filter(kept_form::digest.eq_any(digests))).execute(tx.db)?)
    })?;
    Ok(format!("{gone} forms that were kept"))
}

fn sign_ins(ledger: &Ledger) -> Result<String, Error> {
    let gone = in_batches(ledger, |tx| {
        // One that a waiting mail still names stays until the mail is sent or given up.
        let waiting = outbox::table
            .filter(outbox::state.eq(State::Queued))
            .filter(outbox::sign_in_id.is_not_null())
            .select(outbox::sign_in_id.assume_not_null());
        let ids: Vec<i64> = sign_in::table
            .filter(sign_in::expires_at.lt(tx.now.plus(-SIGN_INS)))
            .filter(sign_in::id.ne_all(waiting))
            .limit(BATCH)
            .select(sign_in::id)
            .load(tx.db)?;
        diesel::update(outbox::table.filter(outbox::sign_in_id.eq_any(&ids)))
            .set(outbox::sign_in_id.eq(None::<i64>))
            .execute(tx.db)?;
        Ok(diesel::delete(sign_in::table.filter(sign_in::id.eq_any(&ids))).execute(tx.db)?)
    })?;
    Ok(format!("{gone} old sign-ins"))
}

fn allowances(ledger: &Ledger) -> Result<String, Error> {
    let gone = in_batches(ledger, |tx| {
        let over = allowance::table.filter(allowance::used_until.le(tx.now)).limit(BATCH);
        let keys: Vec<Vec<u8>> = over.select(allowance::key).load(tx.db)?;
        Ok(diesel::delete(allowance::table.filter(allowance::key.eq_any(keys))).execute(tx.db)?)
    })?;
    Ok(format!("{gone} counts that are over"))
}

fn submissions(ledger: &Ledger) -> Result<String, Error> {
    let gone = in_batches(ledger, |tx| {
        let old = submission::created_at.lt(tx.now.plus(-SUBMISSIONS));
        let keys: Vec<Vec<u8>> = submission::table.filter(old).limit(BATCH).select(submission::key).load(tx.db)?;
        Ok(diesel::delete(submission::table.filter(submission::key.eq_any(keys))).execute(tx.db)?)
    })?;
    Ok(format!("{gone} keys of old forms"))
}

fn letters(ledger: &Ledger) -> Result<String, Error> {
    let blanked = ledger.write_now(Actor::System, |tx| mail::blank_sent(tx, tx.now.plus(-LETTERS)))?;
    Ok(format!("the words of {blanked} old mails"))
}
