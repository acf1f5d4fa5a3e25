//! Reminders: silence is never an answer. After 3, 7 and 14 days whoever was asked is asked again; at last somebody else is told as well.

use serde_json::json;

use super::asking::{draft_of, recipients, write, write_to};
use super::draft::Draft;
use super::mails::{Names, StillWaiting};
use super::model::{Signature, SignatureRole, SignatureState};
use super::store::{organisations, people, signatures};
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::tx::{Ledger, Tx};
use crate::{audit, dates, mail};

/// From this reminder on somebody else is told.
const LAST: i32 = 2;

/// Job: sends every reminder that is due, each in a transaction of its own. Answers what was done.
///
/// # Errors
/// `Unavailable` if the database cannot be used: the rest waits for the next run.
pub fn chase(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let due = ledger.db.read_now(|db| signatures::due(db, now, 200))?;
    one_by_one(ledger, &due, |id| *id, |tx, id| remind(tx, *id))?.outcome("reminded")
}

/// Sends one reminder, if it is still due. False means that there was nothing to do.
fn remind(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let signature = signatures::by_id(tx.db, id)?;
    let due = signature.state == SignatureState::Asked && signature.next_chase_at.is_some_and(|at| at <= tx.now);
    if !due || !signatures::count_chase(tx, &signature)? {
        return Ok(false);
    }
    let draft = draft_of(tx.db, &signature, tx.now.date())?;
    write(tx, &draft, &signature, true)?;
    if signature.chases >= LAST {
        tell_others(tx, &draft, &signature)?;
    }
    let facts = json!({"role": signature.role, "time": signature.chases + 1});
    audit::record(tx, "pledge.chased", "signing", signature.signing_id, &facts)?;
    Ok(true)
}

/// The last reminder goes to somebody else as well: to the national team if an area does not answer, and always to whoever filled it in.
fn tell_others(tx: &mut Tx<'_>, draft: &Draft, signature: &Signature) -> Result<(), Error> {
    if signature.role == SignatureRole::AreaLead {
        let asked = recipients(tx.db, draft, signature)?;
        for to in organisations::national(tx.db)?.iter().filter(|to| !asked.contains(to)) {
            write_to(tx, draft, signature, to, true)?;
        }
    }
    let to = people::email(tx.db, draft.signing.started_by)?;
    let letter = StillWaiting {
        role: signature.role,
        names: &Names::of(draft),
        since: &dates::day_of(signature.asked_at),
        address: &format!("{}{}", tx.env.public_url, draft.signing.path()),
        service: &tx.env.service_name,
    };
    mail::enqueue(tx, &mail::compose("pledge.still_waiting", 1, &to, &letter)?)?;
    Ok(())
}
