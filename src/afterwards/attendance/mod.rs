//! Attendance: who came on which day, and what the placement came to.

pub mod closing;
pub mod forms;
pub mod model;
pub mod routes;
pub mod store;
pub mod views;
