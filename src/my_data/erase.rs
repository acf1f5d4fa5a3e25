//! Erasing: whatever says who somebody is goes, what is about references stays, and the ledger says what was done.

use serde_json::json;

use super::mails::tell_erased;
use super::store::{self, Own, Subject};
use crate::afterwards;
use crate::applications::{self, Ending, Owner, application_by_id};
use crate::audit::{self, forget_looks};
use crate::auth;
use crate::confirmations;
use crate::decisions;
use crate::error::Error;
use crate::hosting;
use crate::messages;
use crate::pledges;
use crate::preparation;
use crate::rounds;
use crate::saved_searches;
use crate::text_enum;
use crate::tx::Tx;
use crate::{links, mail};

text_enum! {
    /// Why something is erased.
    pub enum Cause {
        /// The person asked on the page.
        Request = "request",
        /// The operator did it, because the person asked in another way.
        Operator = "operator",
        /// It was kept long enough.
        Retention = "retention",
        /// It was erased before, and a backup brought it back.
        Restore = "restore",
    }
}

/// What is emptied of an application.
const OF_APPLICATION: &[&str] = &[
    "application",
    "application_answer",
    "application_claim",
    "application_school",
    "confirmation",
    "placement_task",
    "reconfirmation",
    "message",
    "link",
    "outbox",
    "proposal_conflict",
    "sensitive_read",
    "attendance",
    "certificate",
    "feedback",
    "observation",
    "thanks",
    "expense_claim",
    "keep_in_touch",
];
/// What is emptied of a person, beside their applications.
const OF_PERSON: &[&str] = &[
    "person",
    "session",
    "sign_in",
    "kept_form",
    "saved_search",
    "signing_answer",
    "proposal_conflict",
    "calendar_feed",
    "link",
    "outbox",
];

/// Erases a person with everything about them. Applications that are still going on are taken back first, and what they hold goes to whoever
/// is next. A last letter goes to the address that the person had. False if it was done before.
///
/// # Errors
/// `NotFound` if there is no such person; `Conflict` if they hold a role, because others rely on it: it is taken away first.
pub fn erase_person(tx: &mut Tx<'_>, person_id: i64, cause: Cause) -> Result<bool, Error> {
    store::hold(tx, person_id)?;
    if store::is_erased(tx.db, Subject::Person, person_id)? {
        return Ok(false);
    }
    if store::has_role(tx.db, person_id)? {
        return Err(Error::conflict(
            "You have a role in an organisation or an area. It has to be taken away before your data can be deleted. Contact us.",
        ));
    }
    let applications = store::own_applications(tx.db, person_id)?;
    // What was kept long enough is long over.
    for own in applications.iter().filter(|_| cause != Cause::Retention) {
        take_back(tx, person_id, own)?;
    }
    for own in &applications {
        erase_application(tx, own.id, cause)?;
    }
    pledges::forget(tx, person_id)?;
    decisions::forget_person(tx, person_id)?;
    preparation::forget_person(tx, person_id)?;
    let email = auth::forget(tx, person_id)?;
    for search in saved_searches::of_address(tx.db, &email)? {
        saved_searches::stop(tx, search.id, "erased")?;
    }
    hosting::forget(tx, &email)?;
    let sent = links::sent_to(tx.db, &email)?;
    links::forget(tx, &sent)?;
    mail::forget_to(tx, &email)?;
    store::note_erased(tx, Subject::Person, person_id, cause, OF_PERSON)?;
    let facts = json!({"cause": cause, "applications": applications.len()});
    audit::record(tx, "person.erased", "person", person_id, &facts)?;
    match cause {
        Cause::Request | Cause::Operator => tell_erased(tx, &email, true)?,
        Cause::Retention => tell_erased(tx, &email, false)?,
        // They were told when it was done first.
        Cause::Restore => {}
    }
    Ok(true)
}

/// Takes an application back that is still going on. One whose last day has passed is left as it is: nothing is there to be given back.
fn take_back(tx: &mut Tx<'_>, person_id: i64, own: &Own) -> Result<(), Error> {
    let today = tx.now.date();
    if own.state.ending() == Ending::Over || store::last_day(tx.db, own)?.is_some_and(|last| last < today) {
        return Ok(());
    }
    let owner = Owner {
        id: person_id,
        email: String::new(),
    };
    match applications::withdraw(tx, &owner, &own.reference)? {
        applications::Withdrawal::NotHere(state) if state.is_ranked() => {
            let application = application_by_id(tx.db, own.id)?;
            rounds::leave(tx, &application, "by_applicant")
        }
        applications::Withdrawal::NotHere(_) | applications::Withdrawal::Deleted | applications::Withdrawal::Withdrawn => Ok(()),
    }
}

/// Erases what one application says of a person. False if it was done before.
pub fn erase_application(tx: &mut Tx<'_>, id: i64, cause: Cause) -> Result<bool, Error> {
    if store::is_erased(tx.db, Subject::Application, id)? {
        return Ok(false);
    }
    applications::forget(tx, id)?;
    confirmations::forget(tx, id)?;
    decisions::forget_application(tx, id)?;
    preparation::forget(tx, id)?;
    messages::forget(tx, id)?;
    afterwards::forget(tx, id)?;
    forget_looks(tx, id)?;
    store::note_erased(tx, Subject::Application, id, cause, OF_APPLICATION)?;
    audit::record(tx, "application.erased", "application", id, &json!({"cause": cause}))?;
    Ok(true)
}

/// Erases again what a ledger from before says, after a backup was restored. Of what the backup does not have, nothing is done. True if something was.
pub fn again(tx: &mut Tx<'_>, subject: Subject, id: i64) -> Result<bool, Error> {
    let done = match subject {
        Subject::Person => erase_person(tx, id, Cause::Restore),
        Subject::Application => application_by_id(tx.db, id).and_then(|known| erase_application(tx, known.id, Cause::Restore)),
    };
    match done {
        Err(Error::NotFound) => Ok(false),
        done => done,
    }
}
