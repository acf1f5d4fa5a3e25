//! A ledger over a database that a bench fills.

use std::collections::BTreeMap;

use practise::clock::Clock;
use practise::config::{Config, DatabaseUrl};
use practise::db::{Db, migrate};
use practise::random::Random;
use practise::tx::Ledger;

/// What the program that is measured is given too, so that it opens the sessions that are made here.
pub const SECRET: &str = "the measurements' own secret, known to everybody";

/// A ledger over the database at `url`, with every table there.
pub fn ledger(url: &str) -> Ledger {
    let settings = [("DATABASE_URL", url), ("PRACTISE_SECRET", SECRET), ("PRACTISE_MAIL_URL", "memory:")];
    let settings: BTreeMap<String, String> = settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let config = Config::from_variables(&settings).unwrap();
    migrate::run(&config.database).unwrap();
    Ledger::new(&config, open(&config.database), Clock::System, Random::System)
}

/// The same ledger with connections of its own, one of which is open: nothing of the database is in their memory.
#[allow(dead_code, reason = "not every bench needs it")]
pub fn fresh(ledger: &Ledger) -> Ledger {
    let db = open(ledger.db.url());
    db.write_now(|_| Ok(())).unwrap();
    let mut fresh = ledger.clone();
    fresh.db = db;
    fresh
}

fn open(url: &DatabaseUrl) -> Db {
    Db::open(url, 2, std::time::Duration::from_secs(5))
}
