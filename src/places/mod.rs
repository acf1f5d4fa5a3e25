//! Where places are: the first halves of postcodes and towns with their positions, how far apart they are, and a picture's outline of England.

mod compact;
mod gazetteer;
mod outline;
mod postcode;

pub use compact::{outcodes as compact_outcodes, towns as compact_towns};
pub use gazetteer::{Point, Town, outcode, regions, towns};
pub use outline::{Frame, outline};
pub use postcode::{Typed, read};

/// What the Open Government Licence asks every page with these positions to say somewhere.
pub const ATTRIBUTION: [&str; 4] = [
    "Contains public sector information licensed under the Open Government Licence v3.0.",
    "Contains OS data © Crown copyright and database right 2026.",
    "Contains Royal Mail data © Royal Mail copyright and database right 2026.",
    "Contains National Statistics data © Crown copyright and database right 2026.",
];
