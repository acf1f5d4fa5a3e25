//! The letters about signing a commitment.

use askama::Template;

use super::draft::Draft;
use super::model::{Organisation, Pledge, SignatureRole};
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

/// Which pledge of which organisation a letter is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The organisation.
    pub organisation: String,
    /// The commitment.
    pub commitment: &'static str,
}

impl About {
    /// The names of a pledge.
    pub fn new(organisation: &Organisation, pledge: &Pledge) -> Self {
        Self {
            organisation: in_letter(&organisation.name),
            commitment: pledge.kind.name(),
        }
    }
}

/// Asks for a yearly review.
#[derive(Template)]
#[template(path = "mail/pledges/review.txt")]
pub struct ReviewAsked<'a> {
    /// What it is about.
    pub about: &'a About,
    /// The day of the review.
    pub due_on: &'a str,
    /// The last day on which it can be sent.
    pub last_day: &'a str,
    /// True from the day of the review on.
    pub passed: bool,
    /// The service's name.
    pub service: &'a str,
}

/// Asks an area's lead to look at a review.
#[derive(Template)]
#[template(path = "mail/pledges/review_sent.txt")]
pub struct ReviewSent<'a> {
    /// What it is about.
    pub about: &'a About,
    /// True if they were asked before.
    pub reminder: bool,
    /// The page.
    pub address: &'a str,
    /// The service's name.
    pub service: &'a str,
}

/// What happened to a pledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It was not reviewed in time.
    Lapsed,
    /// The review was approved.
    Renewed,
    /// The review has to be changed.
    ReviewSentBack,
    /// The champion took it back.
    Withdrawn,
}

impl What {
    /// The letter's kind.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Lapsed => "pledge.lapsed",
            Self::Renewed => "pledge.renewed",
            Self::ReviewSentBack => "pledge.review_sent_back",
            Self::Withdrawn => "pledge.withdrawn",
        }
    }
}

/// Tells what happened.
#[derive(Template)]
#[template(path = "mail/pledges/told.txt")]
pub struct Told<'a> {
    /// What.
    pub what: What,
    /// To what.
    pub about: &'a About,
    /// Why, if somebody said so.
    pub reason: Option<&'a str>,
    /// The day of the next review.
    pub review_on: &'a str,
    /// The public page.
    pub page: &'a str,
    /// The page of the organisation's people.
    pub work: &'a str,
    /// The service's name.
    pub service: &'a str,
}

/// Tells an area's lead of a concern.
#[derive(Template)]
#[template(path = "mail/pledges/concern_made.txt")]
pub struct ConcernMade<'a> {
    /// The organisation.
    pub organisation: &'a str,
    /// The commitment.
    pub commitment: &'static str,
    /// The page.
    pub address: &'a str,
    /// The service's name.
    pub service: &'a str,
}

/// Tells somebody what came of their concern.
#[derive(Template)]
#[template(path = "mail/pledges/concern_answered.txt")]
pub struct ConcernAnswered<'a> {
    /// The organisation.
    pub organisation: &'a str,
    /// The commitment.
    pub commitment: &'static str,
    /// What came of it.
    pub outcome: &'a str,
    /// The service's name.
    pub service: &'a str,
}
