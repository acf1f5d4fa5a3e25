//! Conversations and messages in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;
use time::{Date, Duration};

use super::mails::WAITING;
use super::model::{AFTER, Message, Side, Thread};
use crate::applications::{Name, Step};
use crate::db::schema::{application, application_answer, message, offer, opportunity, organisation, outbox, placement};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::placements::PlacementState;
use crate::tx::Tx;

/// The most messages of one conversation that a page shows: the newest.
const MOST: i64 = 500;
/// The most messages that the list of conversations is made of.
const LATEST: i64 = 1000;

/// What a conversation is known by.
#[derive(Clone, Copy)]
enum Known<'a> {
    /// The application: its latest offer.
    Application(i64),
    /// The public reference of the placement.
    Placement(&'a str),
    /// The public reference of the offer.
    Offer(&'a str),
}

/// The conversation that belongs to an offer.
fn find(db: &mut AnyConnection, known: Known<'_>) -> Result<Option<Thread>, Error> {
    type About = (i64, String, i64, String, i64, String, i64, Date);
    type Made = (String, Instant, Option<Instant>);
    type Found = (About, Made, Option<(String, PlacementState, Option<Instant>)>, Option<String>);
    let named = application_answer::application_id
        .eq(application::id)
        .and(application_answer::step.eq(Step::Name));
    let offers = offer::table
        .inner_join(application::table)
        .inner_join(opportunity::table.inner_join(organisation::table))
        .left_join(placement::table.on(placement::offer_id.eq(offer::id)))
        .left_join(application_answer::table.on(named))
        .order(offer::id.desc())
        .select((
            (
                application::id,
                application::public_ref,
                opportunity::id,
                opportunity::title,
                organisation::id,
                organisation::name,
                opportunity::round_id,
                opportunity::last_day,
            ),
            (offer::public_ref, offer::expires_at, offer::answered_at),
            (placement::public_ref, placement::state, placement::ended_at).nullable(),
            application_answer::answer.nullable(),
        ))
        .into_boxed();
    let found: Vec<Found> = match known {
        Known::Application(id) => offers.filter(offer::application_id.eq(id)),
        Known::Placement(reference) => offers.filter(placement::public_ref.eq(reference)),
        Known::Offer(reference) => offers.filter(offer::public_ref.eq(reference)),
    }
    .load(db)?;
    found
        .into_iter()
        .next()
        .map(|(about, made, placed, name)| {
            let (application_id, application, opportunity_id, title, organisation_id, organisation, round_id, last_day) = about;
            let over = Instant::midnight(last_day).plus(Duration::DAY);
            let (reference, ends) = match (placed, made) {
                (Some((reference, PlacementState::GivenBack | PlacementState::Cancelled, ended)), _) => (reference, ended.unwrap_or(over)),
                (Some((reference, ..)), _) => (reference, over),
                (None, (reference, expires, answered)) => (reference, answered.unwrap_or(expires)),
            };
            let name: Option<Name> = name.map(|json| serde_json::from_str(&json)).transpose()?;
            Ok(Thread {
                application_id,
                application,
                name: name.map(|name| name.to_string()).unwrap_or_default(),
                opportunity_id,
                title,
                organisation_id,
                organisation,
                round_id,
                reference,
                until: ends.plus(AFTER),
            })
        })
        .transpose()
}

/// The conversation of an application: that of its latest offer. Nothing if it never had one.
pub fn of_application(db: &mut AnyConnection, application_id: i64) -> Result<Option<Thread>, Error> {
    find(db, Known::Application(application_id))
}

/// The conversation with this reference, of a placement or of an offer.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Thread, Error> {
    let placed = find(db, Known::Placement(reference))?;
    let found = if placed.is_some() {
        placed
    } else {
        find(db, Known::Offer(reference))?
    };
    found.ok_or(Error::NotFound)
}

type Row = (i64, Side, String, Instant, Option<Instant>, Option<Instant>);

/// The messages of a conversation, oldest first.
pub fn messages(db: &mut AnyConnection, thread: &Thread) -> Result<Vec<Message>, Error> {
    let rows: Vec<Row> = message::table
        .filter(message::application_id.eq(thread.application_id))
        .filter(message::opportunity_id.eq(thread.opportunity_id))
        .order(message::id.desc())
        .limit(MOST)
        .select((
            message::id,
            message::sender_kind,
            message::body,
            message::sent_at,
            message::flagged_at,
            message::read_at,
        ))
        .load(db)?;
    let one = |(id, from, body, sent_at, flagged, read): Row| Message {
        id,
        from,
        body,
        sent_at,
        flagged: flagged.is_some(),
        read: read.is_some(),
    };
    Ok(rows.into_iter().rev().map(one).collect())
}

/// Adds a message; answers its number.
pub fn add(tx: &mut Tx<'_>, thread: &Thread, from: Side, sender: i64, body: &str) -> Result<i64, Error> {
    Ok(diesel::insert_into(message::table)
        .values((
            message::application_id.eq(thread.application_id),
            message::opportunity_id.eq(thread.opportunity_id),
            message::sender_kind.eq(from),
            message::sender_id.eq(sender),
            message::body.eq(body),
            message::sent_at.eq(tx.now),
        ))
        .returning(message::id)
        .get_result(tx.db)?)
}

/// How many messages a side has sent in a conversation since then.
pub fn count_since(db: &mut AnyConnection, thread: &Thread, from: Side, since: Instant) -> Result<i64, Error> {
    Ok(message::table
        .filter(message::application_id.eq(thread.application_id))
        .filter(message::opportunity_id.eq(thread.opportunity_id))
        .filter(message::sender_kind.eq(from))
        .filter(message::sent_at.gt(since))
        .count()
        .get_result(db)?)
}

/// Marks what the other side wrote as read by `reader`.
pub fn mark_read(tx: &mut Tx<'_>, thread: &Thread, reader: Side) -> Result<(), Error> {
    diesel::update(
        message::table
            .filter(message::application_id.eq(thread.application_id))
            .filter(message::opportunity_id.eq(thread.opportunity_id))
            .filter(message::sender_kind.eq(reader.other()))
            .filter(message::read_at.is_null()),
    )
    .set(message::read_at.eq(tx.now))
    .execute(tx.db)?;
    Ok(())
}

/// Marks a message as reported. False if it was before.
pub fn flag(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let rows = diesel::update(message::table.filter(message::id.eq(id)).filter(message::flagged_at.is_null()))
        .set(message::flagged_at.eq(tx.now))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// When somebody was last told of messages.
pub fn last_told(db: &mut AnyConnection, email: &str) -> Result<Option<Instant>, Error> {
    Ok(outbox::table
        .filter(outbox::recipient.eq(email))
        .filter(outbox::kind.eq(WAITING))
        .select(diesel::dsl::max(outbox::created_at))
        .get_result(db)?)
}

/// A message of which somebody may still have to be told.
pub struct Untold {
    /// Its number.
    pub id: i64,
    /// The application.
    pub application_id: i64,
    /// Who wrote it.
    pub from: Side,
    /// When.
    pub sent_at: Instant,
}

/// The messages since `since` that were not read, and of which not everybody was told, oldest first.
pub fn untold(db: &mut AnyConnection, since: Instant, limit: i64) -> Result<Vec<Untold>, Error> {
    let rows: Vec<(i64, i64, Side, Instant)> = message::table
        .filter(message::sent_at.gt(since))
        .filter(message::told_at.is_null())
        .filter(message::read_at.is_null())
        // By the index of what was not told: with the bare number SQLite walks all messages.
        .order(message::id + 0_i64)
        .limit(limit)
        .select((message::id, message::application_id, message::sender_kind, message::sent_at))
        .load(db)?;
    let one = |(id, application_id, from, sent_at)| Untold {
        id,
        application_id,
        from,
        sent_at,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Marks that everybody was told of a message.
pub fn save_told(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(message::table.find(id))
        .set(message::told_at.eq(tx.now))
        .execute(tx.db)?;
    Ok(())
}

/// A conversation in a coordinator's list: no name.
pub struct Listed {
    /// Its reference in addresses.
    pub reference: String,
    /// The application's.
    pub application: String,
    /// The placement's title.
    pub title: String,
    /// When the newest message was sent.
    pub newest: Instant,
    /// How many messages of the applicant nobody has read.
    pub unread: usize,
}

/// The conversations of organisations, the one with the newest message first.
pub fn listed(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<Listed>, Error> {
    type Line = (i64, i64, String, String, Side, Instant, Option<Instant>);
    let rows: Vec<Line> = message::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(among(opportunity::organisation_id, organisations))
        // From the organisations' opportunities: with the bare number Postgres walks the messages of all.
        .order((message::id + 0_i64).desc())
        .limit(LATEST)
        .select((
            message::application_id,
            message::opportunity_id,
            application::public_ref,
            opportunity::title,
            message::sender_kind,
            message::sent_at,
            message::read_at,
        ))
        .load(db)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let references = references(db, &ids)?;
    let mut order: Vec<(i64, i64)> = Vec::new();
    let mut found: BTreeMap<(i64, i64), Listed> = BTreeMap::new();
    for (application_id, opportunity_id, application, title, from, sent_at, read) in rows {
        let key = (application_id, opportunity_id);
        let Some(reference) = references.get(&key) else { continue };
        let one = found.entry(key).or_insert_with(|| {
            order.push(key);
            Listed {
                reference: reference.clone(),
                application,
                title,
                newest: sent_at,
                unread: 0,
            }
        });
        one.unread += usize::from(from == Side::Applicant && read.is_none());
    }
    Ok(order.iter().filter_map(|key| found.remove(key)).collect())
}

/// The reference of each conversation of these applications, by application and opportunity: that of the placement, else of the latest offer.
fn references(db: &mut AnyConnection, applications: &[i64]) -> Result<BTreeMap<(i64, i64), String>, Error> {
    let offers: Vec<(i64, i64, String)> = offer::table
        .filter(among(offer::application_id, applications))
        .order(offer::id)
        .select((offer::application_id, offer::opportunity_id, offer::public_ref))
        .load(db)?;
    let placed: Vec<(i64, i64, String)> = placement::table
        .filter(among(placement::application_id, applications))
        .order(placement::id)
        .select((placement::application_id, placement::opportunity_id, placement::public_ref))
        .load(db)?;
    let all = offers.into_iter().chain(placed);
    Ok(all
        .map(|(application, opportunity, reference)| ((application, opportunity), reference))
        .collect())
}

/// A reported message, as whoever looks into it sees it.
pub struct Reported {
    /// The application.
    pub application_id: i64,
    /// Its reference.
    pub application: String,
    /// The placement's title.
    pub title: String,
    /// Whose placement.
    pub organisation_id: i64,
    /// Who wrote it.
    pub from: Side,
    /// The words.
    pub body: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// When it was reported.
    pub flagged_at: Instant,
}

/// The reported messages of organisations, the one reported last first.
pub fn reported(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<Reported>, Error> {
    type Line = (i64, String, String, i64, Side, String, Instant, Instant);
    let rows: Vec<Line> = message::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(among(opportunity::organisation_id, organisations))
        .filter(message::flagged_at.is_not_null())
        .order((message::flagged_at.desc(), message::id.desc()))
        .limit(MOST)
        .select((
            application::id,
            application::public_ref,
            opportunity::title,
            opportunity::organisation_id,
            message::sender_kind,
            message::body,
            message::sent_at,
            message::flagged_at.assume_not_null(),
        ))
        .load(db)?;
    let one = |(application_id, application, title, organisation_id, from, body, sent_at, flagged_at)| Reported {
        application_id,
        application,
        title,
        organisation_id,
        from,
        body,
        sent_at,
        flagged_at,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The organisations of areas.
pub fn organisations_in(db: &mut AnyConnection, areas: &[i64]) -> Result<Vec<i64>, Error> {
    Ok(organisation::table
        .filter(among(organisation::area_id, areas))
        .select(organisation::id)
        .load(db)?)
}

/// Deletes the messages about an application.
pub fn forget(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    diesel::delete(message::table.filter(message::application_id.eq(application_id))).execute(tx.db)?;
    Ok(())
}
