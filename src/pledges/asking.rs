//! Asking for a yes: the row, the link, the letter and the day of the first reminder, in one transaction.

use serde_json::json;

use super::answers::PersonAnswer;
use super::draft::Draft;
use super::mails::{Asked, Names};
use super::model::{Signature, SignatureRole};
use super::steps::in_letter;
use super::store::{organisations, signatures, signings};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::links::{self, Purpose, lifetimes};
use crate::tx::Tx;
use crate::{audit, mail};

impl SignatureRole {
    /// The purpose of the links that ask.
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Signatory => Purpose::Signatory,
            Self::Champion => Purpose::Champion,
            Self::AreaLead => Purpose::PledgeApproval,
        }
    }

    /// The kind of the letter that asks.
    const fn letter(self) -> &'static str {
        match self {
            Self::Signatory => "pledge.signatory",
            Self::Champion => "pledge.champion",
            Self::AreaLead => "pledge.approval",
        }
    }
}

/// Asks whoever comes next.
///
/// # Errors
/// `Internal` if the signing does not say who that is.
pub fn ask(tx: &mut Tx<'_>, draft: &Draft, role: SignatureRole) -> Result<(), Error> {
    let missing = || Error::internal(format!("signing {}: no {role}", draft.signing.id));
    let area = PersonAnswer {
        name: String::new(),
        job: String::new(),
        email: String::new(),
    };
    let who = match role {
        SignatureRole::Signatory => draft.answers.signatory.as_ref().ok_or_else(missing)?,
        SignatureRole::Champion => draft.answers.champion.as_ref().ok_or_else(missing)?,
        SignatureRole::AreaLead => &area,
    };
    let asked = signatures::Asked {
        role,
        name: &who.name,
        email: &who.email,
        job: &who.job,
    };
    let signature = signatures::add(tx, draft.signing.id, &asked)?;
    audit::record(tx, "pledge.asked", "signing", draft.signing.id, &json!({"role": role}))?;
    write(tx, draft, &signature, false)
}

/// Who may approve for the areas of an organisation: their leads, and the national team where there is none.
pub fn approvers(db: &mut AnyConnection, organisation_id: i64) -> Result<Vec<String>, Error> {
    let leads = organisations::leads(db, organisation_id)?;
    if leads.is_empty() { organisations::national(db) } else { Ok(leads) }
}

/// The addresses of whoever is asked.
pub fn recipients(db: &mut AnyConnection, draft: &Draft, signature: &Signature) -> Result<Vec<String>, Error> {
    match (signature.role, draft.signing.organisation_id) {
        (SignatureRole::AreaLead, Some(organisation_id)) => approvers(db, organisation_id),
        (SignatureRole::AreaLead, None) => Ok(Vec::new()),
        (SignatureRole::Signatory | SignatureRole::Champion, _) => Ok(vec![signature.email.clone()]),
    }
}

/// Sends the letter that asks, to everybody who can answer.
pub fn write(tx: &mut Tx<'_>, draft: &Draft, signature: &Signature, reminder: bool) -> Result<(), Error> {
    for to in recipients(tx.db, draft, signature)? {
        write_to(tx, draft, signature, &to, reminder)?;
    }
    Ok(())
}

/// Sends the letter that asks to one address, with a fresh link.
pub fn write_to(tx: &mut Tx<'_>, draft: &Draft, signature: &Signature, to: &str, reminder: bool) -> Result<(), Error> {
    let names = Names::of(draft);
    let service = tx.env.service_name.clone();
    let letter = mail::compose(
        signature.role.letter(),
        1,
        to,
        &Asked {
            role: signature.role,
            name: &in_letter(&signature.name),
            names: &names,
            reminder,
            service: &service,
        },
    )?;
    let link = links::issue(tx, signature.role.purpose(), signature.id, to, lifetimes::PLEDGE)?;
    mail::enqueue(tx, &letter.with_link(link))?;
    Ok(())
}

/// The signing of a signature with everything about it.
pub fn draft_of(db: &mut AnyConnection, signature: &Signature, today: time::Date) -> Result<Draft, Error> {
    signings::filled(db, signature.signing_id, today)
}
