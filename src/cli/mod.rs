//! The command line: a file per command. Exit status 0: done; 1: it failed; 2: the settings or the arguments are wrong.

pub mod allocate;
mod audit;
mod backup;
mod bundle_folder;
mod demo;
mod doctor;
pub mod draw;
mod files;
mod grant;
mod import;
mod jobs;
mod mail;
mod migrate;
mod organisation;
mod person;
mod places;
pub mod rank;
mod round;
mod second_factor;
mod serve;
pub mod verify;
pub mod verify_round;

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::logging;
use crate::random::Random;
use crate::tx::Ledger;

/// How long a command or a page waits for a free connection.
const CONNECTION_WAIT: Duration = Duration::from_secs(5);

#[derive(Debug, Parser)]
#[command(
    name = "practise",
    version,
    about = "Fair work experience in healthcare",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages, send the mail and run the scheduled work
    Serve,
    /// Bring the database to this program's version
    Migrate,
    /// Write a copy of everything into a file, while the portal runs
    Backup(backup::Backup),
    /// Bring a backup into an empty database, or check one
    Restore(backup::Restore),
    /// Say what is well and what is not: settings, database, mail, scheduled work, audit log
    Doctor,
    /// Fill an empty database with invented people and placements
    Demo(demo::Demo),
    /// Data that others publish: the register of schools, and organisations with their areas
    #[command(subcommand)]
    Import(import::Import),
    /// What becomes of organisations: mergers
    #[command(subcommand)]
    Organisation(organisation::Organisation),
    /// Rounds: open, close, reveal, list, export
    #[command(subcommand)]
    Round(round::Round),
    /// Give a person a role
    Grant(grant::Named),
    /// Take a role away from a person
    Revoke(grant::Named),
    /// Let somebody who lost their phone and their recovery codes set up a second factor anew
    ForgetSecondFactor(second_factor::SecondFactor),
    /// Scheduled work
    #[command(subcommand)]
    Jobs(jobs::Jobs),
    /// The audit log
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Everything about a person, or what was erased
    #[command(subcommand)]
    Export(person::Export),
    /// Erase a person and everything about them
    Erase(person::Erase),
    /// Mail that could not be sent
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Make the lists of positions in `data/places` of the public lists that they come from
    Places(places::Places),
    /// Write the priority order of every opportunity of a round file
    Rank(rank::RankArgs),
    /// Give out the places of a round file, or of a market file
    Allocate(allocate::AllocateArgs),
    /// Make and check the values of a draw
    Draw(draw::DrawArgs),
    /// Check a result against its policy and round, without solving it again
    Verify(verify::VerifyArgs),
    /// Check a whole round: from the folder that was published of it, or from the database
    VerifyRound(verify_round::VerifyRoundArgs),
}

/// Why a command did not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The settings are wrong: one sentence each.
    Settings(Vec<String>),
    /// Something went wrong on the way.
    Words(String),
    /// What is wrong has been said already; the exit status tells of which kind it is.
    Said(u8),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Words(error.to_string())
    }
}

/// Reads the arguments and the settings, and runs the command.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    // The engine's commands work on files alone: they need no settings, so that an outsider can run them.
    let checked = match &arguments.command {
        Command::Rank(args) => Some(rank::run(args, &mut out, &mut err)),
        Command::Allocate(args) => Some(allocate::run(args, &mut out, &mut err)),
        Command::Draw(args) => Some(draw::run(args, &mut out, &mut err)),
        Command::Verify(args) => Some(verify::run(args, &mut out, &mut err)),
        Command::VerifyRound(args) => args.bundle.as_deref().map(|folder| verify_round::run(folder, &mut out, &mut err)),
        _ => None,
    };
    if let Some(code) = checked {
        return code.map_or(ExitCode::FAILURE, ExitCode::from);
    }
    let done = Config::from_environment().map_err(Failure::Settings).and_then(|config| {
        logging::start(config.json_log);
        match arguments.command {
            Command::Serve => serve::run(config),
            Command::Migrate => migrate::run(&config),
            Command::Backup(command) => command.run(&config),
            Command::Restore(command) => command.run(&config),
            Command::Doctor => doctor::run(&config),
            Command::Demo(command) => command.run(&config),
            Command::Import(command) => command.run(&config),
            Command::Organisation(command) => command.run(&config),
            Command::Round(command) => command.run(&config),
            Command::Grant(named) => named.grant(&config),
            Command::Revoke(named) => named.revoke(&config),
            Command::ForgetSecondFactor(command) => command.forget(&config),
            Command::Jobs(command) => command.run(&config),
            Command::Audit(command) => command.run(&config),
            Command::Export(command) => command.run(&config),
            Command::Erase(command) => command.run(&config),
            Command::Mail(command) => command.run(&config),
            Command::Places(command) => command.run(),
            Command::VerifyRound(args) => verify_round::stored(&args, &config),
            Command::Rank(_) | Command::Allocate(_) | Command::Draw(_) | Command::Verify(_) => Ok(()),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Settings(problems)) => {
            problems.iter().for_each(complain);
            ExitCode::from(2)
        }
        Err(Failure::Words(words)) => {
            complain(words);
            ExitCode::FAILURE
        }
        Err(Failure::Said(status)) => ExitCode::from(status),
    }
}

/// The ledger of the configured database, without a connection yet.
fn ledger(config: &Config) -> Ledger {
    let connections = config.database_connections;
    let db = Db::open(&config.database, connections, CONNECTION_WAIT).with_replica(config.replica.as_ref(), connections);
    Ledger::new(config, db, Clock::System, Random::System)
}

/// One line for whoever ran the command. A closed pipe is their choice.
fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// One line of what went wrong.
fn complain(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "practise: {line}");
}
