//! A ledger over a database that a bench fills.

use std::collections::BTreeMap;

use practise::clock::Clock;
use practise::config::Config;
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
    let db = Db::open(&config.database, 2, std::time::Duration::from_secs(5));
    Ledger::new(&config, db, Clock::System, Random::System)
}
