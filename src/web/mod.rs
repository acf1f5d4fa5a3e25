//! What every page needs: layout, forms, errors, limits, assets.

pub mod assets;
pub mod components;
pub mod errors;
pub mod form;
pub mod layout;
pub mod page;
pub mod routes;
