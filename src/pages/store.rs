//! What the pages of this feature read from the database.

use diesel::prelude::*;

use crate::db::schema::allocation_run;
use crate::db::{AnyConnection, Instant, migrate};
use crate::error::Error;
use crate::mail;

/// True if this instance should be sent visitors at `now`: the database answers, its tables are there, and mail leaves.
pub fn is_ready(db: &mut AnyConnection, now: Instant) -> Result<bool, Error> {
    let mail_leaves = mail::oldest_due(db, now)?.is_none_or(|due| now.since(due) < mail::PATIENCE);
    Ok(mail_leaves && migrate::is_current(db)?)
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
