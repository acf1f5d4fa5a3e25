//! `practise verify`: accepts a result or says what is wrong with it, without solving the round.

use super::files;
use crate::allocation::RoundResult;
use crate::allocation::verify::{Finding, verify};
use crate::prioritisation::{Code, InputError};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `practise verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The policy, a TOML file
    #[arg(long)]
    pub policy: PathBuf,
    /// The round, a JSON file
    #[arg(long)]
    pub round: PathBuf,
    /// The first result of the round, a JSON file
    #[arg(long)]
    pub result: PathBuf,
}

/// Says that a result is right, or lists what is wrong to `err`. Gives the exit code.
///
/// # Errors
/// Only when `out` or `err` cannot be written to.
pub fn run(args: &VerifyArgs, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    match findings(args) {
        Err(problems) => files::refuse(&problems, err),
        Ok(findings) if findings.is_empty() => {
            writeln!(
                out,
                "The result follows from the policy and the round, and nobody has cause for complaint."
            )?;
            Ok(files::FINE)
        }
        Ok(findings) => {
            for finding in findings {
                writeln!(err, "{}: {finding}", files::name(&args.result))?;
            }
            Ok(files::FAILED)
        }
    }
}

fn findings(args: &VerifyArgs) -> Result<Vec<Finding>, Vec<InputError>> {
    let policy = files::policy(&args.policy)?;
    let round = files::round(&args.round, &policy)?;
    let result: RoundResult = serde_json::from_slice(&files::bytes(&args.result, Code::I06)?).map_err(|error| {
        let place = format!("line {}", error.line());
        vec![InputError {
            code: Code::I06,
            file: files::name(&args.result),
            place,
            message: error.to_string(),
        }]
    })?;
    verify(&policy, &round, &result)
}
