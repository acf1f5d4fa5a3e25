//! Calendars that people subscribe to by a secret address: made, ended, and read by calendar programs.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};
use time::Date;
use time::macros::date;

use crate::audit;
use crate::auth::signed_in;
use crate::dates::date_of;
use crate::db::schema::calendar_feed;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::keys::Keys;
use crate::links::is_token;
use crate::opportunities as offered;
use crate::placements::{Placed, all_day, events, placed_for, placed_with, whole};
use crate::tx::Tx;

/// Before every placement, and a date that both databases know.
pub const EARLIEST: Date = date!(1970 - 01 - 01);
/// More agreed placements than an organisation has at once.
const MOST: i64 = 1000;

/// A calendar that can be read.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Feed {
    id: i64,
    person_id: i64,
    /// When it was made.
    pub created_at: Instant,
    digest: Vec<u8>,
}

impl Feed {
    /// The secret part of its address. Nothing if it was made with a secret of the portal that does not count any more: it can be read, but not shown.
    pub fn token(&self, keys: &Keys) -> Option<String> {
        let mut tokens = keys.each().map(|keys| token(&keys, self.id, self.person_id, self.created_at));
        tokens.find(|token| digest(token)[..] == self.digest[..])
    }
}

/// The token of a calendar: 256 bits as 43 characters, never stored. A number that a deleted row had may come again, its time does not.
fn token(keys: &Keys, id: i64, person_id: i64, created_at: Instant) -> String {
    let parts = [id.to_string(), person_id.to_string(), created_at.to_string()];
    let bytes = keys.derive("calendar feed", &[parts[0].as_bytes(), parts[1].as_bytes(), parts[2].as_bytes()]);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The digest under which a token is found.
fn digest(token: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"practise-calendar-v1\0");
    hash.update(token.as_bytes());
    hash.finalize().into()
}

/// A person's calendar, if they have one.
pub fn of_person(db: &mut AnyConnection, person_id: i64) -> Result<Option<Feed>, Error> {
    Ok(calendar_feed::table
        .filter(calendar_feed::person_id.eq(person_id))
        .filter(calendar_feed::revoked_at.is_null())
        .order(calendar_feed::id.desc())
        .select((
            calendar_feed::id,
            calendar_feed::person_id,
            calendar_feed::created_at,
            calendar_feed::digest,
        ))
        // The first of a few, without `LIMIT` (decision 219).
        .get_result(db)
        .optional()?)
}

/// Ends a person's calendar.
pub fn end(tx: &mut Tx<'_>, person_id: i64) -> Result<(), Error> {
    let ended = diesel::update(
        calendar_feed::table
            .filter(calendar_feed::person_id.eq(person_id))
            .filter(calendar_feed::revoked_at.is_null()),
    )
    .set(calendar_feed::revoked_at.eq(tx.now))
    .execute(tx.db)?;
    if ended > 0 {
        audit::record(tx, "calendar.ended", "person", person_id, &json!({}))?;
    }
    Ok(())
}

/// Makes a calendar; the one before ends.
pub fn make(tx: &mut Tx<'_>, person_id: i64) -> Result<(), Error> {
    end(tx, person_id)?;
    // The digest is of the row's own number: first it holds a place.
    let place = tx.env.random.bytes32()?;
    let id: i64 = diesel::insert_into(calendar_feed::table)
        .values((
            calendar_feed::digest.eq(&place[..]),
            calendar_feed::person_id.eq(person_id),
            calendar_feed::created_at.eq(tx.now),
        ))
        .returning(calendar_feed::id)
        .get_result(tx.db)?;
    let digest = digest(&token(&tx.env.keys, id, person_id, tx.now));
    diesel::update(calendar_feed::table.find(id))
        .set(calendar_feed::digest.eq(&digest[..]))
        .execute(tx.db)?;
    audit::record(tx, "calendar.made", "person", person_id, &json!({}))
}

/// The calendar that a token opens: the person's own placements, and how many start at the organisations that they coordinate. Nothing if nobody
/// has this token, or if the person was disabled.
pub fn read(db: &mut AnyConnection, token: &str, now: Instant) -> Result<Option<String>, Error> {
    if !is_token(token) {
        return Ok(None);
    }
    let person: Option<i64> = calendar_feed::table
        .filter(calendar_feed::digest.eq(&digest(token)[..]))
        .filter(calendar_feed::revoked_at.is_null())
        .select(calendar_feed::person_id)
        .get_result(db)
        .optional()?;
    let Some(person) = person else { return Ok(None) };
    let Some(viewer) = signed_in(db, person)? else { return Ok(None) };
    let today = date_of(now);
    let mut all = Vec::new();
    for one in placed_for(db, person, today)? {
        let (about, detail) = offered::with_plan(db, one.opportunity_id)?;
        all.extend(events(&one.reference, &about, detail.as_ref(), now)?);
    }
    let coordinates = viewer.coordinates();
    if !coordinates.is_empty() {
        let theirs = placed_with(db, &coordinates, today, (EARLIEST, 0), MOST)?;
        let placed: Vec<Placed> = theirs.into_iter().map(|(placed, _)| placed).collect();
        all.extend(starts(&placed, now)?);
    }
    Ok(Some(whole(all)))
}

/// An entry on the first day of each opportunity: how many start, and no names.
fn starts(placed: &[Placed], now: Instant) -> Result<Vec<icalendar::Event>, Error> {
    let mut of: BTreeMap<i64, (usize, &Placed)> = BTreeMap::new();
    for one in placed {
        of.entry(one.opportunity_id).or_insert((0, one)).0 += 1;
    }
    of.into_iter()
        .map(|(id, (count, one))| {
            let summary = match count {
                1 => format!("1 person starts: {}", one.title),
                _ => format!("{count} people start: {}", one.title),
            };
            all_day(
                &format!("starts-{id}-{}", one.first_day),
                &summary,
                one.first_day,
                one.first_day,
                now,
            )
        })
        .collect()
}
