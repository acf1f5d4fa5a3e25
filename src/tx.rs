//! A write: one transaction with everything that a change needs beside the data: the time, the actor, randomness and keys.

use std::sync::Arc;

use diesel::prelude::*;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use crate::audit;
use crate::clock::Clock;
use crate::config::{Config, Keep};
use crate::db::schema::submission;
use crate::db::{AnyConnection, Db, Instant};
use crate::error::Error;
use crate::keys::Keys;
use crate::random::Random;

/// Who makes a change; kept in the audit log by number, never by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A scheduled job.
    System,
    /// Somebody at the command line of the portal's own machine.
    Operator,
    /// A person who is signed in.
    Person(i64),
    /// Whoever holds an emailed link.
    Link(i64),
}

/// What a change needs from outside the database.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Derives tokens.
    pub keys: Keys,
    /// Random bytes.
    pub random: Random,
    /// What links begin with.
    pub public_url: String,
    /// The service's name in mail.
    pub service_name: String,
    /// How long personal data is kept.
    pub keep: Keep,
    /// Told when a transaction that stored a letter is committed: the mail worker of this process looks at once.
    pub outgoing: Arc<Notify>,
}

/// One open transaction.
pub struct Tx<'c> {
    /// The connection, inside its transaction.
    pub db: &'c mut AnyConnection,
    /// The time of the whole change.
    pub now: Instant,
    /// Who makes it.
    pub actor: Actor,
    /// Keys, randomness, addresses.
    pub env: &'c Environment,
    /// Set when a letter was stored; see [`Environment::outgoing`].
    pub wrote_mail: bool,
    /// The audit rows of this change, written at its end.
    pub audit: Vec<audit::Pending>,
}

/// Makes transactions. Cloning shares everything.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The pools.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    env: Arc<Environment>,
}

/// What names one press of a button: the session or link that the form belongs to, and the key in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormKey(pub [u8; 32]);

impl FormKey {
    /// The key of the form `key` in `scope` (a session's CSRF token, a link's token).
    pub fn new(scope: &str, key: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update((scope.len() as u64).to_be_bytes());
        hash.update(scope.as_bytes());
        hash.update(key.as_bytes());
        Self(hash.finalize().into())
    }
}

impl Ledger {
    /// A ledger over `db` with the configured keys.
    pub fn new(config: &Config, db: Db, clock: Clock, random: Random) -> Self {
        let env = Environment {
            keys: Keys::new(config.secret.clone()).after(config.secret_before.clone()),
            random,
            public_url: config.public_url.clone(),
            service_name: config.service_name.clone(),
            keep: config.keep,
            outgoing: Arc::default(),
        };
        Self {
            db,
            clock,
            env: Arc::new(env),
        }
    }

    /// Keys, randomness, addresses.
    pub fn env(&self) -> &Environment {
        &self.env
    }

    /// Runs `f` in one transaction on this thread.
    pub fn write_now<T>(&self, actor: Actor, f: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let now = self.clock.now();
        let (value, wrote_mail) = self.db.write_now(|db| {
            let mut tx = Tx {
                db,
                now,
                actor,
                env: &self.env,
                wrote_mail: false,
                audit: Vec::new(),
            };
            let value = f(&mut tx)?;
            audit::flush(&mut tx)?;
            Ok((value, tx.wrote_mail))
        })?;
        if wrote_mail {
            self.env.outgoing.notify_one();
        }
        Ok(value)
    }

    /// Runs `f` in one transaction on a thread where waiting is allowed.
    pub async fn write<T, F>(&self, actor: Actor, f: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let ledger = self.clone();
        self.db.run_writer(move || ledger.write_now(actor, f)).await
    }

    /// Runs `f` once for `key`: the same form sent again answers the first time's location and changes nothing.
    pub async fn write_once<F>(&self, key: FormKey, actor: Actor, f: F) -> Result<String, Error>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<String, Error> + Send + 'static,
    {
        let same = key.clone();
        let written = self.write(actor, move |tx| {
            if let Some(location) = earlier(tx.db, &key)? {
                return Ok(location);
            }
            let location = f(tx)?;
            diesel::insert_into(submission::table)
                .values((
                    submission::key.eq(&key.0[..]),
                    submission::location.eq(&location),
                    submission::created_at.eq(tx.now),
                ))
                .execute(tx.db)?;
            Ok(location)
        });
        match written.await {
            Ok(location) => Ok(location),
            // Of two presses at the same moment the second fails on what the first has stored: then it is answered like the first.
            Err(error) => match self.db.read(move |db| earlier(db, &same)).await? {
                Some(location) => Ok(location),
                None => Err(error),
            },
        }
    }
}

fn earlier(db: &mut AnyConnection, key: &FormKey) -> Result<Option<String>, Error> {
    Ok(submission::table
        .find(&key.0[..])
        .select(submission::location)
        .get_result(db)
        .optional()?)
}
