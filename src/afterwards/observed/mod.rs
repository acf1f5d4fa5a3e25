//! The log of values of the NHS that were seen on a placement, by who came and by who had them. Both read all of it.

pub mod forms;
pub mod routes;
pub mod store;
pub mod views;
