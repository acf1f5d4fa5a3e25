//! How far away placements are.

use super::bits::Bits;
use super::index::Index;
use super::wanted::Near;

/// The distances that can be chosen, in miles.
pub const MILES: [u16; 6] = [5, 10, 20, 30, 50, 100];
/// The distance if none is chosen.
pub const DEFAULT: u16 = 20;

/// How far every placement is from one point.
pub struct Distances<'i> {
    index: &'i Index,
    /// Miles by the number of the outcode; infinite for one whose place is not known.
    of_outcode: Vec<f64>,
}

impl<'i> Distances<'i> {
    /// How far every placement is from `near`.
    pub fn of(index: &'i Index, near: &Near) -> Self {
        let miles = |point: &Option<_>| point.map_or(f64::INFINITY, |point| near.point.miles_to(point));
        Self {
            index,
            of_outcode: index.outcodes().iter().map(miles).collect(),
        }
    }

    /// Miles to a placement; infinite if its place is not known.
    pub fn miles(&self, number: usize) -> f64 {
        self.of_outcode.get(self.index.outcode(number)).copied().unwrap_or(f64::INFINITY)
    }

    /// The placements within so many miles. What can be done from home is near everywhere.
    pub fn within(&self, miles: u16) -> Bits {
        let limit = f64::from(miles);
        let mut near = Bits::of(self.index.len(), |number| self.miles(number) <= limit);
        near.or(self.index.at_home());
        near
    }

    /// How many of `among` are within each of [`MILES`].
    pub fn counts(&self, among: &Bits) -> [usize; MILES.len()] {
        let mut counts = [0; MILES.len()];
        let home = self.index.at_home();
        for number in among.from(0) {
            let miles = if home.has(number) { 0.0 } else { self.miles(number) };
            if let Some(at) = MILES.iter().position(|limit| miles <= f64::from(*limit)) {
                counts[at] += 1;
            }
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        counts
    }
}
