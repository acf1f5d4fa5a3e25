//! Practise: one program that serves the pages, sends the mail, runs the scheduled work and does the command-line jobs.

use std::process::ExitCode;

fn main() -> ExitCode {
    practise::cli::run()
}
