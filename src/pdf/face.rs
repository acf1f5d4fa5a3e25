//! The two weights of the font: how wide words are, and where a line ends. Lengths are thousandths of a point.

use krilla::text::Font;
use rustybuzz::UnicodeBuffer;

use crate::error::Error;

static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/regular.ttf"));
static BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bold.ttf"));

/// Stands for a letter that the font does not have.
const MISSING: char = '\u{fffd}';

/// Both weights.
pub struct Faces {
    /// For what somebody wrote.
    pub regular: Face,
    /// For headings and labels.
    pub bold: Face,
}

impl Faces {
    /// Reads the fonts that the program carries.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {
            regular: Face::new(REGULAR)?,
            bold: Face::new(BOLD)?,
        })
    }

    /// The weight.
    pub fn weight(&self, bold: bool) -> &Face {
        if bold { &self.bold } else { &self.regular }
    }
}

/// One weight.
pub struct Face {
    /// For drawing.
    pub font: Font,
    shape: rustybuzz::Face<'static>,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, Error> {
        let unreadable = || Error::internal("the font of the program cannot be read");
        Ok(Self {
            font: Font::new(bytes.into(), 0).ok_or_else(unreadable)?,
            shape: rustybuzz::Face::from_slice(bytes, 0).ok_or_else(unreadable)?,
        })
    }

    /// The width of a line at a size.
    pub fn width(&self, text: &str, size: i32) -> i32 {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let glyphs = rustybuzz::shape(&self.shape, &[], buffer);
        let units: i64 = glyphs.glyph_positions().iter().map(|glyph| i64::from(glyph.x_advance)).sum();
        let width = units * i64::from(size) / i64::from(self.shape.units_per_em().max(1));
        i32::try_from(width).unwrap_or(i32::MAX)
    }

    /// The text without control characters, and with a sign in place of each letter that the font does not have. Line breaks stay.
    fn clean(&self, text: &str) -> String {
        let clean = |c: char| match c {
            '\n' => Some(c),
            '\t' | '\u{a0}' => Some(' '),
            c if c.is_control() => None,
            c if self.shape.glyph_index(c).is_some() => Some(c),
            _ => Some(MISSING),
        };
        text.chars().filter_map(clean).collect()
    }

    /// The text in lines that fit into `width`. A line that goes on ends with a space, so that its last word does not run into the next one.
    pub fn lines(&self, text: &str, size: i32, width: i32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in self.clean(text).trim_end().split('\n') {
            self.wrap(paragraph, size, width, &mut lines);
        }
        lines
    }

    fn wrap(&self, paragraph: &str, size: i32, width: i32, lines: &mut Vec<String>) {
        let space = self.width(" ", size);
        let (mut line, mut used) = (String::new(), 0);
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            for part in self.parts(word, size, width) {
                let needed = self.width(&part, size);
                if !line.is_empty() && used + space + needed > width {
                    line.push(' ');
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                if !line.is_empty() {
                    line.push(' ');
                    used += space;
                }
                line.push_str(&part);
                used += needed;
            }
        }
        lines.push(line);
    }

    /// A word in parts that each fit into a line: one for every word but very long ones.
    fn parts(&self, word: &str, size: i32, width: i32) -> Vec<String> {
        if self.width(word, size) <= width {
            return vec![word.to_owned()];
        }
        let mut parts = vec![String::new()];
        for c in word.chars() {
            if let Some(last) = parts.last_mut() {
                let longer = format!("{last}{c}");
                if last.is_empty() || self.width(&longer, size) <= width {
                    *last = longer;
                } else {
                    parts.push(c.to_string());
                }
            }
        }
        parts
    }
}
