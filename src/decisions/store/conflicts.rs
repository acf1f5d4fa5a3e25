//! "I know this person", in the database.

use diesel::prelude::*;

use crate::db::schema::{opportunity, proposal, proposal_conflict};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Tx;

/// Stores that somebody knows the person of a proposal.
pub fn add_conflict(tx: &mut Tx<'_>, proposal_id: i64, person_id: i64) -> Result<(), Error> {
    diesel::insert_into(proposal_conflict::table)
        .values((
            proposal_conflict::proposal_id.eq(proposal_id),
            proposal_conflict::person_id.eq(person_id),
            proposal_conflict::declared_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Since when others have a proposal than those who were asked first, and whose it is: of an application's open proposal, if somebody has said
/// that they know its person.
pub fn declared_at(db: &mut AnyConnection, application_id: i64) -> Result<Option<(i64, Instant)>, Error> {
    Ok(proposal_conflict::table
        .inner_join(proposal::table.inner_join(opportunity::table))
        .filter(proposal::application_id.eq(application_id))
        .order(proposal_conflict::declared_at.desc())
        .select((opportunity::organisation_id, proposal_conflict::declared_at))
        // The first of a few, without `LIMIT` (decision 219).
        .get_result(db)
        .optional()?)
}

/// What somebody has said about whom they know: the proposal's public reference and when, oldest first.
pub fn conflicts_of(db: &mut AnyConnection, person_id: i64) -> Result<Vec<(String, Instant)>, Error> {
    Ok(proposal_conflict::table
        .inner_join(proposal::table)
        .filter(proposal_conflict::person_id.eq(person_id))
        .order((proposal_conflict::declared_at, proposal::id))
        .select((proposal::public_ref, proposal_conflict::declared_at))
        .load(db)?)
}

/// Forgets who knows the person of an application.
pub fn forget_application(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    let of: Vec<i64> = proposal::table
        .filter(proposal::application_id.eq(application_id))
        .select(proposal::id)
        .load(tx.db)?;
    diesel::delete(proposal_conflict::table.filter(proposal_conflict::proposal_id.eq_any(of))).execute(tx.db)?;
    Ok(())
}

/// Forgets whom somebody knows.
pub fn forget_person(tx: &mut Tx<'_>, person_id: i64) -> Result<(), Error> {
    diesel::delete(proposal_conflict::table.filter(proposal_conflict::person_id.eq(person_id))).execute(tx.db)?;
    Ok(())
}
