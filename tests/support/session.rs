//! An open session, straight in the database.

use std::collections::BTreeMap;

use actix_web::cookie::{Cookie, CookieJar, Key};
use diesel::prelude::*;
use practise::db::schema::session;
use practise::tx::{Actor, Ledger};
use sha2::{Digest, Sha256};
use time::Duration;

/// An open session of a person, or of nobody, with this state, as the cookie of its browser.
pub fn open(ledger: &Ledger, person: Option<i64>, state: &BTreeMap<&str, String>) -> String {
    let keys = &ledger.env().keys;
    let halves = [keys.derive("session cookie", &[b"1"]), keys.derive("session cookie", &[b"2"])].concat();
    let raw = hex::encode(ledger.env().random.bytes32().unwrap());
    ledger
        .write_now(Actor::System, |tx| {
            let row = (
                session::digest.eq(Sha256::digest(raw.as_bytes()).to_vec()),
                session::person_id.eq(person),
                session::data.eq(serde_json::to_string(state)?),
                session::idle_seconds.eq(72_000_i64),
                session::created_at.eq(tx.now),
                session::expires_at.eq(tx.now.plus(Duration::hours(20))),
                session::ends_at.eq(tx.now.plus(Duration::days(30))),
            );
            diesel::insert_into(session::table).values(row).execute(tx.db)?;
            Ok(())
        })
        .unwrap();
    let mut jar = CookieJar::new();
    jar.signed_mut(&Key::from(&halves)).add(Cookie::new("practise", raw));
    jar.get("practise").unwrap().encoded().to_string()
}
