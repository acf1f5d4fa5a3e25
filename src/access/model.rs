//! Invitations, and the people who have roles.

use crate::auth::{Grant, Role};
use crate::db::Instant;
use crate::text_enum;

text_enum! {
    /// How far an invitation is.
    pub enum InvitationState {
        /// Its link waits for an answer.
        Open = "open",
        /// Whoever was invited has the role.
        Accepted = "accepted",
        /// They said no.
        Declined = "declined",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

/// An invitation to a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its number.
    pub id: i64,
    /// Who is invited.
    pub email: String,
    /// The role, and what it is for.
    pub grant: Grant,
    /// The name of what it is for; empty for the whole country.
    pub place: String,
    /// How far it is.
    pub state: InvitationState,
    /// When it was sent first.
    pub invited_at: Instant,
}

/// Somebody with a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The number of the grant.
    pub grant_id: i64,
    /// Their number.
    pub person_id: i64,
    /// Their public reference.
    pub reference: String,
    /// Their address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The organisation or area that it is for, by number.
    pub place_id: Option<i64>,
    /// The name of it; empty for the whole country.
    pub place: String,
    /// Since when.
    pub since: Instant,
}

/// A role in words, as the name of a person in a sentence.
pub const fn role_words(role: Role) -> &'static str {
    match role {
        Role::Coordinator => "coordinator",
        Role::Champion => "champion",
        Role::AreaLead => "area lead",
        Role::National => "member of the national team",
    }
}

/// What somebody with the role does, in a sentence to them.
pub const fn role_does(role: Role) -> &'static str {
    match role {
        Role::Coordinator => "As a coordinator you decide about placements of your organisation.",
        Role::Champion => "As a champion you stand behind the commitments of your organisation. You also choose its coordinators.",
        Role::AreaLead => "As an area lead you check the commitments of the organisations in your area. You also choose their champions.",
        Role::National => "In the national team you choose the rules for new rounds and see figures for the whole country.",
    }
}
