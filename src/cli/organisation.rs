//! `practise organisation`: what becomes of organisations.

use clap::Subcommand;
use time::Date;
use time::macros::format_description;

use super::{Failure, ledger, say};
use crate::config::Config;
use crate::organisations;
use crate::tx::Actor;

/// What can become of an organisation.
#[derive(Debug, Subcommand)]
pub enum Organisation {
    /// Close one organisation and move its people, placements and commitments to another, which is asked to sign again
    Merge {
        /// The code of the organisation that ends
        old: String,
        /// The code of its successor
        new: String,
        /// The last day of the one that ends, such as 2026-03-31
        #[arg(long)]
        on: String,
    },
}

impl Organisation {
    /// Runs the command.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        let Self::Merge { old, new, on } = self;
        let on = Date::parse(on, format_description!("[year]-[month]-[day]"))
            .map_err(|_| Failure::Settings(vec![format!("--on must be a day like 2026-03-31, not {on}")]))?;
        say(ledger(config).write_now(Actor::Operator, |tx| organisations::merge(tx, old, new, on))?);
        Ok(())
    }
}
