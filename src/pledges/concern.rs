//! Somebody says that an organisation does not keep its commitment: kept, passed on to the area's lead, and answered.

use serde::Deserialize;
use serde_json::json;

use super::asking::approvers;
use super::commitment::Commitment;
use super::mails::{ConcernAnswered, ConcernMade};
use super::model::{CommitmentKind, Organisation};
use super::steps::{check_email, check_words, in_letter, several_lines};
use super::store::concerns::{self, NewConcern};
use crate::db::Instant;
use crate::error::Error;
use crate::text_enum;
use crate::tx::Tx;
use crate::web::form::Errors;
use crate::{audit, mail};

/// The most characters of what happened, and of the answer.
pub const MOST: u16 = 1000;

text_enum! {
    /// Where a concern stands.
    pub enum ConcernState {
        /// Nobody has answered it.
        Open = "open",
        /// Answered.
        Answered = "answered",
    }
}

/// A concern as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// The organisation.
    pub organisation_id: i64,
    /// Which commitment.
    pub kind: CommitmentKind,
    /// Which clause, if it is one.
    pub clause: Option<String>,
    /// What happened.
    pub body: String,
    /// Where to answer, until it is answered.
    pub email: Option<String>,
    /// Where it stands.
    pub state: ConcernState,
    /// When it was made.
    pub made_at: Instant,
    /// What came of it.
    pub outcome: Option<String>,
}

/// The form of a concern.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConcernForm {
    /// A clause as `practise-costs`, or a commitment as `practise`.
    pub about: String,
    /// What happened.
    pub body: String,
    /// Where to answer.
    pub email: String,
}

impl ConcernForm {
    /// The concern, or what is wrong. `signed` is what the organisation promised.
    ///
    /// # Errors
    /// The words for each field.
    pub fn parse(&self, signed: &[Commitment]) -> Result<NewConcern, Errors> {
        let mut errors = Errors::default();
        let about = signed.iter().find_map(|text| {
            if self.about == text.kind.slug() {
                return Some((text.kind, None));
            }
            let id = self.about.strip_prefix(text.kind.slug())?.strip_prefix('-')?;
            text.clause(id).map(|clause| (text.kind, Some(clause.id.clone())))
        });
        if about.is_none() {
            errors.add("about", "Select what they do not keep");
        }
        let body = several_lines(&self.body);
        check_words(
            &mut errors,
            "body",
            &body,
            usize::from(MOST),
            ("Enter what happened", "What happened"),
        );
        let email = self.email.trim();
        let email = (!email.is_empty()).then(|| check_email(&mut errors, "email", email, ""));
        match about {
            Some((kind, clause)) if errors.is_empty() => Ok(NewConcern { kind, clause, body, email }),
            _ => Err(errors),
        }
    }
}

/// The form of an answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct OutcomeForm {
    /// What came of it.
    pub outcome: String,
}

impl OutcomeForm {
    /// What came of it, or what is wrong.
    ///
    /// # Errors
    /// The words for the field.
    pub fn parse(&self) -> Result<String, Errors> {
        let mut errors = Errors::default();
        let outcome = several_lines(&self.outcome);
        check_words(
            &mut errors,
            "outcome",
            &outcome,
            usize::from(MOST),
            ("Enter what came of it", "What came of it"),
        );
        errors.or(|| outcome)
    }
}

/// Keeps a concern and passes it on.
pub fn make(tx: &mut Tx<'_>, organisation: &Organisation, new: &NewConcern) -> Result<(), Error> {
    let (id, reference) = concerns::add(tx, organisation.id, new)?;
    audit::record(tx, "concern.made", "concern", id, &json!({"kind": new.kind, "clause": new.clause}))?;
    for to in approvers(tx.db, organisation.id)? {
        let words = ConcernMade {
            organisation: &in_letter(&organisation.name),
            commitment: new.kind.name(),
            address: &format!("{}/lead/concerns/{reference}", tx.env.public_url),
            service: &tx.env.service_name,
        };
        mail::enqueue(tx, &mail::compose("concern.made", 1, &to, &words)?)?;
    }
    Ok(())
}

/// Answers a concern. Whoever gave an address is told, and then nothing says who it was.
///
/// # Errors
/// `Conflict` if it was answered before.
pub fn answer(tx: &mut Tx<'_>, concern: &Concern, organisation: &Organisation, outcome: &str, by: i64) -> Result<(), Error> {
    if !concerns::answer(tx, concern.id, outcome, by)? {
        return Err(Error::conflict("A colleague answered this a moment ago."));
    }
    audit::record(tx, "concern.answered", "concern", concern.id, &json!({}))?;
    if let Some(to) = &concern.email {
        let words = ConcernAnswered {
            organisation: &in_letter(&organisation.name),
            commitment: concern.kind.name(),
            outcome: &in_letter(outcome),
            service: &tx.env.service_name,
        };
        mail::enqueue(tx, &mail::compose("concern.answered", 1, to, &words)?.forgotten())?;
    }
    Ok(())
}
