//! Who may decide on a proposal: coordinators; where each of them knows the person, the champion; where that one does too, the area's lead.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::auth::Role;
use crate::db::AnyConnection;
use crate::db::schema::{organisation, person, proposal, proposal_conflict, role_grant};
use crate::error::Error;

/// Whether somebody (`$by`, a number or a column) has said that they know the person of an application (a column), at whichever of its proposals: for
/// a query over `proposal` or any other table.
#[macro_export]
macro_rules! knows {
    ($application:expr, $by:expr) => {{
        let other = diesel::alias!($crate::db::schema::proposal as other);
        diesel::dsl::exists(
            $crate::db::schema::proposal_conflict::table
                .inner_join(
                    other.on(other
                        .field($crate::db::schema::proposal::id)
                        .eq($crate::db::schema::proposal_conflict::proposal_id)),
                )
                .filter(other.field($crate::db::schema::proposal::application_id).eq($application))
                .filter($crate::db::schema::proposal_conflict::person_id.eq($by)),
        )
    }};
}

/// Whose turn it is, first to last.
pub const TURNS: [Role; 3] = [Role::Coordinator, Role::Champion, Role::AreaLead];

/// Somebody who may decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// Their number.
    pub person_id: i64,
    /// Their address.
    pub email: String,
    /// As what they decide.
    pub role: Role,
}

/// The people who have said that they know an applicant, at whichever of the application's proposals.
pub fn who_know(db: &mut AnyConnection, application_id: i64) -> Result<Vec<i64>, Error> {
    Ok(proposal_conflict::table
        .inner_join(proposal::table)
        .filter(proposal::application_id.eq(application_id))
        .order(proposal_conflict::person_id)
        .select(proposal_conflict::person_id)
        .distinct()
        .load(db)?)
}

/// The first of the turns among roles.
pub fn first_turn(roles: impl IntoIterator<Item = Role>) -> Option<Role> {
    let turn = |role: &Role| TURNS.iter().position(|one| one == role);
    roles.into_iter().filter(|role| turn(role).is_some()).min_by_key(turn)
}

/// Everybody who may decide on an application's proposal by an organisation, each once, in the order of their turns; without who knows the person.
pub fn deciders(db: &mut AnyConnection, application_id: i64, organisation_id: i64) -> Result<Vec<Decider>, Error> {
    let knows = exists(
        proposal_conflict::table
            .inner_join(proposal::table)
            .filter(proposal::application_id.eq(application_id))
            .filter(proposal_conflict::person_id.eq(person::id)),
    );
    let at = role_grant::organisation_id
        .eq(organisation::id.nullable())
        .or(role_grant::area_id.eq(organisation::area_id.nullable()));
    let holders: Vec<(i64, String, Role)> = organisation::table
        .inner_join(role_grant::table.on(at))
        .inner_join(person::table.on(person::id.eq(role_grant::person_id)))
        .filter(organisation::id.eq(organisation_id))
        .filter(role_grant::role.eq_any(TURNS))
        .filter(role_grant::revoked_at.is_null())
        .filter(person::disabled_at.is_null())
        .filter(not(knows))
        .order(role_grant::id)
        .select((person::id, person::email, role_grant::role))
        .load(db)?;
    let mut found: Vec<Decider> = Vec::new();
    for role in TURNS {
        for (person_id, email, _) in holders.iter().filter(|(.., held)| *held == role) {
            if found.iter().all(|one| one.person_id != *person_id) {
                found.push(Decider {
                    person_id: *person_id,
                    email: email.clone(),
                    role,
                });
            }
        }
    }
    Ok(found)
}

/// Of those, whom to ask after so many reminders: the first of the turns that has anybody, after the first reminder the champion too, after the
/// second the area's lead too.
pub fn whom_to_ask(deciders: &[Decider], reminders: i32) -> Vec<&Decider> {
    let turn = |role: Role| TURNS.iter().position(|one| *one == role).unwrap_or(TURNS.len());
    let first = deciders.iter().map(|one| turn(one.role)).min().unwrap_or_default();
    let until = usize::try_from(reminders).unwrap_or_default().max(first);
    deciders.iter().filter(|one| turn(one.role) <= until).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(roles: &[Role]) -> Vec<Decider> {
        roles
            .iter()
            .zip(1..)
            .map(|(role, person_id)| Decider {
                person_id,
                email: format!("{person_id}@example.org"),
                role: *role,
            })
            .collect()
    }

    fn asked(roles: &[Role], reminders: i32) -> Vec<Role> {
        whom_to_ask(&of(roles), reminders).into_iter().map(|one| one.role).collect()
    }

    #[test]
    fn each_turn_comes_when_the_one_before_has_nobody_or_is_silent() {
        use Role::{AreaLead, Champion, Coordinator};
        let all = [Coordinator, Coordinator, Champion, AreaLead];
        assert_eq!(asked(&all, 0), [Coordinator, Coordinator]);
        assert_eq!(asked(&all, 1), [Coordinator, Coordinator, Champion]);
        assert_eq!(asked(&all, 2), all);
        assert_eq!(asked(&all, 3), all);
        assert_eq!(asked(&[Champion, AreaLead], 0), [Champion]);
        assert_eq!(asked(&[Champion, AreaLead], 2), [Champion, AreaLead]);
        assert_eq!(asked(&[AreaLead], 0), [AreaLead]);
        assert_eq!(asked(&[], 2), []);
    }
}
