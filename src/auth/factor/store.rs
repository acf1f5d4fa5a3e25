//! The second factor in the database: tries are counted, a step is used once, recovery codes are digests.

use diesel::prelude::*;
use serde_json::json;
use time::Duration;

use super::forms::Typed;
use super::secret::{Secret, digest, recovery_codes};
use crate::audit;
use crate::db::schema::{recovery_code, second_factor};
use crate::db::{AnyConnection, Instant, violated};
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::meters;
use crate::tx::{Ledger, Tx};

/// So many wrong codes may be entered, one after the other.
const TRIES: i32 = 5;
/// After that nobody can try for so long.
pub(super) const HELD: Duration = Duration::minutes(15);

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is right.
    Right,
    /// It is wrong; so many tries are left.
    Wrong(i32),
    /// It was right, and was used before.
    Again,
    /// Too many were wrong: nobody can try for a while.
    Held,
}

/// True if a person has set up their second factor.
pub(super) fn has_factor(db: &mut AnyConnection, person_id: i64) -> Result<bool, Error> {
    let confirmed = second_factor::table
        .find(person_id)
        .filter(second_factor::confirmed_at.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(confirmed)).get_result(db)?)
}

/// Stores a person's secret, whose code of this step was entered, and the digests of the recovery codes that `seed` stands for.
///
/// # Errors
/// `Conflict` if they have a second factor already.
pub(super) fn add(tx: &mut Tx<'_>, person_id: i64, secret: &Secret, step: i64, seed: &str) -> Result<(), Error> {
    let sealed = secret.seal(&tx.env.keys, &tx.env.random.bytes32()?, person_id)?;
    let now = tx.now;
    // A transaction inside: on Postgres a statement that fails ends the one that it stands in.
    let added: Result<usize, diesel::result::Error> = tx.db.transaction(|db| {
        diesel::insert_into(second_factor::table)
            .values((
                second_factor::person_id.eq(person_id),
                second_factor::sealed.eq(sealed),
                second_factor::last_step.eq(step),
                second_factor::tries.eq(0),
                second_factor::made_at.eq(now),
                second_factor::confirmed_at.eq(now),
            ))
            .execute(db)
    });
    match added {
        Err(error) if violated(&error, "second_factor", &["person_id"]) || has_factor(tx.db, person_id)? => {
            return Err(Error::conflict("You have set this up already. Log in again and enter a code."));
        }
        added => added?,
    };
    replace_codes(tx, person_id, seed)?;
    audit::record(tx, "second_factor.added", "person", person_id, &json!({}))
}

/// Stores the digests of the recovery codes that `seed` stands for, in place of those before.
fn replace_codes(tx: &mut Tx<'_>, person_id: i64, seed: &str) -> Result<(), Error> {
    diesel::delete(recovery_code::table.filter(recovery_code::person_id.eq(person_id))).execute(tx.db)?;
    for code in recovery_codes(&tx.env.keys, seed) {
        diesel::insert_into(recovery_code::table)
            .values((
                recovery_code::person_id.eq(person_id),
                recovery_code::digest.eq(digest(&tx.env.keys, person_id, &code.replace('-', ""))),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// Makes new recovery codes for whoever gives a right code; those before do not work any more.
pub(super) fn renew_codes(tx: &mut Tx<'_>, person_id: i64, code: &Typed, seed: &str) -> Result<Outcome, Error> {
    let outcome = check(tx, person_id, code)?;
    if outcome == Outcome::Right {
        replace_codes(tx, person_id, seed)?;
        audit::record(tx, "second_factor.codes_renewed", "person", person_id, &json!({}))?;
    }
    Ok(outcome)
}

/// Checks a code and counts the try, whatever comes of it.
pub(super) fn check(tx: &mut Tx<'_>, person_id: i64, code: &Typed) -> Result<Outcome, Error> {
    // One statement counts first, so that tries at the same moment are counted one by one.
    let (sealed, tries, held_until): (Vec<u8>, i32, Option<Instant>) = diesel::update(second_factor::table.find(person_id))
        .set(second_factor::tries.eq(second_factor::tries + 1))
        .returning((second_factor::sealed, second_factor::tries, second_factor::held_until))
        .get_result(tx.db)?;
    if held_until.is_some_and(|until| tx.now < until) {
        return Ok(Outcome::Held);
    }
    let tries = if held_until.is_some() { 1 } else { tries };
    let outcome = match code {
        Typed::App(code) => check_app(tx, person_id, &sealed, code)?,
        Typed::Recovery(code) => use_recovery_code(tx, person_id, code)?,
    };
    if outcome == Outcome::Right {
        settle(tx, person_id, 0, None)?;
        let by = if matches!(code, Typed::App(_)) { "app" } else { "recovery code" };
        audit::record(tx, "second_factor.proved", "person", person_id, &json!({"by": by}))?;
        return Ok(outcome);
    }
    let held = tries >= TRIES;
    settle(tx, person_id, tries, held.then(|| tx.now.plus(HELD)))?;
    meters::wrong_code("second_factor");
    audit::record(tx, "second_factor.refused", "person", person_id, &json!({"tries": tries}))?;
    Ok(match outcome {
        _ if held => Outcome::Held,
        Outcome::Again => Outcome::Again,
        _ => Outcome::Wrong(TRIES - tries),
    })
}

fn settle(tx: &mut Tx<'_>, person_id: i64, tries: i32, held_until: Option<Instant>) -> Result<(), Error> {
    diesel::update(second_factor::table.find(person_id))
        .set((second_factor::tries.eq(tries), second_factor::held_until.eq(held_until)))
        .execute(tx.db)?;
    Ok(())
}

fn check_app(tx: &mut Tx<'_>, person_id: i64, sealed: &[u8], code: &str) -> Result<Outcome, Error> {
    let secret = Secret::open(&tx.env.keys, sealed, person_id)?;
    let Some(step) = secret.step_of(code, tx.now)? else {
        return Ok(Outcome::Wrong(0));
    };
    let used = diesel::update(second_factor::table.find(person_id).filter(second_factor::last_step.lt(step)))
        .set(second_factor::last_step.eq(step))
        .execute(tx.db)?;
    Ok(if used == 1 { Outcome::Right } else { Outcome::Again })
}

fn use_recovery_code(tx: &mut Tx<'_>, person_id: i64, code: &str) -> Result<Outcome, Error> {
    let digests: Vec<Vec<u8>> = tx.env.keys.each().map(|keys| digest(&keys, person_id, code)).collect();
    let unused = recovery_code::table
        .filter(recovery_code::person_id.eq(person_id))
        .filter(recovery_code::digest.eq_any(digests))
        .filter(recovery_code::used_at.is_null());
    let used = diesel::update(unused).set(recovery_code::used_at.eq(tx.now)).execute(tx.db)?;
    Ok(if used == 1 { Outcome::Right } else { Outcome::Wrong(0) })
}

/// Job: seals the secrets anew that were sealed with the portal's secret before.
pub fn seal_anew(ledger: &Ledger) -> Result<String, Error> {
    let rows: Vec<(i64, Vec<u8>)> = ledger.db.read_now(|db| {
        Ok(second_factor::table
            .order(second_factor::person_id)
            .select((second_factor::person_id, second_factor::sealed))
            .load(db)?)
    })?;
    let keys = &ledger.env().keys;
    let old: Vec<_> = rows
        .into_iter()
        .filter(|(person, sealed)| !Secret::is_sealed_anew(keys, sealed, *person))
        .collect();
    let seal = |tx: &mut Tx<'_>, (person_id, before): &(i64, Vec<u8>)| {
        let secret = Secret::open(&tx.env.keys, before, *person_id)?;
        let sealed = secret.seal(&tx.env.keys, &tx.env.random.bytes32()?, *person_id)?;
        let unchanged = second_factor::table.find(*person_id).filter(second_factor::sealed.eq(before));
        Ok(diesel::update(unchanged).set(second_factor::sealed.eq(sealed)).execute(tx.db)? == 1)
    };
    one_by_one(ledger, &old, |(person, _)| *person, seal)?.outcome("second factors sealed with the new secret")
}

/// Takes a person's second factor away: they set up a new one when they next sign in. True if they had one.
pub fn forget_factor(tx: &mut Tx<'_>, person_id: i64) -> Result<bool, Error> {
    diesel::delete(recovery_code::table.filter(recovery_code::person_id.eq(person_id))).execute(tx.db)?;
    let rows = diesel::delete(second_factor::table.find(person_id)).execute(tx.db)?;
    if rows > 0 {
        audit::record(tx, "second_factor.forgotten", "person", person_id, &json!({}))?;
    }
    Ok(rows > 0)
}
