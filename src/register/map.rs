//! What was found as a picture: a dot for each area, with its number. The page says the same in a table.

use askama::Template;

use super::find::AreaCount;
use crate::places::{self, Frame};

/// The picture's height in its own units.
const HEIGHT: f64 = 520.0;
/// At most so many areas have their name beside them.
const NAMES: usize = 13;
/// How wide a letter is, at most, and how high a line.
const LETTER: f64 = 7.5;
const LINE: f64 = 15.0;

struct Dot {
    x: f64,
    y: f64,
    radius: f64,
}

struct Name {
    x: f64,
    y: f64,
    anchor: &'static str,
    words: String,
}

/// The picture.
#[derive(Template)]
#[template(path = "register/map.svg")]
pub struct Map {
    width: f64,
    height: f64,
    outline: String,
    dots: Vec<Dot>,
    names: Vec<Name>,
}

impl Map {
    /// The picture of these areas, most first: larger dots lie below smaller ones, and the first ones have their names.
    pub fn new(areas: &[AreaCount]) -> Self {
        let frame = Frame { height: HEIGHT };
        let mut map = Self {
            width: frame.width(),
            height: HEIGHT,
            outline: places::outline(frame),
            dots: Vec::new(),
            names: Vec::new(),
        };
        let mut taken: Vec<(f64, f64, f64)> = Vec::new();
        for area in areas {
            let Some((x, y)) = area.point.and_then(|point| frame.place(point)) else {
                continue;
            };
            let dot = Dot::new(x, y, area.count);
            if map.names.len() < NAMES {
                map.names.extend(name(frame.width(), &dot, area, &mut taken));
            }
            map.dots.push(dot);
        }
        map
    }
}

impl Dot {
    /// A dot whose area grows with the number, as far as there is room.
    fn new(x: f64, y: f64, count: usize) -> Self {
        let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        Self {
            x,
            y,
            radius: count.sqrt().mul_add(1.2, 4.0).min(26.0),
        }
    }
}

/// The name of an area beside its dot; one that would lie over another is left out.
fn name(width: f64, dot: &Dot, area: &AreaCount, taken: &mut Vec<(f64, f64, f64)>) -> Option<Name> {
    let words = format!("{}: {}", area.area.name, area.count);
    let length = f64::from(u32::try_from(words.chars().count()).unwrap_or(u32::MAX)) * LETTER;
    let gap = dot.radius + 4.0;
    let right = dot.x + gap + length <= width;
    let left = if right { dot.x + gap } else { (dot.x - gap - length).max(0.0) };
    let free = |(from, to, line): &(f64, f64, f64)| *to < left || left + length < *from || (line - dot.y).abs() >= LINE;
    if !taken.iter().all(free) {
        return None;
    }
    taken.push((left, left + length, dot.y));
    Some(Name {
        x: left,
        y: dot.y + 5.0,
        anchor: "start",
        words,
    })
}
