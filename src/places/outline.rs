//! A simple outline of England for small maps, and how a position becomes a place on the picture.

use super::gazetteer::Point;

/// Corners of the coast and of the borders with Scotland and Wales, clockwise from Berwick: degrees north and east, drawn by hand.
const OUTLINE: [(f64, f64); 83] = [
    (55.81, -2.03),
    (55.60, -1.65),
    (55.28, -1.54),
    (55.00, -1.41),
    (54.69, -1.18),
    (54.63, -1.05),
    (54.57, -0.79),
    (54.49, -0.60),
    (54.28, -0.39),
    (54.12, -0.08),
    (53.89, -0.17),
    (53.60, 0.12),
    (53.70, -0.32),
    (53.57, -0.02),
    (53.40, 0.23),
    (53.12, 0.34),
    (52.93, 0.06),
    (52.80, 0.30),
    (52.97, 0.54),
    (52.96, 0.99),
    (52.82, 1.50),
    (52.60, 1.74),
    (52.33, 1.68),
    (52.08, 1.58),
    (51.94, 1.29),
    (51.78, 1.13),
    (51.70, 0.95),
    (51.53, 0.80),
    (51.46, 0.45),
    (51.44, 0.75),
    (51.38, 1.10),
    (51.37, 1.44),
    (51.13, 1.37),
    (51.06, 1.12),
    (50.92, 0.97),
    (50.85, 0.57),
    (50.74, 0.25),
    (50.83, -0.17),
    (50.80, -0.54),
    (50.73, -0.79),
    (50.79, -1.09),
    (50.84, -1.31),
    (50.74, -1.58),
    (50.71, -1.92),
    (50.59, -1.96),
    (50.61, -2.43),
    (50.52, -2.45),
    (50.72, -2.94),
    (50.66, -3.30),
    (50.54, -3.49),
    (50.35, -3.55),
    (50.21, -3.72),
    (50.32, -4.12),
    (50.33, -4.60),
    (50.15, -5.03),
    (49.96, -5.20),
    (50.07, -5.71),
    (50.21, -5.48),
    (50.42, -5.08),
    (50.66, -4.76),
    (50.94, -4.54),
    (51.02, -4.53),
    (51.20, -4.20),
    (51.23, -3.78),
    (51.20, -3.10),
    (51.35, -2.98),
    (51.50, -2.72),
    (51.64, -2.67),
    (51.83, -2.67),
    (51.96, -3.04),
    (52.24, -3.12),
    (52.50, -3.10),
    (52.87, -3.13),
    (53.10, -2.88),
    (53.27, -3.06),
    (53.41, -3.18),
    (53.60, -3.05),
    (53.83, -3.05),
    (54.05, -2.88),
    (54.10, -3.23),
    (54.51, -3.62),
    (54.93, -3.30),
    (55.05, -2.85),
];
/// From the end of the Solway back to Berwick: the border with Scotland.
const BORDER: [(f64, f64); 3] = [(55.25, -2.60), (55.43, -2.25), (55.64, -2.20)];

/// A picture of England: where its edges are, and how large it is.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The picture's height in its own units.
    pub height: f64,
}

/// The northernmost and the southernmost degree, the westernmost and the easternmost.
const EDGES: (f64, f64, f64, f64) = (55.95, 49.80, -6.00, 2.30);
/// How much shorter a degree east is than a degree north, in the middle of England.
const NARROWER: f64 = 0.6;

impl Frame {
    /// The picture's width, in the same units as its height.
    pub fn width(self) -> f64 {
        (EDGES.3 - EDGES.2) * NARROWER * self.scale()
    }

    fn scale(self) -> f64 {
        self.height / (EDGES.0 - EDGES.1)
    }

    /// Where a position is on the picture, from its upper left corner; none if it is outside.
    pub fn place(self, point: Point) -> Option<(f64, f64)> {
        let (x, y) = (
            (point.lon - EDGES.2) * NARROWER * self.scale(),
            (EDGES.0 - point.lat) * self.scale(),
        );
        ((0.0..=self.width()).contains(&x) && (0.0..=self.height).contains(&y)).then_some((x, y))
    }
}

/// The outline as the corners of one polygon, "x,y x,y …".
pub fn outline(frame: Frame) -> String {
    let corners = OUTLINE.into_iter().chain(BORDER);
    let placed = corners.filter_map(|(lat, lon)| frame.place(Point { lat, lon }));
    placed.map(|(x, y)| format!("{x:.0},{y:.0}")).collect::<Vec<_>>().join(" ")
}
