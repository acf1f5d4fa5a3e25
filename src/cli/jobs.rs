//! `practise jobs`: scheduled work by hand.

use clap::Subcommand;

use super::{Failure, ledger, say};
use crate::app_jobs;
use crate::config::Config;
use crate::jobs::{Guard, run_due};
use crate::my_data;
use crate::tx::Ledger;

/// What can be done with jobs.
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// Run what is due now, then stop
    RunOnce {
        /// Run even where the clock does not fit the last run; look at the clock first
        #[arg(long)]
        despite_clock: bool,
    },
    /// Erase what was kept long enough, if that is due
    Retention {
        /// Only say what would be erased
        #[arg(long)]
        dry_run: bool,
        /// Run even where the clock does not fit the last run; look at the clock first
        #[arg(long)]
        despite_clock: bool,
    },
}

impl Jobs {
    /// Runs the due jobs and says what came of each.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        let ledger = ledger(config);
        let (jobs, despite_clock) = match self {
            Self::RunOnce { despite_clock } => (app_jobs::jobs(), *despite_clock),
            Self::Retention { dry_run: true, .. } => return dry_run(&ledger),
            Self::Retention { despite_clock, .. } => (vec![app_jobs::retention()], *despite_clock),
        };
        let guard = if despite_clock { Guard::Waived } else { Guard::Clock };
        let owner = format!("command {}", std::process::id());
        let ran = run_due(&ledger, &jobs, &owner, guard)?;
        if ran.is_empty() {
            say("Nothing is due.");
        }
        let mut failed = 0;
        for job in ran {
            match job.outcome {
                Ok(words) => say(format_args!("{}: {words}", job.name)),
                Err(words) => {
                    failed += 1;
                    say(format_args!("{}: failed: {words}", job.name));
                }
            }
        }
        if failed == 0 {
            Ok(())
        } else {
            Err(Failure::Words(format!("{failed} jobs failed")))
        }
    }
}

fn dry_run(ledger: &Ledger) -> Result<(), Failure> {
    let counts = my_data::due(ledger)?;
    say(format_args!("Drafts that nobody went on with: {}", counts.drafts));
    say(format_args!("Applications that did not lead to a place: {}", counts.not_placed));
    say(format_args!("Applications that led to a place: {}", counts.placed));
    say(format_args!("People about whom nothing else is kept: {}", counts.people));
    say("Nothing was erased.");
    Ok(())
}
