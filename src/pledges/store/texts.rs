//! The exact words that pledges are about.

use diesel::prelude::*;

use crate::db::schema::commitment_text;
use crate::db::{AnyConnection, violated};
use crate::error::Error;
use crate::pledges::commitment::{Commitment, newest};
use crate::pledges::model::CommitmentKind;
use crate::tx::Tx;

/// The words with this number.
pub fn by_id(db: &mut AnyConnection, text_id: i64) -> Result<Commitment, Error> {
    let body: String = commitment_text::table.find(text_id).select(commitment_text::body).get_result(db)?;
    read(text_id, &body)
}

/// Words as they are stored.
pub(super) fn read(text_id: i64, body: &str) -> Result<Commitment, Error> {
    Commitment::parse(body).map_err(|problem| Error::internal(format!("commitment_text {text_id}: {problem}")))
}

/// The number of the newest words of a commitment, which are stored when they are first used.
pub(super) fn text_id(tx: &mut Tx<'_>, kind: CommitmentKind) -> Result<i64, Error> {
    let text = newest(kind)?;
    let known = commitment_text::table
        .filter(commitment_text::kind.eq(kind))
        .filter(commitment_text::version.eq(&text.version))
        .select(commitment_text::id);
    if let Some(id) = known.get_result(tx.db).optional()? {
        return Ok(id);
    }
    // A transaction inside: on Postgres a statement that fails ends the one that it stands in.
    let added: Result<i64, diesel::result::Error> = tx.db.transaction(|db| {
        diesel::insert_into(commitment_text::table)
            .values((
                commitment_text::kind.eq(kind),
                commitment_text::version.eq(&text.version),
                commitment_text::sha256.eq(text.sha256()),
                commitment_text::body.eq(&text.body),
                commitment_text::in_force_from.eq(text.in_force_from),
            ))
            .returning(commitment_text::id)
            .get_result(db)
    });
    match added {
        // Somebody else used them first a moment ago.
        Err(error) if violated(&error, "commitment_text", &["kind", "version"]) => Ok(known.get_result(tx.db)?),
        added => Ok(added?),
    }
}
