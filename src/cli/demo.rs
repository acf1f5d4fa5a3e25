//! `practise demo`: demonstration data.

use clap::Args;
use time::Date;
use time::macros::format_description;

use super::{CONNECTION_WAIT, Failure, say};
use crate::clock::Clock;
use crate::config::{Config, Environment};
use crate::db::{Db, migrate};
use crate::demo;
use crate::random::Random;
use crate::tx::Ledger;

/// What can be said to `practise demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// The day that the demonstration plays on, such as 2026-11-22; today if not said
    #[arg(long)]
    today: Option<String>,
    /// Do nothing, and succeed, if the database has data
    #[arg(long)]
    if_empty: bool,
}

impl Demo {
    /// Runs the command: in development only, and only on an empty database.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        if config.environment == Environment::Production {
            return Err(Failure::Words("demonstration data is for development only".to_owned()));
        }
        let today = match &self.today {
            Some(text) => Date::parse(text, format_description!("[year]-[month]-[day]"))
                .map_err(|_| Failure::Words("--today must be like 2026-11-22".to_owned()))?,
            None => Clock::System.now().date(),
        };
        migrate::run(&config.database)?;
        let db = Db::open(&config.database, config.database_connections, CONNECTION_WAIT);
        if !demo::wanted(&db)? {
            if self.if_empty {
                return Ok(());
            }
            return Err(Failure::Words(
                "the database has data already: the demonstration needs an empty one".to_owned(),
            ));
        }
        let clock = Clock::fixed(crate::db::Instant::midnight(today));
        let ledger = Ledger::new(config, db, clock, Random::seeded(&format!("practise demonstration {today}")));
        let played = demo::play(&ledger, today)?;
        say(format_args!(
            "{} invented applicants and {} placements in 3 rounds",
            played.applicants, played.opportunities
        ));
        Ok(())
    }
}
