//! PDF files with real text, headings and a language, so that they can be searched and read aloud.

mod face;
mod layout;
mod write;

use self::face::Faces;
use crate::db::Instant;
use crate::error::Error;

/// What stands one below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of a level, from 1.
    Heading(u16, String),
    /// A label and what it says.
    Fact(String, String),
    /// A paragraph.
    Note(String),
}

/// Blocks as a file that is called `title`. The same blocks at the same moment give the same file.
///
/// # Errors
/// `Internal` if a font cannot be read or the file cannot be written.
pub fn file(title: &str, blocks: &[Block], now: Instant) -> Result<Vec<u8>, Error> {
    let faces = Faces::new()?;
    let pages = layout::pages(blocks, &faces);
    write::file(title, blocks, &pages, &faces, now)
}
