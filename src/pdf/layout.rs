//! Blocks on pages of A4. Lengths are thousandths of a point; heights are counted from the top.

use super::Block;
use super::face::Faces;

/// The width of a page.
pub const WIDTH: i32 = 595_000;
/// The height of a page.
pub const HEIGHT: i32 = 842_000;
/// The empty edge on every side.
pub const MARGIN: i32 = 56_000;
/// The size of the text.
pub const SIZE: i32 = 10_000;

const LINE: i32 = 14_000;
const LABELS: i32 = 150_000;
const GAP: i32 = 12_000;
/// After a block.
const REST: i32 = 4_000;
/// A heading stands on a page with at least so much of what follows it.
const WITH_HEADING: i32 = 3 * LINE;

/// A line of text at its place.
pub struct Piece {
    /// The number of the block that it belongs to.
    pub block: usize,
    /// False for a label, which is read before what it says.
    pub body: bool,
    /// From the left edge of the page.
    pub left: i32,
    /// The baseline, from the top edge of the page.
    pub top: i32,
    /// The size of the text.
    pub size: i32,
    /// Which weight.
    pub bold: bool,
    /// The words.
    pub text: String,
}

/// The lines of one page.
pub type Page = Vec<Piece>;

/// Lays out blocks.
pub fn pages(blocks: &[Block], faces: &Faces) -> Vec<Page> {
    let mut sheet = Sheet {
        faces,
        pages: vec![Page::new()],
        top: MARGIN,
        block: 0,
    };
    for (number, block) in blocks.iter().enumerate() {
        sheet.block = number;
        match block {
            Block::Heading(level, text) => sheet.heading(*level, text),
            Block::Fact(label, words) => sheet.fact(label, words),
            Block::Note(words) => sheet.note(words),
        }
    }
    sheet.pages
}

struct Sheet<'f> {
    faces: &'f Faces,
    pages: Vec<Page>,
    top: i32,
    block: usize,
}

impl Sheet<'_> {
    /// Begins another page unless there is room for `height`.
    fn need(&mut self, height: i32) {
        if self.top + height > HEIGHT - MARGIN && self.top > MARGIN {
            self.pages.push(Page::new());
            self.top = MARGIN;
        }
    }

    /// Puts a line that ends at the current height plus `line`.
    fn put(&mut self, left: i32, line: i32, size: i32, bold: bool, body: bool, text: String) {
        let piece = Piece {
            block: self.block,
            body,
            left,
            top: self.top + line,
            size,
            bold,
            text,
        };
        if let Some(page) = self.pages.last_mut().filter(|_| !piece.text.trim().is_empty()) {
            page.push(piece);
        }
    }

    fn heading(&mut self, level: u16, text: &str) {
        let (size, before) = match level {
            1 => (20_000, 0),
            2 => (15_000, 18_000),
            3 => (12_000, 10_000),
            _ => (10_500, 8_000),
        };
        let line = size * 13 / 10;
        let lines = self.faces.bold.lines(text, size, WIDTH - 2 * MARGIN);
        let height = i32::try_from(lines.len()).unwrap_or(1) * line;
        if self.top > MARGIN {
            self.top += before;
        }
        self.need(height + WITH_HEADING);
        for text in lines {
            self.put(MARGIN, line, size, true, true, text);
            self.top += line;
        }
        self.top += REST;
    }

    fn fact(&mut self, label: &str, words: &str) {
        let left = MARGIN + LABELS + GAP;
        let mut labels = self.faces.bold.lines(label, SIZE, LABELS).into_iter();
        let mut bodies = self.faces.regular.lines(words, SIZE, WIDTH - MARGIN - left).into_iter();
        loop {
            let (label, body) = (labels.next(), bodies.next());
            if label.is_none() && body.is_none() {
                break;
            }
            self.need(LINE);
            self.put(MARGIN, LINE, SIZE, true, false, label.unwrap_or_default());
            self.put(left, LINE, SIZE, false, true, body.unwrap_or_default());
            self.top += LINE;
        }
        self.top += REST;
    }

    fn note(&mut self, words: &str) {
        for text in self.faces.regular.lines(words, SIZE, WIDTH - 2 * MARGIN) {
            self.need(LINE);
            self.put(MARGIN, LINE, SIZE, false, true, text);
            self.top += LINE;
        }
        self.top += REST;
    }
}
