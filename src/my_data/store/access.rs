//! What somebody was invited to, and that they have a second factor.

use diesel::prelude::*;

use crate::db::schema::{area, invitation, organisation, recovery_code, second_factor};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::my_data::model::Item;

/// The invitations to an address, oldest first.
pub fn invitations(db: &mut AnyConnection, email: &str) -> Result<Vec<Item>, Error> {
    type Row = (String, Option<String>, Option<String>, String, Instant, Option<Instant>);
    let rows: Vec<Row> = invitation::table
        .left_join(organisation::table)
        .left_join(area::table)
        .filter(invitation::email.eq(email))
        .order(invitation::id)
        .select((
            invitation::role,
            organisation::name.nullable(),
            area::name.nullable(),
            invitation::state,
            invitation::invited_at,
            invitation::answered_at,
        ))
        .load(db)?;
    let item = |(role, organisation, area, state, invited, answered): Row| {
        Item::new("Invitation")
            .with("role", "Role", role)
            .maybe("for", "For", organisation.or(area))
            .with("state", "State", state)
            .with("invited_at", "Invited", invited)
            .maybe("answered_at", "Answered", answered)
    };
    Ok(rows.into_iter().map(item).collect())
}

/// The second factor of a person: when it was set up, and how many recovery codes are left; never what it is made of.
pub fn second_factors(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Item>, Error> {
    let made: Option<Instant> = second_factor::table
        .find(person_id)
        .select(second_factor::made_at)
        .get_result(db)
        .optional()?;
    let left: i64 = recovery_code::table
        .filter(recovery_code::person_id.eq(person_id))
        .filter(recovery_code::used_at.is_null())
        .count()
        .get_result(db)?;
    let item = |made: Instant| {
        Item::new("An app for codes")
            .with("made_at", "Set up", made)
            .with("recovery_codes", "Recovery codes left", left)
    };
    Ok(made.into_iter().map(item).collect())
}
