//! Organisations and areas: the import of a published file, and mergers. The organisations are made up.

mod contacts;
mod importing;
mod merging;

use practise::organisations::OrganisationKind;
use practise::organisations::import::{self, Changes, Organisations};
use practise::schools::import::{Problem, SourceFile};

use crate::support::app::TestApp;
use crate::support::source::root;

/// The fixture in the layout of the published file.
pub fn fixture() -> String {
    std::fs::read_to_string(root().join("tests/fixtures/organisations/trusts.csv")).unwrap()
}

pub fn read(text: &str, kind: OrganisationKind) -> Result<Organisations, Vec<Problem>> {
    let file = SourceFile {
        name: "f.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    import::read(&file, kind)
}

pub fn bring_in(test: &TestApp, text: &str) -> Changes {
    let read = read(text, OrganisationKind::NhsTrust).unwrap();
    test.write(|tx| import::import(tx, &read))
}
