//! Answering: one function for emailed links and for pages, so that there is exactly one answer, whoever is first.

use serde_json::json;

use super::asking::{ask, draft_of};
use super::draft::Draft;
use super::forms::Said;
use super::mails::{Names, SentBack};
use super::model::{Signature, SignatureRole, SignatureState};
use super::publishing::publish;
use super::sending::change;
use super::state::Event;
use super::steps::in_letter;
use super::store::{people, signatures, signings};
use crate::error::Error;
use crate::tx::Tx;
use crate::{audit, links, mail};

/// Takes an answer. `by` is the person who gives it, if they are known.
///
/// # Errors
/// `Conflict`, in words for the reader, if it was answered before or is not asked any more.
pub fn answer(tx: &mut Tx<'_>, signature: &Signature, said: &Said, by: Option<i64>) -> Result<(), Error> {
    let (state, reason) = match said {
        Said::Yes => (SignatureState::Given, None),
        Said::SendBack(reason) => (SignatureState::SentBack, Some(reason.as_str())),
    };
    let role = signature.role;
    signings::touch(tx, signature.signing_id)?;
    let before = draft_of(tx.db, signature, tx.now.date())?;
    if !signatures::answer(tx, signature.id, state, by, reason)? {
        return Err(Error::conflict("This was answered a moment ago."));
    }
    links::supersede(tx, role.purpose(), signature.id)?;
    let event = match said {
        Said::Yes => Event::Yes(role),
        Said::SendBack(_) => Event::SendBack(role),
    };
    for pledge in &before.pledges {
        change(tx, pledge, &event)?;
    }
    audit::record(
        tx,
        "pledge.answered",
        "signing",
        before.signing.id,
        &json!({"role": role, "state": state}),
    )?;
    let draft = draft_of(tx.db, signature, tx.now.date())?;
    match (said, role) {
        (Said::SendBack(reason), _) => tell_sent_back(tx, &draft, role, reason),
        (Said::Yes, SignatureRole::Signatory) => ask(tx, &draft, SignatureRole::Champion),
        (Said::Yes, SignatureRole::Champion) => ask(tx, &draft, SignatureRole::AreaLead),
        (Said::Yes, SignatureRole::AreaLead) => publish(tx, &draft),
    }
}

/// Tells whoever fills it in why it came back.
fn tell_sent_back(tx: &mut Tx<'_>, draft: &Draft, role: SignatureRole, reason: &str) -> Result<(), Error> {
    let to = people::email(tx.db, draft.signing.started_by)?;
    let letter = SentBack {
        role,
        names: &Names::of(draft),
        reason: &in_letter(reason),
        address: &format!("{}{}", tx.env.public_url, draft.signing.path()),
        service: &tx.env.service_name,
    };
    mail::enqueue(tx, &mail::compose("pledge.sent_back", 1, &to, &letter)?)?;
    Ok(())
}
