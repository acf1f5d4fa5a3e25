//! Job: tells of new placements.

use serde_json::json;
use time::Duration;

use super::mails::{Item, News};
use super::model::SavedSearch;
use super::store;
use crate::db::Instant;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::links::{self, Purpose};
use crate::opportunities::{Index, listed_by_ids, load, new_since};
use crate::tx::{Ledger, Tx};
use crate::{audit, mail};

/// Searches in one batch.
const BATCH: i64 = 500;
/// Placements named in one letter; the page has the rest.
const NAMED: usize = 5;
/// A change that began this long ago is committed by now, or never: what became visible later waits for the next look, so that nothing is told twice
/// and nothing is missed.
const SETTLED: Duration = Duration::minutes(2);

/// Looks for what is new in every search that is due, and writes to whoever waits for it. Each search in a transaction of its own.
pub fn mail_new(ledger: &Ledger) -> Result<String, Error> {
    let now = ledger.clock.now();
    let until = now.plus(-SETTLED);
    let (mut tally, mut after, mut index) = (Tally::default(), 0, None);
    loop {
        let due = ledger.db.read_now(|db| store::due(db, now, after, BATCH))?;
        let Some(last) = due.last() else {
            return tally.outcome("emails about new placements");
        };
        after = last.id;
        let index: &Index = match &mut index {
            Some(index) => index,
            none => none.insert(ledger.db.read_now(load)?),
        };
        tally += one_by_one(ledger, &due, |search| search.id, |tx, search| tell(tx, index, search, until))?;
    }
}

/// Writes about what is new in one search since it was last looked at. False if nothing is.
fn tell(tx: &mut Tx<'_>, index: &Index, search: &SavedSearch, until: Instant) -> Result<bool, Error> {
    let new = new_since(index, &search.wanted, tx.now, search.looked_at, until);
    if !store::looked(tx, search, until)? || new.is_empty() {
        return Ok(false);
    }
    let named = listed_by_ids(tx.db, &new.iter().take(NAMED).copied().collect::<Vec<_>>())?;
    if named.is_empty() {
        // Taken back a moment ago.
        return Ok(false);
    }
    let link = links::answered(tx.db, Purpose::SavedSearch, search.id)?;
    let link = link.ok_or_else(|| Error::internal(format!("saved_search {}: no link that stops it", search.id)))?;
    let words = News {
        items: named.iter().map(|listed| Item::new(listed, &tx.env.public_url)).collect(),
        others: new.len().saturating_sub(named.len()),
        search: &format!("{}{}", tx.env.public_url, search.wanted.address("/work-experience")),
        service: &tx.env.service_name,
    };
    let letter = mail::compose("saved_search.news", 1, &search.email, &words)?.with_link(link);
    mail::enqueue(tx, &letter)?;
    audit::record(
        tx,
        "saved_search.told",
        "saved_search",
        search.id,
        &json!({"placements": new.len()}),
    )?;
    Ok(true)
}
