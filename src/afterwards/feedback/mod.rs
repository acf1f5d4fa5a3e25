//! Feedback: a few questions to who came and to who had them; published as figures only.

pub mod forms;
pub mod giving;
pub mod model;
pub mod routes;
pub mod store;
pub mod views;
