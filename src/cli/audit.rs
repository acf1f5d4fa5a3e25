//! `practise audit`: the audit log.

use clap::Subcommand;

use super::{Failure, ledger, say};
use crate::audit;
use crate::config::Config;

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk the whole chain and name the first row that was changed
    Verify,
}

impl Audit {
    /// Verifies the chain.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        let Self::Verify = self;
        match ledger(config).db.read_now(audit::verify)? {
            Ok((rows, head)) => {
                say(format_args!("The audit log holds: {rows} rows, last hash {head}."));
                Ok(())
            }
            Err(broken) => Err(Failure::Words(broken.to_string())),
        }
    }
}
