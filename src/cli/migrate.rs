//! `practise migrate`: brings the database to this program's version.

use super::{Failure, say};
use crate::config::Config;
use crate::db::migrate;

/// Runs what is missing.
pub fn run(config: &Config) -> Result<(), Failure> {
    match migrate::run(&config.database)? {
        0 => say("The database is up to date."),
        1 => say("1 migration ran."),
        ran => say(format_args!("{ran} migrations ran.")),
    }
    Ok(())
}
