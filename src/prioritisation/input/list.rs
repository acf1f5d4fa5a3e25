//! The published list of references: one a line, in any order.

use crate::prioritisation::Ref;
use crate::prioritisation::problem::{Code, InputError, Problems, is_reference};
use std::collections::HashSet;

/// Reads a list of references. `name` is the file name shown in problems.
///
/// # Errors
/// Every problem found: I01 for what is no reference, I02 for one that is given twice.
pub fn read_list(name: &str, bytes: &[u8]) -> Result<Vec<Ref>, Vec<InputError>> {
    let mut problems = Problems::new(name);
    let text = String::from_utf8_lossy(bytes);
    let mut seen = HashSet::new();
    for (number, line) in (1usize..).zip(text.lines()) {
        let place = format!("line {number}");
        if !is_reference(line) {
            problems.add(Code::I01, place.as_str(), "expected 1 to 36 of A-Z a-z 0-9 _ -");
        }
        if !seen.insert(line) {
            problems.add(Code::I02, place, "this reference is given twice");
        }
    }
    problems.or(text.lines().map(str::to_owned).collect())
}
