//! What every page needs: layout, forms, errors, limits, assets.

mod allowance;
pub mod assets;
pub mod body;
pub mod client;
pub mod components;
pub mod connections;
pub mod error_pages;
pub mod errors;
pub mod form;
pub mod gate;
pub mod host;
pub mod layout;
mod limit;
pub mod limits;
pub mod page;
pub mod page_cache;
pub mod panics;
pub mod request_log;
pub mod routes;
pub mod security;
pub mod target;
pub mod typed_day;
pub mod upload;
