//! Links in the database: made, found by digest, and used once.

use diesel::prelude::*;
use time::Duration;

use super::model::{Link, Purpose, digest, is_token, token};
use crate::db::schema::link;
use crate::db::{AnyConnection, Instant, violated};
use crate::error::Error;
use crate::tx::Tx;

#[derive(Queryable)]
struct Row {
    id: i64,
    nonce: Vec<u8>,
    digest: Vec<u8>,
    purpose: Purpose,
    subject_id: i64,
    recipient: String,
    created_at: Instant,
    expires_at: Instant,
    used_at: Option<Instant>,
    used_how: Option<String>,
    superseded_at: Option<Instant>,
}

impl From<Row> for Link {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            nonce: row.nonce,
            digest: row.digest,
            purpose: row.purpose,
            subject_id: row.subject_id,
            recipient: row.recipient,
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
            used_how: row.used_how,
            superseded_at: row.superseded_at,
        }
    }
}

type Columns = (
    link::id,
    link::nonce,
    link::digest,
    link::purpose,
    link::subject_id,
    link::recipient,
    link::created_at,
    link::expires_at,
    link::used_at,
    link::used_how,
    link::superseded_at,
);

const COLUMNS: Columns = (
    link::id,
    link::nonce,
    link::digest,
    link::purpose,
    link::subject_id,
    link::recipient,
    link::created_at,
    link::expires_at,
    link::used_at,
    link::used_how,
    link::superseded_at,
);

/// Makes a link for `recipient` about `subject_id`; an earlier live one for the same is overtaken. Answers its number: the token itself is
/// derived when the mail leaves.
pub fn issue(tx: &mut Tx<'_>, purpose: Purpose, subject_id: i64, recipient: &str, lives: Duration) -> Result<i64, Error> {
    let nonce = tx.env.random.bytes32()?;
    let digest = digest(purpose, &token(&tx.env.keys, purpose, &nonce));
    let now = tx.now;
    // Postgres alone lets several make a link for the same at the same moment; each failure means that another one was made, whose place the next
    // try takes.
    let mut tries = 10;
    loop {
        // A transaction inside: on Postgres a statement that fails ends the one that it stands in.
        let made: Result<i64, diesel::result::Error> = tx.db.transaction(|db| {
            diesel::update(link::table)
                .filter(link::purpose.eq(purpose))
                .filter(link::subject_id.eq(subject_id))
                .filter(link::recipient.eq(recipient))
                .filter(link::used_at.is_null())
                .filter(link::superseded_at.is_null())
                .set(link::superseded_at.eq(now))
                .execute(db)?;
            diesel::insert_into(link::table)
                .values((
                    link::nonce.eq(&nonce[..]),
                    link::digest.eq(&digest[..]),
                    link::purpose.eq(purpose),
                    link::subject_id.eq(subject_id),
                    link::recipient.eq(recipient),
                    link::created_at.eq(now),
                    link::expires_at.eq(now.plus(lives)),
                ))
                .returning(link::id)
                .get_result(db)
        });
        tries -= 1;
        match made {
            Err(error) if tries > 0 && violated(&error, "link", &["purpose", "subject_id", "recipient"]) => {}
            made => return Ok(made?),
        }
    }
}

/// The link that `token` belongs to, whatever its purpose and standing.
pub fn find(db: &mut AnyConnection, token: &str) -> Result<Option<Link>, Error> {
    if !is_token(token) {
        return Ok(None);
    }
    let digests: Vec<Vec<u8>> = Purpose::ALL.iter().map(|purpose| digest(*purpose, token).to_vec()).collect();
    let row: Option<Row> = link::table
        .filter(link::digest.eq_any(digests))
        .select(COLUMNS)
        .get_result(db)
        .optional()?;
    Ok(row.map(Link::from))
}

/// The link with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Link, Error> {
    let row: Row = link::table.find(id).select(COLUMNS).get_result(db)?;
    Ok(row.into())
}

/// True if a link that took this one's place, for the same and to the same address, can be used now.
pub fn has_newer(db: &mut AnyConnection, old: &Link, now: Instant) -> Result<bool, Error> {
    let newer = link::table
        .filter(link::purpose.eq(old.purpose))
        .filter(link::subject_id.eq(old.subject_id))
        .filter(link::recipient.eq(&old.recipient))
        .filter(link::used_at.is_null())
        .filter(link::superseded_at.is_null())
        .filter(link::expires_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(newer)).get_result(db)?)
}

/// Uses the link, if it is still live: one statement, so that of two presses one wins. False means that it was too late.
pub fn spend(tx: &mut Tx<'_>, id: i64, how: &str) -> Result<bool, Error> {
    let rows = diesel::update(link::table)
        .filter(link::id.eq(id))
        .filter(link::used_at.is_null())
        .filter(link::superseded_at.is_null())
        .filter(link::expires_at.gt(tx.now))
        .set((link::used_at.eq(tx.now), link::used_how.eq(how)))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Ends every live link about a subject: it was decided elsewhere.
pub fn supersede(tx: &mut Tx<'_>, purpose: Purpose, subject_id: i64) -> Result<(), Error> {
    diesel::update(link::table)
        .filter(link::purpose.eq(purpose))
        .filter(link::subject_id.eq(subject_id))
        .filter(link::used_at.is_null())
        .filter(link::superseded_at.is_null())
        .set(link::superseded_at.eq(tx.now))
        .execute(tx.db)?;
    Ok(())
}

/// The live links of a purpose, oldest first, by number.
pub fn live(db: &mut AnyConnection, purpose: Purpose, now: Instant) -> Result<Vec<i64>, Error> {
    Ok(link::table
        .filter(link::purpose.eq(purpose))
        .filter(link::used_at.is_null())
        .filter(link::superseded_at.is_null())
        .filter(link::expires_at.gt(now))
        .order(link::id)
        .select(link::id)
        .load(db)?)
}

/// The numbers of all links about these subjects, whatever their standing.
pub fn about(db: &mut AnyConnection, purpose: Purpose, subjects: &[i64]) -> Result<Vec<i64>, Error> {
    Ok(link::table
        .filter(link::subject_id.eq_any(subjects))
        .filter(link::purpose.eq(purpose))
        .select(link::id)
        .load(db)?)
}

/// The numbers of all links that were sent to an address.
pub fn sent_to(db: &mut AnyConnection, recipient: &str) -> Result<Vec<i64>, Error> {
    Ok(link::table.filter(link::recipient.eq(recipient)).select(link::id).load(db)?)
}

/// Ends links and forgets to whom they were sent.
pub fn forget(tx: &mut Tx<'_>, ids: &[i64]) -> Result<(), Error> {
    let live = link::table
        .filter(link::id.eq_any(ids))
        .filter(link::used_at.is_null())
        .filter(link::superseded_at.is_null());
    diesel::update(live).set(link::superseded_at.eq(tx.now)).execute(tx.db)?;
    diesel::update(link::table.filter(link::id.eq_any(ids)))
        .set(link::recipient.eq(""))
        .execute(tx.db)?;
    Ok(())
}

/// The number of the link with which something was answered, if it was: the last one.
pub fn answered(db: &mut AnyConnection, purpose: Purpose, subject_id: i64) -> Result<Option<i64>, Error> {
    Ok(link::table
        .filter(link::purpose.eq(purpose))
        .filter(link::subject_id.eq(subject_id))
        .filter(link::used_at.is_not_null())
        .order(link::id.desc())
        .select(link::id)
        .first(db)
        .optional()?)
}
