//! Emailed links: one purpose each, GET shows, POST acts, once.

mod code;
mod handler;
mod model;
mod routes;
mod store;
mod views;

pub use code::sign_in_code;
pub use handler::{Answer, Handler, Handlers, Page, Posted};
pub use model::{Link, Purpose, Standing, address, digest, is_token, lifetimes, token};
pub use store::{about, answered, by_id, find, forget, issue, live, sent_to, spend, supersede};

use crate::routes;

routes! {
    "/links/{token}" { get Link => routes::show, post Link => routes::answer }
    "/links/{token}/again" { get Link => routes::on_its_way, post Link => routes::again }
}
