//! `practise rank`: the priority order of every opportunity, before any place is given.

use super::files;
use crate::prioritisation::{InputError, RankedOpportunity, rank};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// How the order is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON document.
    Json,
    /// One line per applicant and opportunity.
    Csv,
}

/// Arguments of `practise rank`.
#[derive(Debug, Args)]
pub struct RankArgs {
    /// The policy, a TOML file
    #[arg(long)]
    pub policy: PathBuf,
    /// The round, a JSON file
    #[arg(long)]
    pub round: PathBuf,
    /// How to write the order
    #[arg(long, value_enum, default_value = "json")]
    pub format: Format,
}

#[derive(Serialize)]
struct Ranking {
    schema: &'static str,
    opportunities: Vec<RankedOpportunity>,
}

/// Writes the order to `out`, or every problem to `err`. Gives the exit code.
///
/// # Errors
/// Only when `out` or `err` cannot be written to.
pub fn run(args: &RankArgs, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    let text = match ranking(args) {
        Ok(opportunities) => match args.format {
            Format::Json => serde_json::to_string(&Ranking {
                schema: "practise-rank/1",
                opportunities,
            })?,
            Format::Csv => csv(&opportunities),
        },
        Err(problems) => return files::refuse(&problems, err),
    };
    files::answer(Ok(text), out, err)
}

fn ranking(args: &RankArgs) -> Result<Vec<RankedOpportunity>, Vec<InputError>> {
    let policy = files::policy(&args.policy)?;
    rank(&policy, &files::round(&args.round, &policy)?)
}

/// No value needs quotes: references and bands have none of the characters that would.
fn csv(opportunities: &[RankedOpportunity]) -> String {
    let mut lines = vec!["opportunity,rank,ref,band,local,lottery,position".to_owned()];
    for opportunity in opportunities {
        for (rank, a) in (1u32..).zip(&opportunity.order) {
            let RankedOpportunity { reference, .. } = opportunity;
            lines.push(format!(
                "{reference},{rank},{},{},{},{},{}",
                a.reference, a.band, a.local, a.lottery, a.position
            ));
        }
    }
    lines.join("\n")
}
