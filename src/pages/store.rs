//! What the pages of this feature read from the database.

use diesel::prelude::*;

use crate::db::schema::{allocation_run, write_probe};
use crate::db::{AnyConnection, Instant, migrate};
use crate::error::Error;
use crate::mail;
use crate::tx::Tx;

/// What the database says against sending visitors here at `now`: its tables are not all there, or mail does not leave.
pub fn trouble(db: &mut AnyConnection, now: Instant) -> Result<Option<&'static str>, Error> {
    if !migrate::is_current(db)? {
        return Ok(Some("migrations have not run"));
    }
    let mail_leaves = mail::oldest_due(db, now)?.is_none_or(|due| now.since(due) < mail::PATIENCE);
    Ok((!mail_leaves).then_some("mail does not leave"))
}

/// Writes something that means nothing, to learn whether anything can be written.
///
/// # Errors
/// Whatever a change would meet: `Unavailable` if the database is locked or its disk is full; `Internal` if the row is not there.
pub fn probe(tx: &mut Tx<'_>) -> Result<(), Error> {
    match diesel::update(write_probe::table)
        .set(write_probe::written_at.eq(tx.now))
        .execute(tx.db)?
    {
        1 => Ok(()),
        rows => Err(Error::internal(format!("{rows} rows to write, of one"))),
    }
}

/// The seed of a round's draw, and what it was made of beside the contributions.
pub struct Drawn {
    /// The round.
    pub round_id: i64,
    /// SHA-256 of the list of references, in hexadecimal.
    pub list_sha256: String,
    /// The seed, in hexadecimal.
    pub seed: String,
    /// True if counts are published of it.
    pub counted: bool,
}

/// The seeds of these rounds, of those that are ranked.
pub fn seeds(db: &mut AnyConnection, rounds: &[i64]) -> Result<Vec<Drawn>, Error> {
    let rows: Vec<(i64, String, String, bool)> = allocation_run::table
        .filter(allocation_run::round_id.eq_any(rounds))
        .filter(allocation_run::number.eq(1))
        .select((
            allocation_run::round_id,
            allocation_run::list_sha256,
            allocation_run::seed,
            allocation_run::published.is_not_null(),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(round_id, list_sha256, seed, counted)| Drawn {
            round_id,
            list_sha256,
            seed,
            counted,
        })
        .collect())
}
