//! The people of an organisation that ends.

use diesel::prelude::*;

use crate::auth::{self, Grant, Role};
use crate::db::AnyConnection;
use crate::db::schema::{invitation, opportunity, role_grant};
use crate::error::Error;
use crate::tx::Tx;

/// Ends every role for `old` and gives the same for `new` to whoever does not have it yet; answers how many.
pub(super) fn roles(tx: &mut Tx<'_>, old: i64, new: i64) -> Result<usize, Error> {
    let grants: Vec<(i64, i64, Role)> = role_grant::table
        .filter(role_grant::organisation_id.eq(old))
        .filter(role_grant::revoked_at.is_null())
        .order(role_grant::id)
        .select((role_grant::id, role_grant::person_id, role_grant::role))
        .load(tx.db)?;
    for (id, person, role) in &grants {
        auth::revoke(tx, *id)?;
        let wanted = Grant {
            role: *role,
            organisation_id: Some(new),
            area_id: None,
        };
        if auth::held(tx.db, *person, &wanted)?.is_none() {
            auth::grant(tx, *person, &wanted)?;
        }
    }
    Ok(grants.len())
}

/// How many roles in force there are for an organisation.
pub(super) fn count_roles(db: &mut AnyConnection, id: i64) -> Result<i64, Error> {
    Ok(role_grant::table
        .filter(role_grant::organisation_id.eq(id))
        .filter(role_grant::revoked_at.is_null())
        .count()
        .get_result(db)?)
}

/// How many placements on offer an organisation has.
pub(super) fn count_opportunities(db: &mut AnyConnection, id: i64) -> Result<i64, Error> {
    Ok(opportunity::table
        .filter(opportunity::organisation_id.eq(id))
        .count()
        .get_result(db)?)
}

/// Lets the invitations that wait be to `new`; answers how many.
pub(super) fn invitations(db: &mut AnyConnection, old: i64, new: i64) -> Result<usize, Error> {
    let open = invitation::table
        .filter(invitation::organisation_id.eq(old))
        .filter(invitation::state.eq("open"));
    Ok(diesel::update(open).set(invitation::organisation_id.eq(new)).execute(db)?)
}
