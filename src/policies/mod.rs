//! Policies: which of the published ones new rounds get, who adopted it and why, and the words for what a policy names.

mod model;
mod store;
mod words;

pub use model::{Adoption, NewAdoption, file_of, key_of, most_choices, name_of, named, shipped, text_of, with_key};
pub use store::{adopt, in_force, latest, overtaken};
pub use words::{capitalised, criterion_short, criterion_words, statement_words};
