//! `practise backup` and `practise restore`: a copy of everything, and the way back.

use std::path::PathBuf;

use clap::Args;
use diesel::prelude::*;

use super::person::erase_again;
use super::{Failure, ledger, say};
use crate::audit;
use crate::config::Config;
use crate::db::AnyConnection;
use crate::db::backup::{self, Scratch};
use crate::db::schema::{application, opportunity, organisation, outbox, person, placement};
use crate::error::Error;

/// Where a backup goes.
#[derive(Debug, Args)]
pub struct Backup {
    /// A file that is not there yet
    file: PathBuf,
}

impl Backup {
    /// Writes it. The portal may go on meanwhile.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        backup::backup(&config.database, &self.file)?;
        say(format_args!(
            "{} has everything that was stored when this began.",
            self.file.display()
        ));
        Ok(())
    }
}

/// What is restored.
#[derive(Debug, Args)]
pub struct Restore {
    /// A file that `practise backup` wrote
    file: PathBuf,
    /// Only look: restore into a database beside the configured one, check it, count it, and drop it
    #[arg(long)]
    check: bool,
    /// Erase again what this file of `practise export erasures` says: it has to be newer than the backup
    #[arg(long, conflicts_with = "check", required_unless_present_any = ["check", "nothing_erased"])]
    erasures: Option<PathBuf>,
    /// Nobody was erased since the backup
    #[arg(long, conflicts_with = "check")]
    nothing_erased: bool,
}

impl Restore {
    /// Restores into an empty database, or checks.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        if self.check {
            let scratch = Scratch::restore(&config.database, &self.file, &std::process::id().to_string())?;
            return check(&mut scratch.open()?);
        }
        backup::restore(&config.database, &self.file)?;
        let ledger = ledger(config);
        ledger.db.read_now(|db| Ok(check(db)))??;
        match &self.erasures {
            Some(path) => erase_again(&ledger, path),
            None => Ok(()),
        }
    }
}

/// Says what is in a database and what is wrong with it.
fn check(db: &mut AnyConnection) -> Result<(), Failure> {
    let problems = backup::problems(db)?;
    if let Some(first) = problems.first() {
        return Err(Failure::Words(format!("{} problems, the first: {first}", problems.len())));
    }
    match audit::verify(db)? {
        Ok((rows, head)) => say(format_args!("audit rows: {rows}, last hash {head}")),
        Err(broken) => return Err(Failure::Words(broken.to_string())),
    }
    for (what, count) in counts(db)? {
        say(format_args!("{what}: {count}"));
    }
    Ok(())
}

fn counts(db: &mut AnyConnection) -> Result<[(&'static str, i64); 6], Error> {
    Ok([
        ("people", person::table.count().get_result(db)?),
        ("organisations", organisation::table.count().get_result(db)?),
        ("placements on offer", opportunity::table.count().get_result(db)?),
        ("applications", application::table.count().get_result(db)?),
        ("agreed placements", placement::table.count().get_result(db)?),
        ("letters", outbox::table.count().get_result(db)?),
    ])
}
