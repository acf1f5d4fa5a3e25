//! `practise draw`: makes and checks the values of a draw, from published things alone.

use super::files;
use crate::prioritisation::input::read_list;
use crate::prioritisation::lottery::{Lottery, commitment, is_value, list_sha256, seed};
use crate::prioritisation::problem::is_reference;
use crate::prioritisation::{Code, InputError};
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `practise draw`.
#[derive(Debug, Args)]
pub struct DrawArgs {
    /// What to make or check
    #[command(subcommand)]
    pub command: DrawCommand,
}

/// What to make or check.
#[derive(Debug, Subcommand)]
pub enum DrawCommand {
    /// Make the commitment to publish before the closing time
    Commit {
        /// The round
        #[arg(long)]
        round_id: String,
        /// Your value: 64 lower-case hexadecimal digits
        #[arg(long)]
        value: String,
    },
    /// Check that a revealed value is the one committed to
    Reveal {
        /// The round
        #[arg(long)]
        round_id: String,
        /// The value revealed
        #[arg(long)]
        value: String,
        /// The commitment published
        #[arg(long)]
        commitment: String,
    },
    /// Make the seed from the policy, the list of references and the contributions
    Seed {
        /// The policy, a TOML file
        #[arg(long)]
        policy: PathBuf,
        /// The round
        #[arg(long)]
        round_id: String,
        /// The list of references, one a line in any order
        #[arg(long)]
        list: PathBuf,
        /// A contribution; give at least two in the announced order
        #[arg(long = "value", required = true)]
        values: Vec<String>,
    },
    /// Make the lottery number of one applicant
    Number {
        /// The seed: 64 lower-case hexadecimal digits
        #[arg(long)]
        seed: String,
        /// The applicant's reference
        #[arg(long = "ref")]
        reference: String,
    },
}

/// Writes the value to `out`, or what is wrong to `err`. Gives the exit code.
///
/// # Errors
/// Only when `out` or `err` cannot be written to.
pub fn run(args: &DrawArgs, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    match &args.command {
        DrawCommand::Commit { round_id, value } => {
            let problems = [not_reference("--round-id", round_id), not_value("--value", value)];
            answer(problems, || hex::encode(commitment(round_id, value)), out, err)
        }
        DrawCommand::Reveal {
            round_id,
            value,
            commitment: published,
        } => {
            let found = hex::encode(commitment(round_id, value));
            let problems: Vec<InputError> = [not_reference("--round-id", round_id), not_value("--value", value)]
                .into_iter()
                .flatten()
                .collect();
            if !problems.is_empty() {
                return files::refuse(&problems, err);
            }
            if found == *published {
                writeln!(out, "The value is the one committed to.")?;
                return Ok(files::FINE);
            }
            let message = format!("the commitment of this value is {found}");
            writeln!(err, "{}", problem(Code::D02, "--commitment", message))?;
            Ok(files::FAILED)
        }
        DrawCommand::Seed {
            policy,
            round_id,
            list,
            values,
        } => {
            let text = files::policy(policy).and_then(|policy| {
                let list = read_list(&files::name(list), &files::bytes(list, Code::I01)?)?;
                let mut problems: Vec<InputError> = values.iter().filter_map(|v| not_value("--value", v)).collect();
                problems.extend(not_reference("--round-id", round_id));
                if values.len() < 2 {
                    problems.push(problem(Code::D01, "--value", "a draw needs at least 2 contributions".to_owned()));
                }
                if !problems.is_empty() {
                    return Err(problems);
                }
                let list = list_sha256(list.iter().map(String::as_str));
                Ok(hex::encode(seed(round_id, &policy, list, values.iter().map(String::as_str))))
            });
            files::answer(text, out, err)
        }
        DrawCommand::Number { seed, reference } => {
            let bytes = hex::decode(seed)
                .ok()
                .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
                .unwrap_or_default();
            let problems = [not_value("--seed", seed), not_reference("--ref", reference)];
            answer(problems, || hex::encode(Lottery::new(&bytes).number(reference)), out, err)
        }
    }
}

fn answer(
    problems: [Option<InputError>; 2],
    value: impl FnOnce() -> String,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::io::Result<u8> {
    let problems: Vec<InputError> = problems.into_iter().flatten().collect();
    files::answer(if problems.is_empty() { Ok(value()) } else { Err(problems) }, out, err)
}

fn problem(code: Code, argument: &str, message: String) -> InputError {
    InputError {
        code,
        file: "arguments".to_owned(),
        place: argument.to_owned(),
        message,
    }
}

fn not_value(argument: &str, value: &str) -> Option<InputError> {
    (!is_value(value)).then(|| problem(Code::D02, argument, "expected 64 lower-case hexadecimal digits".to_owned()))
}

fn not_reference(argument: &str, reference: &str) -> Option<InputError> {
    (!is_reference(reference)).then(|| problem(Code::I01, argument, "expected 1 to 36 of A-Z a-z 0-9 _ -".to_owned()))
}
