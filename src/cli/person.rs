//! `practise export` and `practise erase`: everything about a person, and its end, by the address.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Failure, ledger, say};
use crate::audit;
use crate::config::Config;
use crate::error::Error;
use crate::my_data::{self, Cause, Subject};
use crate::tx::{Actor, Ledger};

/// What can be written out.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Write everything about a person as JSON
    Person {
        /// The person's email address
        email: String,
        /// Write a PDF to this file instead
        #[arg(long)]
        pdf: Option<PathBuf>,
    },
    /// Write the ledger of erasures, a line each: keep it apart from the backups
    Erasures,
}

impl Export {
    /// Writes it.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        match self {
            Self::Person { email, pdf } => person(config, email, pdf.as_deref()),
            Self::Erasures => {
                for (subject, id, done_at) in ledger(config).db.read_now(my_data::erased)? {
                    say(json!({"subject": subject, "id": id, "done_at": done_at.to_string()}));
                }
                Ok(())
            }
        }
    }
}

fn person(config: &Config, email: &str, pdf: Option<&Path>) -> Result<(), Failure> {
    let (all, now) = ledger(config)
        .write_now(Actor::Operator, |tx| {
            let id = my_data::person_with_email(tx.db, email)?;
            let facts = json!({"format": if pdf.is_some() { "pdf" } else { "json" }});
            audit::record(tx, "person.downloaded", "person", id, &facts)?;
            Ok((my_data::everything(tx.db, id, tx.now)?, tx.now))
        })
        .map_err(told)?;
    match pdf {
        Some(path) => std::fs::write(path, my_data::pdf(&all, now)?)?,
        None => say(serde_json::to_string_pretty(&all.json()).map_err(Error::from)?),
    }
    Ok(())
}

/// Who is erased.
#[derive(Debug, Args)]
pub struct Erase {
    /// The person's email address
    #[arg(required_unless_present = "again")]
    email: Option<String>,
    /// Erase again what this file of `practise export erasures` says, after a backup was restored
    #[arg(long, conflicts_with = "email")]
    again: Option<PathBuf>,
}

impl Erase {
    /// Erases one person, or everybody of a ledger.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        let ledger = ledger(config);
        if let Some(email) = &self.email {
            let erased = ledger.write_now(Actor::Operator, |tx| {
                let id = my_data::person_with_email(tx.db, email)?;
                my_data::erase_person(tx, id, Cause::Operator)
            });
            erased.map_err(told)?;
            say("Erased. The last letter waits to be sent.");
        }
        if let Some(path) = &self.again {
            erase_again(&ledger, path)?;
        }
        Ok(ledger.db.settle_file()?)
    }
}

/// Erases again what a file of `practise export erasures` says.
pub fn erase_again(ledger: &Ledger, path: &Path) -> Result<(), Failure> {
    let (mut done, mut lines) = (0, 0);
    for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
        lines += 1;
        let (subject, id) = entry(line).ok_or_else(|| Failure::Words(format!("line {lines} is not an entry of the ledger")))?;
        done += u32::from(ledger.write_now(Actor::Operator, |tx| my_data::again(tx, subject, id))?);
    }
    say(format_args!("{done} of {lines} erased again."));
    Ok(ledger.db.settle_file()?)
}

fn entry(line: &str) -> Option<(Subject, i64)> {
    let entry: serde_json::Value = serde_json::from_str(line).ok()?;
    Some((entry["subject"].as_str()?.parse().ok()?, entry["id"].as_i64()?))
}

fn told(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::Words("nobody has this address".to_owned()),
        error => error.into(),
    }
}
