//! Sending: the message, its audit row without the words, and a letter that says only that it is there.

use serde_json::json;
use time::Duration;

use super::mails;
use super::model::{PER_DAY, Side, Telling, Thread, telling};
use super::store::{self, Untold};
use crate::applications;
use crate::audit;
use crate::auth;
use crate::db::Instant;
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::mail;
use crate::opportunities as offered;
use crate::tx::{Ledger, Tx};

/// Messages in one run of the job.
const BATCH: i64 = 500;
/// Of older messages nobody is told any more.
const OLD: Duration = Duration::days(3);

/// Sends a message.
///
/// # Errors
/// `Conflict`, in words for the sender, if the conversation is over, or if they have sent many today.
pub fn send(tx: &mut Tx<'_>, thread: &Thread, from: Side, sender: i64, body: &str) -> Result<(), Error> {
    offered::hold_round(tx, thread.round_id)?;
    if !thread.is_open(tx.now) {
        return Err(Error::conflict("You can no longer send messages about this placement."));
    }
    if store::count_since(tx.db, thread, from, tx.now.plus(-Duration::DAY))? >= PER_DAY {
        return Err(Error::conflict("You have sent many messages today. Try again tomorrow."));
    }
    let id = store::add(tx, thread, from, sender, body)?;
    let facts = json!({"message": id, "from": from, "opportunity": thread.opportunity_id});
    audit::record(tx, "message.sent", "application", thread.application_id, &facts)?;
    let now = tx.now;
    tell(tx, thread, id, from, now).map(drop)
}

/// Tells whoever a message is for, unless they were told within the hour. True if everybody was told.
fn tell(tx: &mut Tx<'_>, thread: &Thread, id: i64, from: Side, sent_at: Instant) -> Result<bool, Error> {
    let receivers: Vec<String> = match from {
        Side::Applicant => {
            let all = auth::coordinators_of(tx.db, thread.organisation_id)?;
            all.into_iter().map(|(_, email)| email).collect()
        }
        Side::Coordinator => vec![applications::recipient(tx.db, thread.application_id)?.0],
    };
    let mut all = true;
    for email in receivers.iter().filter(|email| !email.is_empty()) {
        match telling(store::last_told(tx.db, email)?, sent_at, tx.now) {
            Telling::Done => {}
            Telling::Later => all = false,
            Telling::Now => {
                let letter = mails::waiting(tx, thread, from, email)?;
                mail::enqueue(tx, &letter)?;
            }
        }
    }
    if all {
        store::save_told(tx, id)?;
    }
    Ok(all)
}

/// Job: tells of the messages that came within an hour of the last letter and are still not read.
pub fn tell_due(ledger: &Ledger) -> Result<String, Error> {
    let since = ledger.clock.now().plus(-OLD);
    let untold = ledger.db.read_now(|db| store::untold(db, since, BATCH))?;
    let tell_of = |tx: &mut Tx<'_>, one: &Untold| match store::of_application(tx.db, one.application_id)? {
        Some(thread) => tell(tx, &thread, one.id, one.from, one.sent_at),
        None => Ok(false),
    };
    one_by_one(ledger, &untold, |one| one.id, tell_of)?.outcome("told")
}
