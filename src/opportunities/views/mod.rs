//! The pages of the public list and of a placement.

mod filters;
mod list;
mod placement;

pub use list::List;
pub use placement::{Placement, card};
