//! The register of schools: importing it, finding a school, and what becomes of the school that an applicant picks. The schools are made up.

mod importing;
mod picking;
mod real;

use practise::error::Error;
use practise::schools::import::{self, Changes, Given, Problem, Register, SourceFile};
use practise::tx::Tx;

use crate::support::app::TestApp;
use crate::support::source::root;

/// A fixture in the layout of the published file.
pub fn fixture(name: &str) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        bytes: std::fs::read(root().join("tests/fixtures/schools").join(name)).unwrap(),
    }
}

/// A file that a test writes itself.
pub fn file(name: &str, text: &str) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

/// What is said of the shares of 2022 to 2023.
pub fn given() -> Given {
    Given {
        census_year: Some(2023),
        source: Some("Department for Examples".to_owned()),
    }
}

pub fn read(files: &[SourceFile]) -> Result<Register, Vec<Problem>> {
    import::read(files, &given())
}

pub fn bring_in(tx: &mut Tx<'_>, files: &[SourceFile]) -> Result<Changes, Error> {
    import::import(tx, &read(files).unwrap())
}

/// A register with all fixtures but the one of several years.
pub fn with_register(test: &TestApp) -> Changes {
    test.write(|tx| bring_in(tx, &[fixture("register.csv"), fixture("links.csv"), fixture("shares.csv")]))
}
