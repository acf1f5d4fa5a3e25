//! Audit rows: written in the transaction of the change, each with the hash of the one before it.

use diesel::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::db::schema::audit;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::on_db;
use crate::tx::{Actor, Ledger, Tx};

/// One row as it is stored. There is no personal data in it: people are numbers.
#[derive(Clone, Debug, Queryable)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// `system`, `operator`, `person` or `link`.
    pub actor_kind: String,
    /// The person's or link's number.
    pub actor_id: Option<i64>,
    /// What was done, as `thing.verb`.
    pub act: String,
    /// The table of what it was done to.
    pub subject_kind: String,
    /// Its number there.
    pub subject_id: i64,
    /// Facts of the act as JSON: states, reasons from lists, counts.
    pub detail: String,
    /// The hash of the row before; zeros for the first.
    pub previous: Vec<u8>,
    /// SHA-256 over `previous` and this row.
    pub hash: Vec<u8>,
}

/// What a reader is told of a row: when, what, and the facts.
#[derive(Clone, Debug, Queryable)]
pub struct Told {
    /// When.
    pub at: Instant,
    /// What was done, as `thing.verb`.
    pub act: String,
    /// Facts of the act as JSON.
    pub detail: String,
}

/// Where the chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("audit row {seq} {what}")]
pub struct Broken {
    /// The first row that is wrong.
    pub seq: i64,
    /// What is wrong with it.
    pub what: &'static str,
}

/// A row that the transaction will add at its end.
#[derive(Clone, Debug)]
pub struct Pending {
    actor: Actor,
    act: String,
    subject_kind: String,
    subject_id: i64,
    detail: String,
}

/// Adds a row to the log, in the transaction of the change itself: as its last step, so that writers wait for each other only then.
pub fn record(tx: &mut Tx<'_>, act: &str, subject_kind: &str, subject_id: i64, detail: &Value) -> Result<(), Error> {
    let detail = serde_json::to_string(detail)?;
    let (act, subject_kind) = (act.to_owned(), subject_kind.to_owned());
    let actor = tx.actor;
    tx.audit.push(Pending {
        actor,
        act,
        subject_kind,
        subject_id,
        detail,
    });
    Ok(())
}

/// Writes the rows that wait, each with the hash of the one before. Called once, at the end of a transaction.
pub fn flush(tx: &mut Tx<'_>) -> Result<(), Error> {
    let waiting = std::mem::take(&mut tx.audit);
    if waiting.is_empty() {
        return Ok(());
    }
    if let AnyConnection::Postgres(_) = tx.db {
        // Writers add one after the other: the chain has one end.
        diesel::sql_query("SELECT pg_advisory_xact_lock(5074201602)").execute(tx.db)?;
    }
    let last = head(tx.db)?;
    let (mut seq, mut previous) = last.unwrap_or_else(|| (0, vec![0; 32]));
    for row in waiting {
        seq += 1;
        previous = insert(tx, row, seq, previous)?;
    }
    Ok(())
}

/// The last row of the chain: its number and its hash.
pub fn head(db: &mut AnyConnection) -> Result<Option<(i64, Vec<u8>)>, Error> {
    Ok(audit::table
        .order(audit::seq.desc())
        .select((audit::seq, audit::hash))
        .first(db)
        .optional()?)
}

/// Inserts one row; answers its hash.
fn insert(tx: &mut Tx<'_>, row: Pending, seq: i64, previous: Vec<u8>) -> Result<Vec<u8>, Error> {
    let (actor_kind, actor_id) = match row.actor {
        Actor::System => ("system", None),
        Actor::Operator => ("operator", None),
        Actor::Person(id) => ("person", Some(id)),
        Actor::Link(id) => ("link", Some(id)),
    };
    let mut entry = Entry {
        seq,
        at: tx.now,
        actor_kind: actor_kind.to_owned(),
        actor_id,
        act: row.act,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        detail: row.detail,
        previous,
        hash: Vec::new(),
    };
    entry.hash = digest(&entry).to_vec();
    diesel::insert_into(audit::table)
        .values((
            audit::seq.eq(entry.seq),
            audit::at.eq(entry.at),
            audit::actor_kind.eq(&entry.actor_kind),
            audit::actor_id.eq(entry.actor_id),
            audit::act.eq(&entry.act),
            audit::subject_kind.eq(&entry.subject_kind),
            audit::subject_id.eq(entry.subject_id),
            audit::detail.eq(&entry.detail),
            audit::previous.eq(&entry.previous),
            audit::hash.eq(&entry.hash),
        ))
        .execute(tx.db)?;
    Ok(entry.hash)
}

/// The rows about one subject, oldest first.
pub fn timeline(db: &mut AnyConnection, subject_kind: &str, subject_id: i64) -> Result<Vec<Entry>, Error> {
    Ok(audit::table
        .filter(audit::subject_kind.eq(subject_kind))
        .filter(audit::subject_id.eq(subject_id))
        .order(audit::seq)
        .load(db)?)
}

/// The rows about one subject but those of some acts, oldest first: for a reader to whom the many of those acts say nothing.
pub fn timeline_without(db: &mut AnyConnection, subject_kind: &str, subject_id: i64, acts: [&str; 2]) -> Result<Vec<Told>, Error> {
    let query = audit::table
        .filter(audit::subject_kind.eq(subject_kind))
        .filter(audit::subject_id.eq(subject_id))
        // Not `ne_all`: its SQL depends on the length of the list, so diesel does not keep it prepared.
        .filter(audit::act.ne(acts[0]).and(audit::act.ne(acts[1])))
        .order(audit::seq)
        .select((audit::at, audit::act, audit::detail));
    Ok(on_db!(db, |db| query.load(db))?)
}

/// How often `act` was done to any of these subjects after `since`.
pub fn count_since(db: &mut AnyConnection, act: &str, subject_kind: &str, subjects: &[i64], since: Instant) -> Result<i64, Error> {
    Ok(audit::table
        .filter(audit::subject_kind.eq(subject_kind))
        .filter(audit::subject_id.eq_any(subjects))
        .filter(audit::act.eq(act))
        .filter(audit::at.gt(since))
        .count()
        .get_result(db)?)
}

/// Walks the whole chain, in pages. `Ok(Ok((rows, head)))` if it holds: the number of rows and the last hash in hexadecimal.
pub fn verify(db: &mut AnyConnection) -> Result<Result<(i64, String), Broken>, Error> {
    let (mut seq, mut head) = (0_i64, vec![0_u8; 32]);
    loop {
        let page: Vec<Entry> = audit::table.filter(audit::seq.gt(seq)).order(audit::seq).limit(1000).load(db)?;
        if page.is_empty() {
            return Ok(Ok((seq, hex::encode(head))));
        }
        for entry in page {
            let what = if entry.seq != seq + 1 {
                Some("does not follow the one before: a row is missing")
            } else if entry.previous != head {
                Some("does not carry the hash of the one before")
            } else if entry.hash != digest(&entry) {
                Some("was changed after it was written")
            } else {
                None
            };
            if let Some(what) = what {
                return Ok(Err(Broken { seq: entry.seq, what }));
            }
            seq = entry.seq;
            head = entry.hash;
        }
    }
}

/// Job: walks the whole chain. Its words, with the last hash, are in the log of every day: a chain that was written anew does not fit them.
///
/// # Errors
/// `Internal` with the first row that is wrong.
pub fn check_daily(ledger: &Ledger) -> Result<String, Error> {
    match ledger.db.read_now(verify)? {
        Ok((rows, hash)) => Ok(format!("{rows} rows hold, the last with hash {hash}")),
        Err(broken) => Err(Error::internal(broken)),
    }
}

/// SHA-256 over the row before and every field, each preceded by its length.
pub fn digest(entry: &Entry) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    add(&entry.previous);
    add(&entry.seq.to_be_bytes());
    add(entry.at.to_string().as_bytes());
    add(entry.actor_kind.as_bytes());
    add(&entry.actor_id.unwrap_or_default().to_be_bytes());
    add(entry.act.as_bytes());
    add(entry.subject_kind.as_bytes());
    add(&entry.subject_id.to_be_bytes());
    add(entry.detail.as_bytes());
    hash.finalize().into()
}
