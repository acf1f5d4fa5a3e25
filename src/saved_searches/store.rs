//! Saved searches in the database.

use diesel::prelude::*;
use time::Duration;

use super::model::{Every, SavedSearch};
use crate::db::schema::saved_search;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Purpose};
use crate::mail;
use crate::opportunities::Wanted;
use crate::tx::Tx;

#[derive(Queryable)]
struct Row {
    id: i64,
    email: String,
    query: String,
    every: Every,
    created_at: Instant,
    confirmed_at: Option<Instant>,
    looked_at: Instant,
    ended_at: Option<Instant>,
}

impl TryFrom<Row> for SavedSearch {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let bad = |error: serde_json::Error| Error::internal(format!("saved_search {}: query at column {}", row.id, error.column()));
        Ok(Self {
            wanted: serde_json::from_str(&row.query).map_err(bad)?,
            id: row.id,
            email: row.email,
            every: row.every,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            looked_at: row.looked_at,
            ended_at: row.ended_at,
        })
    }
}

/// The saved search with this number, unless it is gone.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Option<SavedSearch>, Error> {
    let row: Option<Row> = saved_search::table.find(id).get_result(db).optional()?;
    row.map(TryInto::try_into).transpose()
}

/// The searches of an address that have not ended, oldest first.
pub fn of_address(db: &mut AnyConnection, email: &str) -> Result<Vec<SavedSearch>, Error> {
    let rows: Vec<Row> = saved_search::table
        .filter(saved_search::email.eq(email))
        .filter(saved_search::ended_at.is_null())
        .order(saved_search::id)
        .load(db)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Keeps a search, for an address that is not proven yet; answers its number.
pub fn add(tx: &mut Tx<'_>, email: &str, wanted: &Wanted, every: Every) -> Result<i64, Error> {
    Ok(diesel::insert_into(saved_search::table)
        .values((
            saved_search::email.eq(email),
            saved_search::query.eq(serde_json::to_string(wanted)?),
            saved_search::every.eq(every),
            saved_search::created_at.eq(tx.now),
            saved_search::looked_at.eq(tx.now),
        ))
        .returning(saved_search::id)
        .get_result(tx.db)?)
}

/// The address is proven.
pub fn confirm(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(saved_search::table.find(id))
        .set(saved_search::confirmed_at.eq(tx.now))
        .execute(tx.db)?;
    Ok(())
}

/// Placements that could be found by `until` have been told of; false if another process was faster, or the emails were stopped.
pub fn looked(tx: &mut Tx<'_>, search: &SavedSearch, until: Instant) -> Result<bool, Error> {
    let rows = diesel::update(saved_search::table.find(search.id))
        .filter(saved_search::looked_at.eq(search.looked_at))
        .filter(saved_search::ended_at.is_null())
        .set(saved_search::looked_at.eq(until))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stops the emails: the address and what was looked for go at once, here, in the link and in mails. False if they had been stopped before.
pub fn end(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let rows = diesel::update(saved_search::table.find(id))
        .filter(saved_search::ended_at.is_null())
        .set((
            saved_search::ended_at.eq(tx.now),
            saved_search::email.eq(""),
            saved_search::query.eq("{}"),
        ))
        .execute(tx.db)?;
    let links = links::about(tx.db, Purpose::SavedSearch, &[id])?;
    mail::forget_linked(tx, &links)?;
    links::forget(tx, &links)?;
    Ok(rows == 1)
}

/// The searches that are due to be looked at, by number from the one after `after` on.
pub fn due(db: &mut AnyConnection, now: Instant, after: i64, most: i64) -> Result<Vec<SavedSearch>, Error> {
    let before = |every: Every| {
        saved_search::every
            .eq(every)
            .and(saved_search::looked_at.le(now.plus(-every.period())))
    };
    let rows: Vec<Row> = saved_search::table
        .filter(saved_search::confirmed_at.is_not_null())
        .filter(saved_search::ended_at.is_null())
        .filter(before(Every::Day).or(before(Every::Week)))
        .filter(saved_search::id.gt(after))
        .order(saved_search::id)
        .limit(most)
        .load(db)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The numbers of searches whose address was not proven for `unproven`, or that were asked for longer ago than `kept`.
pub fn over(db: &mut AnyConnection, now: Instant, unproven: Duration, kept: Duration, most: i64) -> Result<Vec<i64>, Error> {
    let never = saved_search::confirmed_at
        .is_null()
        .and(saved_search::created_at.lt(now.plus(-unproven)));
    let old = saved_search::created_at.lt(now.plus(-kept));
    Ok(saved_search::table
        .filter(saved_search::ended_at.is_null())
        .filter(never.or(old))
        .order(saved_search::id)
        .limit(most)
        .select(saved_search::id)
        .load(db)?)
}
