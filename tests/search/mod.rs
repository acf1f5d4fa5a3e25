//! Searching placements: what is found is what a plain reading of the rules finds, on both databases, page by page.

mod against_the_rules;
mod kept;
mod pages;
mod places;
mod saved;
