//! Reading the engine's files and listing their problems.

use crate::prioritisation::{Code, InputError, Policy, RoundInput};
use std::io::Write;
use std::path::Path;

/// Everything went well.
pub(super) const FINE: u8 = 0;
/// A check failed.
pub(super) const FAILED: u8 = 1;
/// The input is bad; nothing was written to the output.
pub(super) const BAD_INPUT: u8 = 2;

/// The bytes of a file; a file that cannot be read is one problem.
pub(super) fn bytes(path: &Path, code: Code) -> Result<Vec<u8>, Vec<InputError>> {
    std::fs::read(path).map_err(|error| {
        vec![InputError {
            code,
            file: name(path),
            place: "(file)".to_owned(),
            message: format!("cannot be read: {error}"),
        }]
    })
}

/// A file's name in problems: the path as it was given.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}

pub(super) fn policy(path: &Path) -> Result<Policy, Vec<InputError>> {
    Policy::parse(&name(path), &bytes(path, Code::P01)?)
}

pub(super) fn round(path: &Path, policy: &Policy) -> Result<RoundInput, Vec<InputError>> {
    RoundInput::parse(&name(path), &bytes(path, Code::I06)?, policy)
}

/// Lists problems, one a line, and says so in the exit code.
pub(super) fn refuse(problems: &[InputError], err: &mut dyn Write) -> std::io::Result<u8> {
    for problem in problems {
        writeln!(err, "{problem}")?;
    }
    Ok(BAD_INPUT)
}

/// Writes `text` and a line feed, or lists the problems.
pub(super) fn answer(text: Result<String, Vec<InputError>>, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    match text {
        Ok(text) => writeln!(out, "{text}").map(|()| FINE),
        Err(problems) => refuse(&problems, err),
    }
}
