//! Bringing the register up to date from published files: all of them are read and checked first, then everything is stored in one transaction.

mod changes;
mod layout;
mod record;
mod rows;
mod save;
mod table;

pub use changes::{Change, Changes};
pub use layout::census_year;
pub use record::{Entry, Given, Problem, Register, SourceFile, unless};
pub use save::import;

use self::table::Table;

/// Reads every file. `given` says the year and source of files that do not say them.
///
/// # Errors
/// All that is wrong with them, by file and line.
pub fn read(files: &[SourceFile], given: &Given) -> Result<Register, Vec<Problem>> {
    let mut register = Register::default();
    let mut problems = Vec::new();
    for file in files {
        match Table::open(file).and_then(|table| rows::read(&table, given, &mut register)) {
            Ok(()) => register.read.push(file.fingerprint()),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(register) } else { Err(problems) }
}
