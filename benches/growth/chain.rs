//! The audit log of the copies: the rows about the originals once more for each copy, in one chain.

use std::fmt::Write;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::audit::{self, Entry};
use practise::db::schema::{application, audit as log, confirmation, proposal};
use practise::db::{AnyConnection, Instant};
use time::Duration;

use super::rows::Kind;
use super::template::Template;

/// Rows in one statement.
const AT_ONCE: usize = 500;

/// The end of the log, and what is added for each copy of a round.
pub struct Chain {
    seq: i64,
    hash: Vec<u8>,
    open: Vec<Entry>,
    proposed: Vec<Entry>,
    settled: Vec<Entry>,
}

impl Chain {
    /// The log as it is.
    pub fn end(db: &mut AnyConnection, template: &Template) -> Self {
        let (seq, hash) = log::table.order(log::seq.desc()).select((log::seq, log::hash)).first(db).unwrap();
        let proposed = told(db, template.proposed);
        let mut settled = proposed.clone();
        settled.extend(ended(&proposed));
        Self {
            seq,
            hash,
            open: told(db, template.open),
            proposed,
            settled,
        }
    }

    /// Adds the rows of a copy, whose numbers are higher by `shift` and whose days are earlier by `days`.
    pub fn add(&mut self, db: &mut AnyConnection, kind: Kind, shift: usize, days: i64) {
        let rows = match kind {
            Kind::Open => &self.open,
            Kind::Proposed => &self.proposed,
            Kind::Settled => &self.settled,
            Kind::Bare => return,
        };
        let quote = if matches!(db, AnyConnection::Postgres(_)) { "'\\x" } else { "X'" };
        let shift = i64::try_from(shift).unwrap();
        for part in rows.chunks(AT_ONCE) {
            let mut text =
                "INSERT INTO audit (seq, at, actor_kind, actor_id, act, subject_kind, subject_id, detail, previous, hash) VALUES "
                    .to_owned();
            for (number, row) in part.iter().enumerate() {
                self.seq += 1;
                let mut new = row.clone();
                (new.seq, new.subject_id) = (self.seq, row.subject_id + shift);
                new.previous = std::mem::take(&mut self.hash);
                new.at = row.at.plus(-Duration::days(days));
                new.actor_id = row.actor_id.map(|id| id + shift);
                new.hash = audit::digest(&new).to_vec();
                self.hash.clone_from(&new.hash);
                let actor = new.actor_id.map_or("NULL".to_owned(), |id| id.to_string());
                write!(
                    text,
                    "{}({}, '{}', '{}', {actor}, '{}', '{}', {}, '{}', {quote}{}', {quote}{}')",
                    if number == 0 { "" } else { ", " },
                    new.seq,
                    stored(new.at),
                    new.actor_kind,
                    new.act,
                    new.subject_kind,
                    new.subject_id,
                    new.detail.replace('\'', "''"),
                    hex::encode(&new.previous),
                    hex::encode(&new.hash),
                )
                .unwrap();
            }
            db.batch_execute(&text).unwrap();
        }
    }
}

/// A moment as both databases take it.
fn stored(at: Instant) -> String {
    at.to_string().replace('T', " ").replace('Z', "")
}

/// The rows of the log about a round, its applications, and what belongs to these.
fn told(db: &mut AnyConnection, round: i64) -> Vec<Entry> {
    let applications: Vec<i64> = application::table
        .filter(application::round_id.eq(round))
        .select(application::id)
        .load(db)
        .unwrap();
    let confirmations: Vec<i64> = confirmation::table
        .filter(confirmation::application_id.eq_any(&applications))
        .select(confirmation::id)
        .load(db)
        .unwrap();
    let proposals: Vec<i64> = proposal::table
        .filter(proposal::application_id.eq_any(&applications))
        .select(proposal::id)
        .load(db)
        .unwrap();
    let of = |kind: &'static str, ids: Vec<i64>| log::subject_kind.eq(kind).and(log::subject_id.eq_any(ids));
    log::table
        .filter(
            of("application", applications)
                .or(of("confirmation", confirmations))
                .or(of("proposal", proposals))
                .or(of("round", vec![round])),
        )
        .order(log::seq)
        .load(db)
        .unwrap()
}

/// What the log says in the end of applications that were proposed or waited.
fn ended(rows: &[Entry]) -> Vec<Entry> {
    let mut more = Vec::new();
    for row in rows.iter().filter(|row| row.act == "application.moved") {
        let mut add = |from: &str, to: &str| {
            more.push(Entry {
                detail: format!("{{\"from\":\"{from}\",\"reason\":null,\"to\":\"{to}\"}}"),
                ..row.clone()
            });
        };
        if row.detail.contains("\"to\":\"proposed\"") {
            add("proposed", "offered");
            add("offered", "placed");
            add("placed", "completed");
        } else if row.detail.contains("\"to\":\"waiting\"") {
            add("waiting", "not_reached");
        }
    }
    more
}
