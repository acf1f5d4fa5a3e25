//! The pages as a file: real text in an embedded font, tagged with headings and paragraphs in reading order, an outline, a title and a language.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::TextDirection;

use super::Block;
use super::face::Faces;
use super::layout::{HEIGHT, MARGIN, Page, SIZE, WIDTH};
use crate::db::Instant;
use crate::error::Error;

const LANGUAGE: &str = "en-GB";

/// What is drawn of each block, in the order in which it is read: first labels, then what they say.
type Drawn = BTreeMap<(usize, bool), Vec<Identifier>>;

/// The file. It keeps to PDF/UA-1; words that this standard cannot hold, such as a letter without a meaning of its own, are written without its mark.
pub fn file(title: &str, blocks: &[Block], pages: &[Page], faces: &Faces, now: Instant) -> Result<Vec<u8>, Error> {
    let strict = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Error::internal(format!("the settings of the file: {error:?}")))?;
    written(title, blocks, pages, faces, now, strict)
        .or_else(|()| written(title, blocks, pages, faces, now, Configuration::default()))
        .map_err(|()| Error::internal("a PDF cannot be written"))
}

/// The error of the library can repeat words of the file, so it is not passed on.
fn written(
    title: &str,
    blocks: &[Block],
    pages: &[Page],
    faces: &Faces,
    now: Instant,
    configuration: Configuration,
) -> Result<Vec<u8>, ()> {
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut drawn = Drawn::new();
    for (index, page) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(points(WIDTH), points(HEIGHT)).ok_or(())?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        draw(&mut surface, page, faces, &mut drawn);
        number(&mut surface, index + 1, pages.len(), faces);
        surface.finish();
        sheet.finish();
    }
    document.set_tag_tree(tags(blocks, drawn));
    document.set_outline(outline(blocks, pages));
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(LANGUAGE.to_owned())
            .creation_date(date(now)),
    );
    document.finish().map_err(|_| ())
}

fn draw(surface: &mut Surface<'_>, page: &Page, faces: &Faces, drawn: &mut Drawn) {
    for piece in page {
        let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        surface.draw_text(
            Point::from_xy(points(piece.left), points(piece.top)),
            faces.weight(piece.bold).font.clone(),
            points(piece.size),
            &piece.text,
            false,
            TextDirection::Auto,
        );
        surface.end_tagged();
        drawn.entry((piece.block, piece.body)).or_default().push(id);
    }
}

/// The number of the page, at its foot; it is not part of what is read.
fn number(surface: &mut Surface<'_>, page: usize, pages: usize, faces: &Faces) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    surface.draw_text(
        Point::from_xy(points(MARGIN), points(HEIGHT - MARGIN / 2)),
        faces.regular.font.clone(),
        points(SIZE * 9 / 10),
        &format!("Page {page} of {pages}"),
        false,
        TextDirection::Auto,
    );
    surface.end_tagged();
}

fn tags(blocks: &[Block], mut drawn: Drawn) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    for (index, block) in blocks.iter().enumerate() {
        let mut group = match block {
            Block::Heading(level, text) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                TagGroup::new(Tag::Hn(level, Some(text.clone())))
            }
            Block::Fact(..) | Block::Note(_) => TagGroup::new(Tag::P),
        };
        for part in [false, true] {
            for id in drawn.remove(&(index, part)).unwrap_or_default() {
                group.push(id);
            }
        }
        tree.push(group);
    }
    tree
}

/// The headings of the first three levels: the title, the groups, and what is in them.
fn outline(blocks: &[Block], pages: &[Page]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for (index, page) in pages.iter().enumerate() {
        let mut last = None;
        for piece in page {
            let Some(Block::Heading(level, text)) = blocks.get(piece.block).filter(|_| last != Some(piece.block)) else {
                continue;
            };
            last = Some(piece.block);
            let target = Point::from_xy(points(piece.left), points(piece.top - piece.size));
            let node = OutlineNode::new(text.clone(), XyzDestination::new(index, target));
            match (level, &mut open) {
                (3, Some(open)) => open.push_child(node),
                (1 | 2, open) => {
                    if let Some(done) = open.replace(node) {
                        outline.push_child(done);
                    }
                }
                _ => {}
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}

fn date(at: Instant) -> DateTime {
    let at = at.utc();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(at.month().into())
        .day(at.day())
        .hour(at.hour())
        .minute(at.minute())
        .second(at.second())
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Thousandths of a point as points.
fn points(thousandths: i32) -> f32 {
    let part = |number: i32| f32::from(i16::try_from(number).unwrap_or_default());
    part(thousandths / 1000) + part(thousandths % 1000) / 1000.0
}
