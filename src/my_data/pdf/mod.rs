//! A file to read: everything about a person as a PDF with real text, headings and a language, so that it can be searched and read aloud.

mod face;
mod flow;
mod layout;
mod write;

use self::face::Faces;
use super::model::Item;
use crate::db::Instant;
use crate::error::Error;

/// The tree `all`, made at `now`, as a PDF. The same tree at the same moment gives the same pages.
///
/// # Errors
/// `Internal` if a font cannot be read or the file cannot be written.
pub fn pdf(all: &Item, now: Instant) -> Result<Vec<u8>, Error> {
    let faces = Faces::new()?;
    let blocks = flow::blocks(all);
    let pages = layout::pages(&blocks, &faces);
    write::file(&all.title, &blocks, &pages, &faces, now)
}
