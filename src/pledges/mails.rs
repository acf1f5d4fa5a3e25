//! The letters about signing a commitment.

use askama::Template;

use super::draft::Draft;
use super::model::{Pledge, SignatureRole};
use super::steps::in_letter;
use crate::auth::Role;
use crate::dates;

/// Who signs what, in words for a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The organisation.
    pub organisation: String,
    /// The commitments, such as `the Practise Commitment`.
    pub commitments: String,
}

impl Names {
    /// The names of a signing.
    pub fn of(draft: &Draft) -> Self {
        let organisation = draft.organisation.as_ref().map(|known| in_letter(&known.name));
        let commitments: Vec<String> = draft.pledges.iter().map(|pledge| format!("the {}", pledge.kind.name())).collect();
        Self {
            organisation: organisation.unwrap_or_default(),
            commitments: commitments.join(" and "),
        }
    }
}

/// Asks for a yes, or reminds of it.
#[derive(Template)]
#[template(path = "mail/pledges/asked.txt")]
pub struct Asked<'a> {
    /// As what they are asked.
    pub role: SignatureRole,
    /// Their name; empty for an area's lead.
    pub name: &'a str,
    /// Who signs what.
    pub names: &'a Names,
    /// True if they were asked before.
    pub reminder: bool,
    /// The service's name.
    pub service: &'a str,
}

/// It came back, to be changed.
#[derive(Template)]
#[template(path = "mail/pledges/sent_back.txt")]
pub struct SentBack<'a> {
    /// Who sent it back.
    pub role: SignatureRole,
    /// Who signs what.
    pub names: &'a Names,
    /// Why.
    pub reason: &'a str,
    /// The page of the signing.
    pub address: &'a str,
    /// The service's name.
    pub service: &'a str,
}

/// Somebody has not answered for two weeks.
#[derive(Template)]
#[template(path = "mail/pledges/still_waiting.txt")]
pub struct StillWaiting<'a> {
    /// Who has not.
    pub role: SignatureRole,
    /// Who signs what.
    pub names: &'a Names,
    /// Since when they are asked.
    pub since: &'a str,
    /// The page of the signing.
    pub address: &'a str,
    /// The service's name.
    pub service: &'a str,
}

/// A pledge on the register.
pub struct Register {
    /// The commitment.
    pub name: &'static str,
    /// The day of its review.
    pub review: String,
    /// The page that says whether it holds.
    pub address: String,
}

impl Register {
    /// A pledge that is published.
    pub fn of(pledge: &Pledge, public_url: &str) -> Self {
        Self {
            name: pledge.kind.name(),
            review: pledge.review_on.map(dates::day).unwrap_or_default(),
            address: format!("{public_url}{}", pledge.verify_path()),
        }
    }
}

/// It is on the register.
#[derive(Template)]
#[template(path = "mail/pledges/published.txt")]
pub struct Published<'a> {
    /// Whoever it goes to; empty if we do not know their name.
    pub name: &'a str,
    /// Who signed what.
    pub names: &'a Names,
    /// Each pledge.
    pub register: Vec<Register>,
    /// The role that they have now.
    pub role: Option<Role>,
    /// Where to log in.
    pub sign_in: &'a str,
    /// The service's name.
    pub service: &'a str,
}
