//! Sessions in the database: an opaque 256-bit id in the cookie, only its digest here, ended by deleting a row.

use std::collections::{BTreeMap, HashMap};

use actix_session::Session;
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration as Ttl;
use anyhow::anyhow;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use time::Duration;

use super::factor::PROVEN_FACTOR;
use super::model::SignedIn;
use super::proof::PROVEN;
use super::store::{GrantRow, grants};
use crate::db::schema::{person, role_grant, session};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::meters;
use crate::on_db;
use crate::tx::{Actor, Ledger};
use crate::web::form::CSRF;

/// The state's key for [`SignedIn`], the session's person as they are now: read with the session, never kept in it.
pub const VIEWER: &str = "viewer";
/// The state's key for the number of the session itself: read with it, never kept in it.
pub const SESSION: &str = "session";
/// The state's key for the number of the person who is signed in.
pub const PERSON: &str = "person";
/// The state's key that says that the computer is shared: a short idle time.
pub const SHARED: &str = "shared";
/// The state's key that says that the person has a role: a short idle time and an end.
const STAFF: &str = "staff";

const SHORT_IDLE: Duration = Duration::minutes(30);
/// Long enough for a form that is left open overnight (WCAG 2.2, 2.2.1).
const LONG_IDLE: Duration = Duration::hours(20);
/// By how much a clock may be set back without anybody having to sign in again.
const CLOCK_CORRECTION: Duration = Duration::minutes(5);
const STAFF_LIFE: Duration = Duration::hours(12);
const LONGEST_LIFE: Duration = Duration::days(30);

/// actix-session's store over the `session` table.
#[derive(Clone, Debug)]
pub struct DieselSessions(Ledger);

impl DieselSessions {
    /// A store that writes through `ledger`.
    pub fn new(ledger: Ledger) -> Self {
        Self(ledger)
    }
}

/// Opens the session of `viewer`: a new id, the old one ended.
pub fn sign_in_session(session: &Session, viewer: &SignedIn, shared_computer: bool) -> Result<(), Error> {
    meters::logged_in();
    session.renew();
    // Forms that were made before belong to nobody.
    session.remove(CSRF);
    session.remove(VIEWER);
    session.remove(PROVEN);
    session.remove(PROVEN_FACTOR);
    session.insert(PERSON, viewer.id).map_err(Error::internal)?;
    session.insert(SHARED, shared_computer).map_err(Error::internal)?;
    session.insert(STAFF, viewer.is_staff()).map_err(Error::internal)
}

/// actix-session's state: each value is JSON.
type State = HashMap<String, String>;

fn digest(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

fn flag(state: &State, key: &str) -> bool {
    state.get(key).is_some_and(|json| json == "true")
}

/// How long a session with this state may rest, and how long it may last.
fn lives(state: &State) -> (Duration, Duration) {
    let idle = if flag(state, SHARED) || flag(state, STAFF) {
        SHORT_IDLE
    } else {
        LONG_IDLE
    };
    (idle, if flag(state, STAFF) { STAFF_LIFE } else { LONGEST_LIFE })
}

struct Loaded {
    id: i64,
    data: String,
    idle: i64,
    expires_at: Instant,
    ends_at: Instant,
    viewer: Option<SignedIn>,
}

impl Loaded {
    /// True if it counts at `now`. One that would rest longer than it may was used in the future, by a clock that was wrong: it would outlive its time
    /// by as much as the clock was ahead, and is none.
    fn is_open(&self, now: Instant) -> bool {
        let latest = now.plus(Duration::seconds(self.idle)).plus(CLOCK_CORRECTION);
        now < self.expires_at && now < self.ends_at && self.expires_at <= latest
    }
}

/// The session with its person, unless they were disabled, and their roles in force: all that a request has to know of its sender.
fn load(db: &mut AnyConnection, digest: &[u8]) -> Result<Option<Loaded>, Error> {
    type Kept = (i64, String, i64, Instant, Instant);
    type Row = (Kept, Option<(i64, String)>, GrantRow);
    let enabled = person::id.nullable().eq(session::person_id).and(person::disabled_at.is_null());
    let in_force = role_grant::person_id
        .nullable()
        .eq(person::id.nullable())
        .and(role_grant::revoked_at.is_null());
    let query = session::table
        .left_join(person::table.on(enabled))
        .left_join(role_grant::table.on(in_force))
        .filter(session::digest.eq(digest))
        .order(role_grant::id)
        .select((
            (
                session::id,
                session::data,
                session::idle_seconds,
                session::expires_at,
                session::ends_at,
            ),
            (person::id, person::email).nullable(),
            (role_grant::role, role_grant::organisation_id, role_grant::area_id).nullable(),
        ));
    let mut rows: Vec<Row> = on_db!(db, |db| query.load(db))?;
    let grants = grants(rows.iter_mut().map(|(.., grant)| grant.take()));
    let Some(((id, data, idle, expires_at, ends_at), person, _)) = rows.pop() else {
        return Ok(None);
    };
    Ok(Some(Loaded {
        id,
        data,
        idle,
        expires_at,
        ends_at,
        viewer: person.map(|(id, email)| SignedIn { id, email, grants }),
    }))
}

impl SessionStore for DieselSessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let other = |error: Error| LoadError::Other(anyhow!(error));
        let digest = digest(key.as_ref());
        let Some(found) = self.0.db.read_briefly(move |db| load(db, &digest)).await.map_err(other)? else {
            return Ok(None);
        };
        let now = self.0.clock.now();
        if !found.is_open(now) {
            return Ok(None);
        }
        // The idle time starts anew with use; writing that down once in a tenth of it is enough.
        let fresh = now.plus(Duration::seconds(found.idle));
        if fresh.since(found.expires_at) > Duration::seconds(found.idle / 10) {
            let id = found.id;
            let renewed = self.0.write(Actor::System, move |tx| {
                diesel::update(session::table.find(id))
                    .set(session::expires_at.eq(fresh))
                    .execute(tx.db)?;
                Ok(())
            });
            // Pages can be read while nothing can be written; the next request tries again.
            if let Err(error) = renewed.await {
                tracing::warn!(%error, "a session was not renewed");
            }
        }
        let unreadable = |error: serde_json::Error| LoadError::Deserialization(anyhow!(error));
        let mut state: State = serde_json::from_str(&found.data).map_err(unreadable)?;
        state.insert(SESSION.to_owned(), found.id.to_string());
        if let Some(viewer) = &found.viewer {
            state.insert(VIEWER.to_owned(), serde_json::to_string(viewer).map_err(unreadable)?);
        }
        Ok(Some(state))
    }

    async fn save(&self, state: State, _: &Ttl) -> Result<SessionKey, SaveError> {
        let other = |error: Error| SaveError::Other(anyhow!(error));
        let raw = URL_SAFE_NO_PAD.encode(self.0.env().random.bytes32().map_err(other)?);
        let key = SessionKey::try_from(raw.clone()).map_err(|error| SaveError::Other(anyhow!(error)))?;
        self.0
            .write(Actor::System, move |tx| insert(tx.db, tx.now, &raw, &state))
            .await
            .map_err(other)?;
        Ok(key)
    }

    async fn update(&self, key: SessionKey, state: State, _: &Ttl) -> Result<SessionKey, UpdateError> {
        let digest = digest(key.as_ref());
        let kept = self
            .0
            .write(Actor::System, move |tx| {
                // A session that was ended meanwhile stays ended.
                let rows = diesel::update(session::table.filter(session::digest.eq(digest)))
                    .set((session::data.eq(text(&state)?), session::person_id.eq(person_in(&state))))
                    .execute(tx.db)?;
                Ok(rows == 1)
            })
            .await
            .map_err(|error| UpdateError::Other(anyhow!(error)))?;
        tracing::trace!(kept, "session updated");
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Ttl) -> Result<(), anyhow::Error> {
        // The idle time is kept by `load`.
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let digest = digest(key.as_ref());
        self.0
            .write(Actor::System, move |tx| {
                diesel::delete(session::table.filter(session::digest.eq(digest))).execute(tx.db)?;
                Ok(())
            })
            .await?;
        Ok(())
    }
}

fn text(state: &State) -> Result<String, Error> {
    let kept: BTreeMap<_, _> = state.iter().filter(|(key, _)| *key != VIEWER && *key != SESSION).collect();
    Ok(serde_json::to_string(&kept)?)
}

fn person_in(state: &State) -> Option<i64> {
    state.get(PERSON).and_then(|json| json.parse().ok())
}

fn insert(db: &mut AnyConnection, now: Instant, raw: &str, state: &State) -> Result<(), Error> {
    let (idle, life) = lives(state);
    diesel::insert_into(session::table)
        .values((
            session::digest.eq(digest(raw)),
            session::person_id.eq(person_in(state)),
            session::data.eq(text(state)?),
            session::idle_seconds.eq(idle.whole_seconds()),
            session::created_at.eq(now),
            session::expires_at.eq(now.plus(idle)),
            session::ends_at.eq(now.plus(life)),
        ))
        .execute(db)?;
    Ok(())
}
