//! The register of schools: what each is, where, and how many of its pupils could have free school meals, with the year and source of the figure.

pub mod import;
mod model;
mod store;
mod words;

pub use model::{Facts, Lookup, Percent, Phase, School, SchoolState, Share, Wanted, Years, used};
pub use store::{look_up, number_of, with_urn};
pub use words::words_of;
