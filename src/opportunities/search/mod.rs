//! Searching placements: what can be asked for, what is kept in memory to answer fast, and how it is answered.

mod bits;
mod find;
mod fold;
mod index;
mod kept;
mod load;
mod map;
mod near;
mod wanted;
mod words;

pub use bits::Bits;
pub use find::{Hit, Page, Results, TownCount, new_since, search, soonest};
pub use fold::folded;
pub use index::{Entry, Index, Window};
pub use kept::Listing;
pub use load::{load, version};
pub use map::Map;
pub use near::MILES;
pub use wanted::{Filter, How, Near, OFFERED, Sort, Wanted, Who};
pub use words::Words;
