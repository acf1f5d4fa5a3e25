//! The mail that was sent, to read in a browser: only in development.

mod routes;
mod store;
mod views;

use crate::routes;

routes! {
    "/dev/mail" { get Development => routes::list }
    "/dev/mail/{id}" { get Development => routes::show }
}
