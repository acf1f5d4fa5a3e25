//! Emailed links: one purpose each, GET shows, POST acts, once.

mod handler;
mod model;
mod store;

pub use handler::{Answer, Handler, Handlers, Page};
pub use model::{Link, Purpose, Standing, digest, is_token, lifetimes, token};
pub use store::{by_id, find, issue, spend, supersede};
