//! Claims for travel and refreshments: made by who came, agreed or refused by a coordinator, paid outside of the service.

pub mod claiming;
pub mod export;
pub mod forms;
pub mod model;
pub mod routes;
pub mod store;
pub mod views;
