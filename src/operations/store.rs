//! What the operator is told of the database itself.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::db::schema::audit;
use crate::db::{AnyConnection, size};
use crate::error::Error;

/// Facts about the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The number and the hash of the last row of the audit log, if it has one.
    pub last_row: Option<(i64, Vec<u8>)>,
    /// The bytes of the database on its disk, as [`crate::db::bytes`] counts them.
    pub bytes: i64,
}

/// The facts, by one question.
pub fn facts(db: &mut AnyConnection) -> Result<Facts, Error> {
    let last_hash = audit::table.order(audit::seq.desc()).select(audit::hash);
    let question = diesel::select((
        audit::table.select(max(audit::seq)).single_value(),
        last_hash.single_value(),
        size(db),
    ));
    let (seq, hash, bytes): (Option<i64>, Option<Vec<u8>>, i64) = question.get_result(db)?;
    Ok(Facts {
        last_row: seq.zip(hash),
        bytes,
    })
}
