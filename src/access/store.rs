//! Invitations and the people with roles in the database.

use diesel::prelude::*;

use super::model::{Holder, Invitation, InvitationState};
use crate::auth::{Grant, Role};
use crate::db::schema::{area, invitation, organisation, person, role_grant};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Tx;

/// An organisation or area by number, code and name.
pub type Place = (i64, String, String);

/// The organisations with these numbers, by name.
pub fn organisations(db: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Place>, Error> {
    Ok(organisation::table
        .filter(organisation::id.eq_any(ids))
        .order((organisation::name, organisation::id))
        .select((organisation::id, organisation::code, organisation::name))
        .load(db)?)
}

/// The organisation with this code, if it is open, with its area: number, area, name.
pub fn organisation_with_code(db: &mut AnyConnection, code: &str) -> Result<Option<(i64, i64, String)>, Error> {
    Ok(organisation::table
        .filter(organisation::code.eq(code))
        .filter(organisation::successor_id.is_null())
        .select((organisation::id, organisation::area_id, organisation::name))
        .get_result(db)
        .optional()?)
}

/// The area with this code: number and name.
pub fn area_with_code(db: &mut AnyConnection, code: &str) -> Result<Option<(i64, String)>, Error> {
    Ok(area::table
        .filter(area::code.eq(code))
        .select((area::id, area::name))
        .get_result(db)
        .optional()?)
}

/// Whose people are asked for.
#[derive(Clone, Debug)]
pub enum Of {
    /// Those with a role in one of these organisations.
    Organisations(Vec<i64>),
    /// The champions of organisations in one of these areas.
    Areas(Vec<i64>),
    /// The area leads and the national team.
    Country,
}

type HolderRow = (
    i64,
    i64,
    String,
    String,
    Role,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
    Instant,
);

fn holder((grant_id, person_id, reference, email, role, organisation, area, name, area_name, since): HolderRow) -> Holder {
    Holder {
        grant_id,
        person_id,
        reference,
        email,
        role,
        place_id: organisation.or(area),
        place: name.or(area_name).unwrap_or_default(),
        since,
    }
}

macro_rules! holders {
    () => {
        role_grant::table
            .inner_join(person::table)
            .left_join(organisation::table.on(organisation::id.nullable().eq(role_grant::organisation_id)))
            .left_join(area::table.on(area::id.nullable().eq(role_grant::area_id)))
            .filter(role_grant::revoked_at.is_null())
            .filter(person::disabled_at.is_null())
            .order((organisation::name, area::name, role_grant::id))
            .select((
                role_grant::id,
                person::id,
                person::public_ref,
                person::email,
                role_grant::role,
                role_grant::organisation_id,
                role_grant::area_id,
                organisation::name.nullable(),
                area::name.nullable(),
                role_grant::granted_at,
            ))
            .into_boxed()
    };
}

/// The people with roles, by what they are for and since when.
pub fn holders(db: &mut AnyConnection, of: &Of) -> Result<Vec<Holder>, Error> {
    let query = match of {
        Of::Organisations(ids) => holders!().filter(role_grant::organisation_id.eq_any(ids.clone())),
        Of::Areas(ids) => holders!()
            .filter(organisation::area_id.eq_any(ids.clone()))
            .filter(role_grant::role.eq(Role::Champion)),
        Of::Country => holders!().filter(role_grant::role.eq_any([Role::AreaLead, Role::National])),
    };
    Ok(query.load::<HolderRow>(db)?.into_iter().map(holder).collect())
}

/// The roles in force of one person: those for organisations, then those for areas and for the country.
pub fn roles_of(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Holder>, Error> {
    let rows: Vec<HolderRow> = holders!().filter(person::id.eq(person_id)).load(db)?;
    let mut roles: Vec<Holder> = rows.into_iter().map(holder).collect();
    roles.sort_by_key(|role| matches!(role.role, Role::AreaLead | Role::National));
    Ok(roles)
}

type InvitationRow = (
    i64,
    String,
    Role,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
    InvitationState,
    Instant,
);

fn invited(row: InvitationRow) -> Invitation {
    let (id, email, role, organisation_id, area_id, organisation, area, state, invited_at) = row;
    Invitation {
        id,
        email,
        grant: Grant {
            role,
            organisation_id,
            area_id,
        },
        place: organisation.or(area).unwrap_or_default(),
        state,
        invited_at,
    }
}

macro_rules! invitations {
    () => {
        invitation::table
            .left_join(organisation::table)
            .left_join(area::table)
            .order(invitation::id)
            .select((
                invitation::id,
                invitation::email,
                invitation::role,
                invitation::organisation_id,
                invitation::area_id,
                organisation::name.nullable(),
                area::name.nullable(),
                invitation::state,
                invitation::invited_at,
            ))
            .into_boxed()
    };
}

/// The invitations that wait for an answer.
pub fn open_invitations(db: &mut AnyConnection, of: &Of) -> Result<Vec<Invitation>, Error> {
    let query = invitations!().filter(invitation::state.eq(InvitationState::Open));
    let query = match of {
        Of::Organisations(ids) => query.filter(invitation::organisation_id.eq_any(ids.clone())),
        Of::Areas(ids) => query
            .filter(organisation::area_id.eq_any(ids.clone()))
            .filter(invitation::role.eq(Role::Champion)),
        Of::Country => query.filter(invitation::role.eq_any([Role::AreaLead, Role::National])),
    };
    Ok(query.load::<InvitationRow>(db)?.into_iter().map(invited).collect())
}

/// The invitation with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Invitation, Error> {
    Ok(invited(invitations!().filter(invitation::id.eq(id)).get_result(db)?))
}

/// The invitation of this address to this role that waits for an answer.
pub fn same(db: &mut AnyConnection, email: &str, grant: &Grant) -> Result<Option<i64>, Error> {
    let rows: Vec<InvitationRow> = invitations!()
        .filter(invitation::email.eq(email))
        .filter(invitation::role.eq(grant.role))
        .filter(invitation::state.eq(InvitationState::Open))
        .load(db)?;
    let same = rows.into_iter().map(invited).find(|known| known.grant == *grant);
    Ok(same.map(|known| known.id))
}

/// Adds an invitation; answers its number.
pub fn add(tx: &mut Tx<'_>, email: &str, grant: &Grant, invited_by: i64) -> Result<i64, Error> {
    Ok(diesel::insert_into(invitation::table)
        .values((
            invitation::email.eq(email),
            invitation::role.eq(grant.role),
            invitation::organisation_id.eq(grant.organisation_id),
            invitation::area_id.eq(grant.area_id),
            invitation::invited_by.eq(invited_by),
            invitation::state.eq(InvitationState::Open),
            invitation::invited_at.eq(tx.now),
        ))
        .returning(invitation::id)
        .get_result(tx.db)?)
}

/// Ends an invitation, if it waits: one statement, so that of two answers one wins.
pub fn settle(tx: &mut Tx<'_>, id: i64, state: InvitationState) -> Result<bool, Error> {
    let open = invitation::table.find(id).filter(invitation::state.eq(InvitationState::Open));
    let rows = diesel::update(open)
        .set((invitation::state.eq(state), invitation::answered_at.eq(tx.now)))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// The invitations from before a moment whose address is kept.
pub fn older_than(db: &mut AnyConnection, before: Instant, most: i64) -> Result<Vec<i64>, Error> {
    Ok(invitation::table
        .filter(invitation::invited_at.lt(before))
        .filter(invitation::email.ne(""))
        .order(invitation::id)
        .limit(most)
        .select(invitation::id)
        .load(db)?)
}

/// Forgets whom an invitation went to. True if that was known.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let known = invitation::table.find(id).filter(invitation::email.ne(""));
    Ok(diesel::update(known).set(invitation::email.eq("")).execute(tx.db)? == 1)
}
