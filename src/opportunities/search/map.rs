//! What was found as a picture: a dot for each town. The page says the same in a list.

use askama::Template;

use super::find::TownCount;
use crate::places::{self, Frame};

/// The picture's height in its own units.
const HEIGHT: f64 = 520.0;
/// At most so many towns have their name beside them.
const NAMES: usize = 12;
/// How wide a letter is, at most, and how high a line.
const LETTER: f64 = 7.5;
const LINE: f64 = 15.0;

/// A dot.
struct Dot {
    x: f64,
    y: f64,
    radius: f64,
}

/// A name beside a dot, or in the middle of a region.
struct Name {
    x: f64,
    y: f64,
    anchor: &'static str,
    words: String,
}

/// The picture.
#[derive(Template)]
#[template(path = "opportunities/map.svg")]
pub struct Map {
    width: f64,
    height: f64,
    outline: String,
    regions: Vec<Name>,
    dots: Vec<Dot>,
    names: Vec<Name>,
}

impl Map {
    /// The picture of these towns, most first: larger dots lie below smaller ones, and the first ones have their names.
    pub fn new(towns: &[TownCount]) -> Self {
        let frame = Frame { height: HEIGHT };
        let placed: Vec<(f64, f64, &TownCount)> = towns
            .iter()
            .filter_map(|town| frame.place(town.point?).map(|(x, y)| (x, y, town)))
            .collect();
        Self {
            width: frame.width(),
            height: HEIGHT,
            outline: places::outline(frame),
            regions: regions(frame),
            dots: placed.iter().map(|(x, y, town)| Dot::new(*x, *y, town.count)).collect(),
            names: names(frame, &placed),
        }
    }
}

impl Dot {
    /// A dot whose area grows with the number, as far as there is room.
    fn new(x: f64, y: f64, count: usize) -> Self {
        let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        Self {
            x,
            y,
            radius: count.sqrt().mul_add(1.5, 3.0).min(18.0),
        }
    }
}

fn regions(frame: Frame) -> Vec<Name> {
    let name = |region: places::Town| {
        let (x, y) = frame.place(region.point)?;
        Some(Name {
            x,
            y,
            anchor: "middle",
            words: region.name.to_owned(),
        })
    };
    places::regions().into_iter().filter_map(name).collect()
}

/// The names of the largest towns; one that would lie over another is left out.
fn names(frame: Frame, placed: &[(f64, f64, &TownCount)]) -> Vec<Name> {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    let mut names = Vec::new();
    for (x, y, town) in placed.iter().take(NAMES) {
        let length = f64::from(u32::try_from(town.name.chars().count()).unwrap_or(u32::MAX)) * LETTER;
        let gap = Dot::new(*x, *y, town.count).radius + 4.0;
        let right = x + gap + length <= frame.width();
        let left_edge = if right { x + gap } else { x - gap - length };
        let free = |(from, to, line): &(f64, f64, f64)| *to < left_edge || left_edge + length < *from || (line - y).abs() >= LINE;
        if taken.iter().all(free) {
            taken.push((left_edge, left_edge + length, *y));
            names.push(Name {
                x: if right { x + gap } else { x - gap },
                y: y + 5.0,
                anchor: if right { "start" } else { "end" },
                words: town.name.clone(),
            });
        }
    }
    names
}
