//! Drafts that nobody goes on with: after a time they are deleted, as the privacy page says.

use diesel::prelude::*;
use time::Duration;

use super::draft_store::forget_all;
use super::state::ApplicationState;
use super::store::change_state;
use crate::db::schema::application;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::tx::{Ledger, Tx};

/// Drafts in one run of the job.
const BATCH: i64 = 500;

/// Job: deletes the drafts that were not changed for as long as the settings say, with every answer in them; each in a transaction of its own.
pub fn expire_drafts(ledger: &Ledger) -> Result<String, Error> {
    let before = last_change(ledger);
    let due = ledger.db.read_now(|db| old_drafts(db, before, BATCH))?;
    let expire = |tx: &mut Tx<'_>, (id, state): &(i64, ApplicationState)| {
        if *state == ApplicationState::Draft {
            change_state(tx, *id, ApplicationState::Draft, ApplicationState::Withdrawn, Some("draft_expired"))?;
        } else {
            diesel::update(application::table.find(id))
                .set(application::reason.eq("draft_expired"))
                .execute(tx.db)?;
        }
        forget_all(tx, *id).map(|()| true)
    };
    one_by_one(ledger, &due, |(id, _)| *id, expire)?.outcome("drafts deleted")
}

/// Drafts that were last changed before this moment are due.
pub fn last_change(ledger: &Ledger) -> Instant {
    ledger.clock.now().plus(-Duration::days(i64::from(ledger.env().keep.draft_days)))
}

/// At most `limit` of the drafts that were last changed before `before`, by number.
pub fn old_drafts(db: &mut AnyConnection, before: Instant, limit: i64) -> Result<Vec<(i64, ApplicationState)>, Error> {
    Ok(application::table
        .filter(application::state.eq_any([ApplicationState::Draft, ApplicationState::NotSubmitted]))
        .filter(application::changed_at.lt(before))
        .filter(application::reason.is_null().or(application::reason.ne("draft_expired")))
        .order(application::id)
        .limit(limit)
        .select((application::id, application::state))
        .load(db)?)
}
