//! The page layer: assets, components, the layout and the pages for when something goes wrong.

pub mod assets;
pub mod components;
pub mod error_pages;
pub mod layout;
