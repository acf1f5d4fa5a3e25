//! `practise jobs`: scheduled work by hand.

use clap::Subcommand;

use super::{Failure, ledger, say};
use crate::app_jobs;
use crate::config::Config;
use crate::jobs::{Guard, run_due};

/// What can be done with jobs.
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// Run what is due now, then stop
    RunOnce {
        /// Run even where the clock does not fit the last run; look at the clock first
        #[arg(long)]
        despite_clock: bool,
    },
}

impl Jobs {
    /// Runs the due jobs and says what came of each.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        let Self::RunOnce { despite_clock } = self;
        let guard = if *despite_clock { Guard::Waived } else { Guard::Clock };
        let owner = format!("command {}", std::process::id());
        let ran = run_due(&ledger(config), &app_jobs::jobs(), &owner, guard)?;
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
