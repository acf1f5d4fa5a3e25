//! Reporting a message: it goes to the organisation's champion, or to the lead of its area if there is none.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::json;

use super::mails;
use super::model::{Message, Side, Thread};
use super::store::{self, Reported};
use crate::audit;
use crate::auth::{self, Role};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::mail;
use crate::tx::Tx;

/// The message at this place of a conversation, from 1, if the other side than `reader` wrote it.
///
/// # Errors
/// `NotFound` otherwise.
pub fn other_s(messages: &[Message], number: usize, reader: Side) -> Result<&Message, Error> {
    let found = number.checked_sub(1).and_then(|index| messages.get(index));
    found.filter(|message| message.from != reader).ok_or(Error::NotFound)
}

/// Reports a message, once.
pub fn report(tx: &mut Tx<'_>, thread: &Thread, message: &Message) -> Result<(), Error> {
    if !store::flag(tx, message.id)? {
        return Ok(());
    }
    let facts = json!({"message": message.id, "from": message.from});
    audit::record(tx, "message.reported", "application", thread.application_id, &facts)?;
    let champions = auth::addresses_with(tx.db, Role::Champion, thread.organisation_id)?;
    let (people, path) = if champions.is_empty() {
        (
            auth::addresses_with(tx.db, Role::AreaLead, thread.organisation_id)?,
            "/lead/reported-messages",
        )
    } else {
        (champions, "/coordinate/reported-messages")
    };
    for email in people {
        let letter = mails::reported(tx, thread, message.from, &email, path)?;
        mail::enqueue(tx, &letter)?;
    }
    Ok(())
}

/// The reported messages of organisations in these areas that have no champion, so that reports come to the area's lead.
pub fn in_areas(db: &mut AnyConnection, areas: &[i64]) -> Result<Vec<Reported>, Error> {
    let organisations = store::organisations_in(db, areas)?;
    let all = store::reported(db, &organisations)?;
    let mut has_champion: BTreeMap<i64, bool> = BTreeMap::new();
    for one in &all {
        if let Entry::Vacant(new) = has_champion.entry(one.organisation_id) {
            let champions = auth::addresses_with(db, Role::Champion, one.organisation_id)?;
            new.insert(!champions.is_empty());
        }
    }
    let ours = |one: &Reported| has_champion.get(&one.organisation_id) == Some(&false);
    Ok(all.into_iter().filter(ours).collect())
}
