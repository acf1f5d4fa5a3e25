//! The certificate: a tagged PDF that says who promised what, since when, and whether it still holds.

use super::commitment::Commitment;
use super::model::{Organisation, Pledge};
use super::promise::Said;
use super::standing;
use crate::dates;
use crate::db::Instant;
use crate::error::Error;
use crate::pdf::{Block, file};

/// What a certificate is made of.
pub struct Certificate {
    /// The pledge, which is or was on the register.
    pub pledge: Pledge,
    /// Its exact words.
    pub text: Commitment,
    /// Who promised it.
    pub organisation: Organisation,
    /// What is said to the clauses.
    pub said: Vec<Said>,
}

impl Certificate {
    /// The file, as of `now`. `address` is the page that says whether it holds on a later day.
    ///
    /// # Errors
    /// `NotFound` if the pledge never was on the register; `Internal` if the file cannot be written.
    pub fn pdf(&self, address: &str, now: Instant) -> Result<Vec<u8>, Error> {
        let standing = standing::sentences(&self.pledge).ok_or(Error::NotFound)?;
        let fact = |label: &str, words: String| Block::Fact(label.to_owned(), words);
        let title = if self.pledge.state.is_over() {
            format!("{}: no longer in force", self.text.title)
        } else {
            self.text.title.clone()
        };
        let mut blocks = vec![
            Block::Heading(1, title.clone()),
            Block::Heading(2, self.organisation.name.clone()),
            Block::Note(standing),
            fact(
                "Organisation",
                format!("{}, {}, {}", self.organisation.name, self.organisation.code, self.organisation.town),
            ),
            fact("Reference", self.pledge.reference.clone()),
            fact("As of", dates::day_of(now)),
            fact("Check it at", address.to_owned()),
            Block::Heading(2, "What was promised".to_owned()),
            Block::Note(self.text.about.clone()),
        ];
        for clause in &self.text.clauses {
            blocks.push(Block::Heading(3, clause.title.clone()));
            blocks.push(Block::Note(clause.text.clone()));
            let promised = self
                .said
                .iter()
                .find(|said| said.clause == clause.id)
                .and_then(|said| said.promised);
            if let (Some(number), Some(promised)) = (&clause.number, promised) {
                blocks.push(fact("Promised", format!("{promised} {}", number.unit)));
            }
        }
        blocks.push(fact("Version of the words", self.text.version.clone()));
        blocks.push(fact("SHA-256 of the words", self.text.sha256()));
        file(&title, &blocks, now)
    }
}
