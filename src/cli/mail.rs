//! `practise mail`: mail that could not be sent.

use clap::Subcommand;

use super::{Failure, ledger, say};
use crate::config::Config;
use crate::error::Error;
use crate::mail;
use crate::tx::Actor;

/// What can be done with dead letters.
#[derive(Debug, Subcommand)]
pub enum Mail {
    /// List the mails that were given up
    Dead,
    /// Try one of them again
    Retry {
        /// Its number in the list
        id: i64,
    },
}

impl Mail {
    /// Lists or revives dead letters.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        let ledger = ledger(config);
        match self {
            Self::Dead => {
                let letters = ledger.db.read_now(mail::dead_letters)?;
                if letters.is_empty() {
                    say("No mail was given up.");
                }
                for letter in letters {
                    let reason = letter.reason.unwrap_or_default();
                    say(format_args!(
                        "{}  {}  {}  {}  {reason}",
                        letter.id, letter.created_at, letter.kind, letter.recipient
                    ));
                }
                Ok(())
            }
            Self::Retry { id } => match ledger.write_now(Actor::Operator, |tx| mail::revive(tx, *id)) {
                Ok(()) => {
                    say("It is queued again.");
                    Ok(())
                }
                Err(Error::NotFound | Error::Conflict(_)) => Err(Failure::Words(format!(
                    "there is no mail {id} that was given up and still has its words"
                ))),
                Err(error) => Err(error.into()),
            },
        }
    }
}
