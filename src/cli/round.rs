//! `practise round`: open, close, reveal, rank, list and export rounds.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Failure, bundle_folder, ledger, say};
use crate::config::Config;
use crate::error::Error;
use crate::opportunities::{self as offered, Phase, Round as Window};
use crate::rounds::{self, Supervisor};
use crate::tx::{Actor, Ledger};

/// The commands of a round. `ROUND` is its public reference.
#[derive(Debug, Subcommand)]
pub enum Round {
    /// List every round with its state
    List,
    /// Open a planned round: the portal's number for the draw is promised together with the supervisor's
    Open {
        /// The round's reference
        round: String,
        /// How the public record names the supervisor
        #[arg(long, default_value = "independent supervisor")]
        supervisor: String,
        /// Where the supervisor is asked for the number when the round has closed
        #[arg(long)]
        email: String,
        /// The supervisor's promise, from `practise draw commit`
        #[arg(long)]
        commitment: String,
    },
    /// Close an open round now; with the supervisor's number it is drawn and ranked at once
    Close {
        /// The round's reference
        round: String,
        /// The supervisor's number, 64 hexadecimal digits
        #[arg(long)]
        reveal: Option<String>,
    },
    /// Show the supervisor's number for a closed round; when none is missing the round is drawn and ranked
    Reveal {
        /// The round's reference
        round: String,
        /// The supervisor's number, 64 hexadecimal digits
        value: String,
    },
    /// Write a drawn round into a folder, for `practise verify-round`; without `--supervisor` only what is public
    Export {
        /// The round's reference
        round: String,
        /// The folder; it is made if it is not there
        #[arg(long)]
        to: PathBuf,
        /// With claims, choices and every run: for the supervisor alone
        #[arg(long)]
        supervisor: bool,
    },
}

impl Round {
    /// Runs the command.
    pub fn run(&self, config: &Config) -> Result<(), Failure> {
        let ledger = ledger(config);
        match self {
            Self::List => list(&ledger),
            Self::Open {
                round,
                supervisor,
                email,
                commitment,
            } => {
                let supervisor = Supervisor {
                    name: supervisor,
                    email,
                    commitment,
                };
                let reference = round.as_str();
                ledger.write_now(Actor::Operator, |tx| {
                    let round = offered::round_by_ref(tx.db, reference)?;
                    rounds::open(tx, &round, &supervisor)
                })?;
                report(&ledger, round)
            }
            Self::Close { round, reveal } => {
                ledger.write_now(Actor::Operator, |tx| {
                    let found = offered::round_by_ref(tx.db, round)?;
                    rounds::close(tx, &found)?;
                    match reveal {
                        Some(value) => rounds::reveal_missing(tx, round, value),
                        None => Ok(()),
                    }
                })?;
                report(&ledger, round)
            }
            Self::Reveal { round, value } => {
                ledger.write_now(Actor::Operator, |tx| rounds::reveal_missing(tx, round, value))?;
                report(&ledger, round)
            }
            Self::Export { round, to, supervisor } => {
                let bundle = ledger.db.read_now(|db| rounds::bundle(db, round, *supervisor))?;
                for name in bundle_folder::write(to, &bundle)? {
                    say(to.join(name).display());
                }
                Ok(())
            }
        }
    }
}

fn list(ledger: &Ledger) -> Result<(), Failure> {
    for round in ledger.db.read_now(|db| offered::rounds_in(db, Phase::ALL))? {
        line(&round);
    }
    Ok(())
}

fn report(ledger: &Ledger, reference: &str) -> Result<(), Failure> {
    let round: Result<Window, Error> = ledger.db.read_now(|db| offered::round_by_ref(db, reference));
    line(&round?);
    Ok(())
}

fn line(round: &Window) {
    say(format_args!(
        "{}  {:9}  closes {}  {}",
        round.reference,
        round.state.phase(),
        round.closes_at,
        round.name
    ));
}
