//! People who are signed in, and what they may do.

use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// What a person may do, for one organisation, one area or everywhere.
    pub enum Role {
        /// Approves and runs placements of one organisation.
        Coordinator = "coordinator",
        /// Stands behind an organisation's commitment on its board.
        Champion = "champion",
        /// An area's single point of contact.
        AreaLead = "area_lead",
        /// The national team.
        National = "national",
    }
}

/// A role that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The organisation that it is for.
    pub organisation_id: Option<i64>,
    /// The area that it is for.
    pub area_id: Option<i64>,
}

/// Somebody whose session is open. Everybody can be an applicant; the grants say what else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Their number.
    pub id: i64,
    /// Their address, proven by the sign-in.
    pub email: String,
    /// Their roles in force.
    pub grants: Vec<Grant>,
}

impl SignedIn {
    /// The organisations that this person coordinates.
    pub fn coordinates(&self) -> Vec<i64> {
        self.of(Role::Coordinator).filter_map(|grant| grant.organisation_id).collect()
    }

    /// The organisations that this person is the champion of.
    pub fn champions(&self) -> Vec<i64> {
        self.of(Role::Champion).filter_map(|grant| grant.organisation_id).collect()
    }

    /// The areas that this person leads.
    pub fn leads(&self) -> Vec<i64> {
        self.of(Role::AreaLead).filter_map(|grant| grant.area_id).collect()
    }

    fn of(&self, role: Role) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.role == role)
    }

    /// True if this person is of the national team.
    pub fn is_national(&self) -> bool {
        self.of(Role::National).next().is_some()
    }

    /// True if this person has any role beside being an applicant: shorter sessions.
    pub fn is_staff(&self) -> bool {
        !self.grants.is_empty()
    }
}

/// An address as it is kept and compared: without space around it, in lower case. Addresses that differ only so reach the same mailbox with
/// every provider that matters.
pub fn normalise_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Where somebody goes after signing in, if they wanted nothing else.
pub fn home(viewer: &SignedIn) -> &'static str {
    if !viewer.coordinates().is_empty() {
        "/coordinate"
    } else if viewer.is_national() {
        "/national/policy"
    } else {
        "/my-applications"
    }
}

/// `path` if it is a path of our own: nobody is led to another site.
pub fn own_path(path: &str) -> Option<&str> {
    let plain = path.len() <= 500 && !path.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    let own = path.starts_with('/') && !path.starts_with("//");
    // To be led back to signing in or out would be going round in circles.
    (plain && own && !path.starts_with("/sign-")).then_some(path)
}

/// The address of the page that signs in and then leads back to `target`, a path of our own with its query.
pub fn sign_in_path(target: &str) -> String {
    let mut path = "/sign-in".to_owned();
    if target != "/" {
        path.push_str("?next=");
        path.extend(url::form_urlencoded::byte_serialize(target.as_bytes()));
    }
    path
}

/// A code as it was typed, without the spaces and hyphens that people put in.
pub fn tidy_code(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
        .collect()
}
