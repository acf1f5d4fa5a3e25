//! People, roles and the end of sessions in the database.

use diesel::prelude::*;
use serde_json::json;

use super::model::{Grant, Role, SignedIn, normalise_email};
use crate::audit;
use crate::db::schema::{organisation, person, role_grant, session};
use crate::db::{AnyConnection, violated};
use crate::error::Error;
use crate::tx::Tx;

/// The person with this address; made if the address is new.
pub fn person_for_email(tx: &mut Tx<'_>, email: &str) -> Result<i64, Error> {
    let email = normalise_email(email);
    let known = person::table.filter(person::email.eq(&email)).select(person::id);
    if let Some(id) = known.get_result(tx.db).optional()? {
        return Ok(id);
    }
    let (reference, now) = (tx.env.random.reference()?, tx.now);
    // A transaction inside: on Postgres a statement that fails ends the one that it stands in.
    let added: Result<i64, diesel::result::Error> = tx.db.transaction(|db| {
        diesel::insert_into(person::table)
            .values((
                person::public_ref.eq(reference),
                person::email.eq(&email),
                person::created_at.eq(now),
            ))
            .returning(person::id)
            .get_result(db)
    });
    match added {
        // Somebody with the same address came in a moment before.
        Err(error) if violated(&error, "person", &["email"]) => Ok(known.get_result(tx.db)?),
        added => Ok(added?),
    }
}

/// The number of the person with this address, if anybody has it.
pub fn person_with_email(db: &mut AnyConnection, email: &str) -> Result<Option<i64>, Error> {
    Ok(person::table
        .filter(person::email.eq(normalise_email(email)))
        .select(person::id)
        .get_result(db)
        .optional()?)
}

/// A role in force, as a row has it.
pub(super) type GrantRow = Option<(Role, Option<i64>, Option<i64>)>;

/// The roles of the rows of one person.
pub(super) fn grants(rows: impl IntoIterator<Item = GrantRow>) -> Vec<Grant> {
    let grant = |(role, organisation_id, area_id)| Grant {
        role,
        organisation_id,
        area_id,
    };
    rows.into_iter().flatten().map(grant).collect()
}

/// A person with their roles in force, unless they were disabled.
pub fn signed_in(db: &mut AnyConnection, id: i64) -> Result<Option<SignedIn>, Error> {
    let rows: Vec<(String, GrantRow)> = person::table
        .left_join(role_grant::table.on(role_grant::person_id.eq(person::id).and(role_grant::revoked_at.is_null())))
        .filter(person::id.eq(id))
        .filter(person::disabled_at.is_null())
        .order(role_grant::id)
        .select((
            person::email,
            (role_grant::role, role_grant::organisation_id, role_grant::area_id).nullable(),
        ))
        .load(db)?;
    let Some((email, _)) = rows.first().cloned() else {
        return Ok(None);
    };
    let grants = grants(rows.into_iter().map(|(_, grant)| grant));
    Ok(Some(SignedIn { id, email, grants }))
}

/// Gives a person a role.
pub fn grant(tx: &mut Tx<'_>, person_id: i64, grant: &Grant) -> Result<i64, Error> {
    let id: i64 = diesel::insert_into(role_grant::table)
        .values((
            role_grant::person_id.eq(person_id),
            role_grant::role.eq(grant.role),
            role_grant::organisation_id.eq(grant.organisation_id),
            role_grant::area_id.eq(grant.area_id),
            role_grant::granted_at.eq(tx.now),
        ))
        .returning(role_grant::id)
        .get_result(tx.db)?;
    // A session keeps the lifetime that it was opened with: whoever has a role now signs in anew, with the shorter one.
    end_sessions_of(tx, person_id)?;
    audit::record(tx, "role.granted", "person", person_id, &json!({"role": grant.role, "grant": id}))?;
    Ok(id)
}

/// The number of a grant that a person holds; two of the same are one.
pub fn held(db: &mut AnyConnection, person_id: i64, wanted: &Grant) -> Result<Option<i64>, Error> {
    let grants: Vec<(i64, Option<i64>, Option<i64>)> = role_grant::table
        .filter(role_grant::person_id.eq(person_id))
        .filter(role_grant::role.eq(wanted.role))
        .filter(role_grant::revoked_at.is_null())
        .select((role_grant::id, role_grant::organisation_id, role_grant::area_id))
        .load(db)?;
    let same = grants
        .into_iter()
        .find(|(_, organisation, area)| (*organisation, *area) == (wanted.organisation_id, wanted.area_id));
    Ok(same.map(|(id, ..)| id))
}

/// Takes a role away; the person's next request no longer has it, and their sessions end.
pub fn revoke(tx: &mut Tx<'_>, grant_id: i64) -> Result<(), Error> {
    let person_id: i64 = diesel::update(role_grant::table.find(grant_id))
        .set(role_grant::revoked_at.eq(tx.now))
        .returning(role_grant::person_id)
        .get_result(tx.db)?;
    end_sessions_of(tx, person_id)?;
    audit::record(tx, "role.revoked", "person", person_id, &json!({"grant": grant_id}))
}

/// Ends every session of a person.
pub fn end_sessions_of(tx: &mut Tx<'_>, person_id: i64) -> Result<(), Error> {
    diesel::delete(session::table.filter(session::person_id.eq(person_id))).execute(tx.db)?;
    Ok(())
}

/// The people who coordinate an organisation: number and address, in the order of their grants.
pub fn coordinators_of(db: &mut AnyConnection, organisation_id: i64) -> Result<Vec<(i64, String)>, Error> {
    Ok(role_grant::table
        .inner_join(person::table)
        .filter(role_grant::organisation_id.eq(organisation_id))
        .filter(role_grant::role.eq(Role::Coordinator))
        .filter(role_grant::revoked_at.is_null())
        .filter(person::disabled_at.is_null())
        .order(role_grant::id)
        .select((person::id, person::email))
        .load(db)?)
}

/// The person with this address, and whether they coordinate an organisation. Nothing if there is nobody.
pub fn with_coordinates(db: &mut AnyConnection, email: &str, organisation_id: i64) -> Result<Option<(i64, bool)>, Error> {
    let held = role_grant::person_id
        .eq(person::id)
        .and(role_grant::organisation_id.eq(organisation_id))
        .and(role_grant::role.eq(Role::Coordinator))
        .and(role_grant::revoked_at.is_null())
        .and(person::disabled_at.is_null());
    let row: Option<(i64, Option<i64>)> = person::table
        .left_join(role_grant::table.on(held))
        .filter(person::email.eq(normalise_email(email)))
        .select((person::id, role_grant::id.nullable()))
        .get_result(db)
        .optional()?;
    Ok(row.map(|(id, grant)| (id, grant.is_some())))
}

/// The addresses of the people who hold a role for an organisation, or for the area that it belongs to.
pub fn addresses_with(db: &mut AnyConnection, role: Role, organisation_id: i64) -> Result<Vec<String>, Error> {
    let holders = holders_of(db, role, organisation_id)?;
    Ok(holders.into_iter().map(|(_, email)| email).collect())
}

/// The people who hold a role for an organisation, or for the area that it belongs to: number and address, longest first.
fn holders_of(db: &mut AnyConnection, role: Role, organisation_id: i64) -> Result<Vec<(i64, String)>, Error> {
    let area_id: i64 = organisation::table
        .find(organisation_id)
        .select(organisation::area_id)
        .get_result(db)?;
    Ok(role_grant::table
        .inner_join(person::table)
        .filter(role_grant::role.eq(role))
        .filter(role_grant::organisation_id.eq(organisation_id).or(role_grant::area_id.eq(area_id)))
        .filter(role_grant::revoked_at.is_null())
        .filter(person::disabled_at.is_null())
        .order(role_grant::id)
        .select((person::id, person::email))
        .load(db)?)
}
