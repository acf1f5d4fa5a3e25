//! `practise allocate`: gives out the places of a round, or of somebody else's market.

use super::files;
use crate::allocation::events::{Events, replay};
use crate::allocation::{allocate, allocate_market};
use crate::prioritisation::{Code, InputError};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `practise allocate`.
#[derive(Debug, Args)]
pub struct AllocateArgs {
    /// The policy, a TOML file
    #[arg(long, required_unless_present = "market", requires = "round")]
    pub policy: Option<PathBuf>,
    /// The round, a JSON file
    #[arg(long, required_unless_present = "market", requires = "policy")]
    pub round: Option<PathBuf>,
    /// What happened after the offers were released, a JSON file
    #[arg(long, requires = "round")]
    pub events: Option<PathBuf>,
    /// A market with explicit priorities, a JSON file
    #[arg(long, conflicts_with_all = ["policy", "round", "events"])]
    pub market: Option<PathBuf>,
}

/// Writes the result to `out`, or every problem to `err`. Gives the exit code.
///
/// # Errors
/// Only when `out` or `err` cannot be written to.
pub fn run(args: &AllocateArgs, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    let text = match (&args.market, &args.policy, &args.round) {
        (Some(market), _, _) => self::market(market),
        (None, Some(policy), Some(round)) => self::round(policy, round, args.events.as_deref()),
        _ => {
            writeln!(err, "expected --policy and --round, or --market")?;
            return Ok(files::BAD_INPUT);
        }
    };
    files::answer(text, out, err)
}

fn market(path: &Path) -> Result<String, Vec<InputError>> {
    let offers = allocate_market(&files::name(path), &files::bytes(path, Code::I06)?)?;
    serde_json::to_string(&offers).map_err(|error| not_json(path, &error))
}

fn round(policy: &Path, round: &Path, events: Option<&Path>) -> Result<String, Vec<InputError>> {
    let policy = files::policy(policy)?;
    let input = files::round(round, &policy)?;
    let result = match events {
        None => allocate(&policy, &input)?,
        Some(path) => {
            let events: Events = serde_json::from_slice(&files::bytes(path, Code::I06)?).map_err(|error| not_json(path, &error))?;
            // The replay does not know the file's name.
            let named = |problem| InputError {
                file: files::name(path),
                ..problem
            };
            replay(&policy, &input, &events).map_err(|problems| problems.into_iter().map(named).collect::<Vec<_>>())?
        }
    };
    result.to_json().map_err(|error| not_json(round, &error))
}

fn not_json(path: &Path, error: &serde_json::Error) -> Vec<InputError> {
    let place = format!("line {}", error.line());
    vec![InputError {
        code: Code::I06,
        file: files::name(path),
        place,
        message: error.to_string(),
    }]
}
