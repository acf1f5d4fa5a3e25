//! The certificate of a placement: what was done, under a number that anybody can check.

pub mod file;
pub mod forms;
pub mod issuing;
pub mod model;
pub mod public;
pub mod routes;
pub mod store;
pub mod views;
