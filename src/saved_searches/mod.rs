//! Saved searches: emails about new placements, for an address that was proven, until somebody stops them.

mod ending;
mod forms;
mod link;
mod mails;
mod model;
mod news;
mod routes;
mod store;
mod views;

pub use ending::{KEPT, end_old};
pub use link::{SavedSearchLink, stop};
pub use model::{Every, SavedSearch};
pub use news::mail_new;
pub use store::of_address;

crate::routes! {
    "/saved-searches/new" { get Public => routes::new, post Public => routes::save }
    "/saved-searches/sent" { get Public => routes::sent }
}
