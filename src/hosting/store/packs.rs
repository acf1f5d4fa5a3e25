//! The file of a preparation pack.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::pack_file;
use crate::error::Error;
use crate::tx::{Actor, Tx};

/// A file to hand out.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// The file of an opportunity.
///
/// # Errors
/// `NotFound` if it has none.
pub fn pack(db: &mut AnyConnection, opportunity_id: i64) -> Result<Pack, Error> {
    Ok(pack_file::table
        .find(opportunity_id)
        .select((pack_file::name, pack_file::body))
        .get_result(db)?)
}

/// Stores a file in place of the one before.
pub fn save_pack(tx: &mut Tx<'_>, opportunity_id: i64, name: &str, sha256: &str, body: &[u8]) -> Result<(), Error> {
    remove_pack(tx, opportunity_id)?;
    let by = if let Actor::Person(id) = tx.actor { Some(id) } else { None };
    diesel::insert_into(pack_file::table)
        .values((
            pack_file::opportunity_id.eq(opportunity_id),
            pack_file::name.eq(name),
            pack_file::media_type.eq("application/pdf"),
            pack_file::size.eq(i64::try_from(body.len()).map_err(Error::internal)?),
            pack_file::sha256.eq(sha256),
            pack_file::body.eq(body),
            pack_file::uploaded_at.eq(tx.now),
            pack_file::uploaded_by.eq(by),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Deletes a file. False means that there was none.
pub fn remove_pack(tx: &mut Tx<'_>, opportunity_id: i64) -> Result<bool, Error> {
    Ok(diesel::delete(pack_file::table.find(opportunity_id)).execute(tx.db)? == 1)
}
