//! `practise verify-round`: checks a round from its published folder, or the one that the database holds.

use super::{Failure, bundle_folder, complain, files, ledger};
use crate::allocation::bundle::Bundle;
use crate::config::Config;
use crate::error::Error;
use crate::rounds;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `practise verify-round`.
#[derive(Debug, Args)]
pub struct VerifyRoundArgs {
    /// The round's reference, to check the one in the database
    #[arg(required_unless_present = "bundle")]
    pub round: Option<String>,
    /// The folder that was published of the round, or that its supervisor got
    #[arg(long, conflicts_with = "round")]
    pub bundle: Option<PathBuf>,
}

/// Checks the bundle in a folder: says that it is right, or lists what is wrong to `err`. Gives the exit code.
///
/// # Errors
/// Only when `out` or `err` cannot be written to.
pub fn run(folder: &Path, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    match bundle_folder::read(folder) {
        Ok(bundle) => check(&bundle, out, err),
        Err(problems) => files::refuse(&problems, err),
    }
}

/// Checks a round of the database, with claims, choices and every run. A round that is not there, or not drawn yet, is bad input.
pub(super) fn stored(args: &VerifyRoundArgs, config: &Config) -> Result<(), Failure> {
    let reference = args.round.as_deref().unwrap_or_default();
    let bundle = match ledger(config).db.read_now(|db| rounds::bundle(db, reference, true)) {
        Err(error @ (Error::NotFound | Error::Conflict(_))) => {
            complain(format_args!("round {reference}: {error}"));
            return Err(Failure::Said(files::BAD_INPUT));
        }
        bundle => bundle?,
    };
    match check(&bundle, &mut std::io::stdout(), &mut std::io::stderr())? {
        files::FINE => Ok(()),
        status => {
            complain(format_args!("round {reference} is not as it should be"));
            Err(Failure::Said(status))
        }
    }
}

fn check(bundle: &Bundle, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    match bundle.check() {
        Err(problems) => files::refuse(&problems, err),
        Ok(faults) if faults.is_empty() => {
            let draw = "The draw follows from the policy, the list and the numbers promised before the round closed.";
            writeln!(out, "{draw}")?;
            if let Some(supervised) = &bundle.supervised {
                let runs = supervised.runs.len();
                writeln!(out, "Every result of {runs} follows, and nobody has cause for complaint.")?;
            }
            Ok(files::FINE)
        }
        Ok(faults) => {
            for fault in faults {
                writeln!(err, "{fault}")?;
            }
            Ok(files::FAILED)
        }
    }
}
