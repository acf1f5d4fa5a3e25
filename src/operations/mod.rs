//! Operating the portal by its pages: how it is, letters that could not be sent, decisions that wait, scheduled work, and what is due to be erased.

mod forms;
mod model;
mod routes;
mod store;
mod views;

use crate::routes;

routes! {
    "/national/operations" { get National => routes::overview }
    "/national/operations/letters" { get National => routes::letters, post National => routes::try_all_again }
    "/national/operations/letters/{number}" { post National => routes::try_again }
    "/national/operations/erasing" { get National => routes::erasing, post National => routes::count }
}
