//! Inviting somebody to a role, taking that back, and taking a role away.

use serde_json::json;

use super::mails::send;
use super::model::{Holder, InvitationState};
use super::store::{self, Of};
use crate::audit;
use crate::auth::{self, AreaLead, Champion, Grant, National, Role, SignedIn};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::links::{self, Purpose};
use crate::tx::Tx;

/// Who takes roles away: each those that they give.
#[derive(Clone, Debug)]
pub enum Remover {
    /// Of their organisation's coordinators.
    Champion(Champion),
    /// Of the champions in their area.
    AreaLead(AreaLead),
    /// Of area leads and of the national team.
    National(National),
}

impl Remover {
    /// Whose hands it is in.
    pub const fn id(&self) -> i64 {
        match self {
            Self::Champion(champion) => champion.id,
            Self::AreaLead(lead) => lead.id,
            Self::National(national) => national.id,
        }
    }

    /// The page with the people that they look after.
    pub const fn page(&self) -> &'static str {
        match self {
            Self::Champion(_) => "/coordinate/people",
            Self::AreaLead(_) => "/lead/people",
            Self::National(_) => "/national/people",
        }
    }
}

/// Invites somebody to be a role, by the viewer. Who is invited already gets the letter again; who has the role gets none.
///
/// # Errors
/// `Conflict` if they have the role.
pub fn invite(tx: &mut Tx<'_>, by: i64, email: &str, grant: &Grant) -> Result<(), Error> {
    if let Some(person) = auth::person_with_email(tx.db, email)?
        && auth::held(tx.db, person, grant)?.is_some()
    {
        return Err(Error::conflict("This person has this role already."));
    }
    let id = match store::same(tx.db, email, grant)? {
        Some(known) => known,
        None => store::add(tx, email, grant, by)?,
    };
    let invitation = store::by_id(tx.db, id)?;
    send(tx, &invitation)?;
    audit::record(tx, "invitation.sent", "invitation", id, &json!({"role": grant.role}))
}

/// The role that a champion invites to: coordinator of one of their own organisations.
///
/// # Errors
/// `NotFound` if the code is of none of them.
pub fn coordinator_of(db: &mut AnyConnection, champion: &Champion, code: &str) -> Result<Grant, Error> {
    let own = champion.again(db)?.organisations;
    let (id, ..) = store::organisation_with_code(db, code)?.ok_or(Error::NotFound)?;
    if !own.contains(&id) {
        return Err(not_yours("organisation", id, champion.id));
    }
    Ok(Grant {
        role: Role::Coordinator,
        organisation_id: Some(id),
        area_id: None,
    })
}

/// The role that an area lead invites to: champion of an organisation in one of their own areas. Nothing if the code is of no such organisation.
pub fn champion_of(db: &mut AnyConnection, lead: &AreaLead, code: &str) -> Result<Option<Grant>, Error> {
    let own = lead.again(db)?.areas;
    let found = store::organisation_with_code(db, code)?.filter(|(_, area, _)| own.contains(area));
    Ok(found.map(|(id, ..)| Grant {
        role: Role::Champion,
        organisation_id: Some(id),
        area_id: None,
    }))
}

/// The role that the national team invites to: lead of an area. Nothing if the code is of none.
pub fn lead_of(db: &mut AnyConnection, code: &str) -> Result<Option<Grant>, Error> {
    Ok(store::area_with_code(db, code)?.map(|(id, _)| Grant {
        role: Role::AreaLead,
        organisation_id: None,
        area_id: Some(id),
    }))
}

/// The invitations and people that the viewer manages, in every role of theirs.
pub fn managed(viewer: &SignedIn) -> Vec<Of> {
    let mut managed = Vec::new();
    if !viewer.champions().is_empty() {
        managed.push(Of::Organisations(viewer.champions()));
    }
    if !viewer.leads().is_empty() {
        managed.push(Of::Areas(viewer.leads()));
    }
    if viewer.is_national() {
        managed.push(Of::Country);
    }
    managed
}

/// Takes an invitation back.
pub fn withdraw(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    if store::settle(tx, id, InvitationState::Withdrawn)? {
        links::supersede(tx, Purpose::Invitation, id)?;
        audit::record(tx, "invitation.withdrawn", "invitation", id, &json!({}))?;
    }
    Ok(())
}

/// The roles of a person that the viewer may take away on one of the three pages; nobody takes their own.
///
/// # Errors
/// `NotFound` if there are none.
pub fn removable(db: &mut AnyConnection, remover: &Remover, person: &str) -> Result<Vec<Holder>, Error> {
    let (of, role, by) = match remover {
        Remover::Champion(champion) => {
            let now = champion.again(db)?;
            (Of::Organisations(now.organisations), Some(Role::Coordinator), now.id)
        }
        Remover::AreaLead(lead) => {
            let now = lead.again(db)?;
            (Of::Areas(now.areas), Some(Role::Champion), now.id)
        }
        Remover::National(national) => (Of::Country, None, national.again(db)?.id),
    };
    let mut roles = store::holders(db, &of)?;
    roles.retain(|one| role.is_none_or(|role| one.role == role) && one.reference == person);
    if matches!(remover, Remover::National(_)) && roles.iter().any(|one| one.person_id == by) {
        return Err(Error::conflict(
            "Nobody takes their own role away. Ask somebody else of the national team.",
        ));
    }
    if roles.is_empty() { Err(Error::NotFound) } else { Ok(roles) }
}

/// Takes them away; the person's sessions end with them.
pub fn remove(tx: &mut Tx<'_>, remover: &Remover, person: &str) -> Result<(), Error> {
    for role in removable(tx.db, remover, person)? {
        auth::revoke(tx, role.grant_id)?;
    }
    Ok(())
}

fn not_yours(kind: &'static str, id: i64, by: i64) -> Error {
    Error::NotYours { kind, id, by }
}
