//! Practise: one program that serves the pages, sends the mail, runs the scheduled work and does the command-line jobs.

use std::process::ExitCode;

/// A page from the database is many small allocations: with this allocator a tenth less work.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    practise::cli::run()
}
