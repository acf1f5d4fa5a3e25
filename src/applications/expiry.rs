//! Drafts that nobody goes on with: after a time they are deleted, as the privacy page says.

use diesel::prelude::*;
use time::Duration;

use super::draft_store::forget_all;
use super::state::ApplicationState;
use super::store::change_state;
use crate::db::schema::application;
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::tx::{Ledger, Tx};

/// How long a draft is kept after it was last changed.
pub const DRAFT_DAYS: i64 = 60;
/// Drafts in one run of the job.
const BATCH: i64 = 500;

/// Job: deletes the drafts that were not changed for [`DRAFT_DAYS`], with every answer in them; each in a transaction of its own.
pub fn expire_drafts(ledger: &Ledger) -> Result<String, Error> {
    let before = ledger.clock.now().plus(-Duration::days(DRAFT_DAYS));
    let old = application::table
        .filter(application::state.eq_any([ApplicationState::Draft, ApplicationState::NotSubmitted]))
        .filter(application::changed_at.lt(before))
        .filter(application::reason.is_null().or(application::reason.ne("draft_expired")));
    let due: Vec<(i64, ApplicationState)> = ledger.db.read_now(|db| {
        Ok(old
            .order(application::id)
            .limit(BATCH)
            .select((application::id, application::state))
            .load(db)?)
    })?;
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
