//! Sending: what is promised is written down, and whoever signs is asked. From here on nothing can be changed unless it is sent back.

use serde_json::json;

use super::answers::Step;
use super::asking::ask;
use super::model::{CommitmentKind, Pledge, SignatureRole};
use super::save::{Answered, save};
use super::state::Event;
use super::store::{pledges, promises, signatures, signings};
use crate::audit;
use crate::error::Error;
use crate::tx::Tx;

/// So many people are asked in a day in signings of one person: nobody is flooded in somebody's name.
const ASKED_A_DAY: i64 = 12;

/// Sends a signing; answers the page that says so. Sent twice, it is sent once.
///
/// # Errors
/// `Conflict`, in words for the reader, if something is missing, the organisation has closed, or it has signed the same already.
pub fn send(tx: &mut Tx<'_>, person_id: i64, reference: &str) -> Result<String, Error> {
    let draft = signings::own(tx.db, person_id, reference, tx.now.date())?;
    signings::touch(tx, draft.signing.id)?;
    let draft = signings::filled(tx.db, draft.signing.id, tx.now.date())?;
    let done = format!("{}/sent", draft.signing.path());
    if !draft.is_open() {
        return Ok(done);
    }
    let Some(organisation) = draft.organisation.as_ref().filter(|_| draft.is_complete()) else {
        return Err(Error::conflict("Some answers are missing. Go back to your list of tasks."));
    };
    if signings::asked_lately(tx.db, person_id, tx.now)? >= ASKED_A_DAY {
        return Err(Error::conflict("You have asked many people today. Try again tomorrow."));
    }
    signatures::cancel(tx, draft.signing.id)?;
    for (pledge, text) in draft.pledges.iter().zip(&draft.texts) {
        promises::put(tx, pledge, text, &draft.answers)?;
        let sent = Pledge {
            organisation_id: Some(organisation.id),
            ..pledge.clone()
        };
        change(tx, &sent, &Event::Send)?;
    }
    ask(tx, &draft, SignatureRole::Signatory)?;
    Ok(done)
}

/// Signs in one go, the way the pages do it: begins, answers every question with what `answer` says as JSON, and sends. Answers the reference.
///
/// # Errors
/// As [`send`], and whatever `answer` says.
pub fn sign(
    tx: &mut Tx<'_>,
    person_id: i64,
    organisation_id: i64,
    commitments: &[CommitmentKind],
    answer: &dyn Fn(&Step) -> Result<String, Error>,
) -> Result<String, Error> {
    let reference = signings::begin(tx, person_id)?.reference;
    let save = |tx: &mut Tx<'_>, step: Step, json: String| {
        let answered = Answered {
            step,
            json,
            from_check: false,
        };
        save(tx, person_id, &reference, &answered)
    };
    save(tx, Step::Commitments, serde_json::to_string(commitments)?)?;
    save(tx, Step::Organisation, organisation_id.to_string())?;
    let draft = signings::own(tx.db, person_id, &reference, tx.now.date())?;
    for (step, _) in draft.steps().into_iter().filter(|(_, done)| !done) {
        let json = answer(&step)?;
        save(tx, step, json)?;
    }
    send(tx, person_id, &reference)?;
    Ok(reference)
}

/// Lets an event happen to a pledge: the new state is stored and written down.
///
/// # Errors
/// `Conflict` if the pledge is no longer what it was, or the event does not fit.
pub fn change(tx: &mut Tx<'_>, pledge: &Pledge, event: &Event) -> Result<(), Error> {
    if pledge.state.is_over() {
        return Err(Error::conflict("This commitment is no longer in force."));
    }
    let next = pledges::state(tx.db, pledge)?.after(event, tx.now)?;
    pledges::save(tx, pledge, pledge.organisation_id, &next)?;
    let facts = json!({"from": pledge.state, "to": next.stored(), "kind": pledge.kind});
    audit::record(tx, "pledge.changed", "pledge", pledge.id, &facts)
}
