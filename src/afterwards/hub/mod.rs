//! Where all that comes after a placement begins: the participant's page, the coordinator's page, and the lists of an organisation and an area.

mod links;
pub mod routes;
mod store;
mod views;
