//! `practise forget-second-factor`: for somebody who lost both the phone and the recovery codes.

use clap::Args;

use super::{Failure, ledger, say};
use crate::auth;
use crate::config::Config;
use crate::error::Error;
use crate::tx::Actor;

/// Whose second factor is forgotten.
#[derive(Debug, Args)]
pub struct SecondFactor {
    /// The person's email address
    email: String,
}

impl SecondFactor {
    /// Forgets it and ends the person's sessions: they set up a new one when they next log in.
    pub fn forget(&self, config: &Config) -> Result<(), Failure> {
        let forgotten = ledger(config).write_now(Actor::Operator, |tx| {
            let nobody = || Error::conflict("Nobody has this address.");
            let person = auth::person_with_email(tx.db, &self.email)?.ok_or_else(nobody)?;
            auth::end_sessions_of(tx, person)?;
            auth::forget_factor(tx, person)
        })?;
        say(if forgotten { "forgotten" } else { "this person has none" });
        Ok(())
    }
}
