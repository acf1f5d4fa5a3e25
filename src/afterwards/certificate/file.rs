//! The certificate as a tagged PDF file.

use super::model::{Body, Certificate};
use crate::dates;
use crate::error::Error;
use crate::pdf::{Block, file};

/// The file. The same certificate always gives the same file. `public_url` is where its check page is.
///
/// # Errors
/// `Conflict`, in words for its reader, if it was withdrawn; `NotFound` once its person is erased; `Internal` if it cannot be written.
pub fn pdf(known: &Certificate, public_url: &str) -> Result<Vec<u8>, Error> {
    if known.withdrawn_at.is_some() {
        return Err(Error::conflict("This certificate was withdrawn by the organisation."));
    }
    let body = known.body.as_ref().ok_or(Error::NotFound)?;
    let title = "Certificate of work experience";
    let mut blocks = vec![
        Block::Heading(1, title.to_owned()),
        Block::Heading(2, body.name.clone()),
        Block::Note(format!("took part in a placement with {}.", body.organisation)),
    ];
    blocks.extend(facts(known, body, public_url).map(|(label, words)| Block::Fact(label.to_owned(), words)));
    blocks.push(Block::Heading(2, "What was done".to_owned()));
    let paragraphs = body.activities.split('\n').map(str::trim).filter(|words| !words.is_empty());
    blocks.extend(paragraphs.map(|words| Block::Note(words.to_owned())));
    if !body.values.is_empty() {
        blocks.push(Block::Heading(2, "NHS values that were seen".to_owned()));
    }
    for seen in &body.values {
        let words = format!("{} ({})", seen.note, dates::day(seen.on_day));
        blocks.push(Block::Fact(seen.value.words().to_owned(), words));
    }
    blocks.push(Block::Note(
        "A placement is not a promise of a job or of a place on a course.".to_owned(),
    ));
    file(title, &blocks, known.issued_at)
}

fn facts(known: &Certificate, body: &Body, public_url: &str) -> impl Iterator<Item = (&'static str, String)> {
    let days = match (body.days.first(), body.days.last()) {
        (Some(first), Some(last)) if body.days.len() > 1 => format!("{}, {} days in all", dates::days(*first, *last), body.days.len()),
        (Some(first), _) => dates::day(*first),
        (None, _) => String::new(),
    };
    let hours = body.hours.map(|hours| ("Hours", hours.to_string()));
    [("Placement", body.title.clone()), ("Days", days)].into_iter().chain(hours).chain([
        ("Number", known.number.clone()),
        ("Issued", dates::day_of(known.issued_at)),
        ("Check it at", format!("{public_url}{}", known.path())),
    ])
}
