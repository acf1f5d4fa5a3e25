//! Running the portal: backups, what the doctor says, and what shows from outside.

mod backup;
mod doctor;
mod examples;
mod seen;

use crate::support::app::{SECRET, TestApp};
use crate::support::process::Program;

/// The program over the database of a test, with the programs of Postgres in reach.
fn program(test: &TestApp, folder: &std::path::Path) -> Program {
    beside(&address(test), folder)
}

/// The program over another database.
fn beside(database: &str, folder: &std::path::Path) -> Program {
    let mut program = Program::new(database, SECRET, folder);
    program.set("PATH", &std::env::var("PATH").unwrap());
    program
}

/// The address of a test's database.
fn address(test: &TestApp) -> String {
    match test.db().url() {
        practise::config::DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
        practise::config::DatabaseUrl::Postgres(url) => url.clone(),
    }
}
