//! The positions that come with the program: `data/places/`, made by `practise places`. Read once, at the first search.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

const OUTCODES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/places/outcodes.csv"));
const TOWNS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/places/towns.csv"));

/// The regions of England by the letters that `outcodes.csv` has for them.
const REGIONS: [(&str, &str); 9] = [
    ("NE", "North East"),
    ("NW", "North West"),
    ("YH", "Yorkshire"),
    ("EM", "East Midlands"),
    ("WM", "West Midlands"),
    ("EE", "East of England"),
    ("LN", "London"),
    ("SE", "South East"),
    ("SW", "South West"),
];

/// A position on the earth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl Point {
    /// Miles from here to there along the ground, on a round earth.
    pub fn miles_to(self, there: Self) -> f64 {
        const RADIUS: f64 = 3958.76;
        let (lat, other) = (self.lat.to_radians(), there.lat.to_radians());
        let (north, east) = ((other - lat) / 2.0, (there.lon - self.lon).to_radians() / 2.0);
        let chord = lat.cos().mul_add(other.cos() * east.sin().powi(2), north.sin().powi(2));
        2.0 * RADIUS * chord.sqrt().min(1.0).asin()
    }

    /// The middle of several positions; none if there are none.
    pub fn middle(points: impl IntoIterator<Item = Self>) -> Option<Self> {
        let (mut sum, mut count) = ((0.0, 0.0), 0.0);
        for point in points {
            sum = (sum.0 + point.lat, sum.1 + point.lon);
            count += 1.0;
        }
        (count > 0.0).then(|| Self {
            lat: sum.0 / count,
            lon: sum.1 / count,
        })
    }
}

/// A town or district by its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Town {
    /// Its name.
    pub name: &'static str,
    /// Its middle.
    pub point: Point,
}

struct Known {
    point: Point,
    region: &'static str,
}

static BY_OUTCODE: LazyLock<HashMap<&str, Known>> = LazyLock::new(|| {
    let read = |line: &'static str| {
        let mut fields = line.split(',');
        let (code, point) = (fields.next()?, point(&mut fields)?);
        Some((
            code,
            Known {
                point,
                region: fields.next()?,
            },
        ))
    };
    OUTCODES.lines().filter_map(read).collect()
});

static ALL_TOWNS: LazyLock<Vec<Town>> = LazyLock::new(|| {
    let read = |line: &'static str| {
        let mut fields = line.split(',');
        Some(Town {
            name: fields.next()?,
            point: point(&mut fields)?,
        })
    };
    TOWNS.lines().filter_map(read).collect()
});

fn point<'a>(fields: &mut impl Iterator<Item = &'a str>) -> Option<Point> {
    Some(Point {
        lat: fields.next()?.parse().ok()?,
        lon: fields.next()?.parse().ok()?,
    })
}

/// The middle of the postcodes that begin with this outcode (in capitals).
pub fn outcode(code: &str) -> Option<Point> {
    BY_OUTCODE.get(code).map(|known| known.point)
}

/// Towns and districts, the biggest first.
pub fn towns() -> &'static [Town] {
    &ALL_TOWNS
}

/// The regions of England: name and middle.
pub fn regions() -> Vec<Town> {
    let middle = |(letters, name): (&str, &'static str)| {
        let inside = BY_OUTCODE.values().filter(|known| known.region == letters);
        let mut points: Vec<Point> = inside.map(|known| known.point).collect();
        // The sum of decimals depends on their order, and that of the map is another in each process.
        points.sort_by(|one, other| one.lat.total_cmp(&other.lat).then(one.lon.total_cmp(&other.lon)));
        Point::middle(points).map(|point| Town { name, point })
    };
    REGIONS.into_iter().filter_map(middle).collect()
}
