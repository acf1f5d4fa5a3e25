//! Pages that belong to no feature: start, how places are given, help, privacy, cookies, accessibility, terms, and the checks of health.

mod draws;
mod example;
mod given;
mod model;
mod readiness;
mod routes;
mod store;
mod views;

pub use example::{Example, ExamplePerson};
pub use model::{Contact, Rules};
pub use readiness::Readiness;

crate::routes! {
    "/" { get Public => routes::start }
    "/how-places-are-given" { get Public => routes::how_places_are_given }
    "/how-places-are-given/draws" { get Public => routes::draws }
    "/how-places-are-given/draws/{round}" { get Public => routes::given }
    "/how-places-are-given/draws/{round}/counts.json" { get Public => routes::given_as_data }
    "/how-places-are-given/{file}" { get Public => routes::policy_file }
    "/privacy" { get Public => routes::privacy }
    "/privacy/young-people" { get Public => routes::young_people }
    "/cookies" { get Public => routes::cookies }
    "/accessibility" { get Public => routes::accessibility }
    "/terms" { get Public => routes::terms }
    "/help" { get Public => routes::help }
    "/healthz" { get Public => routes::healthz }
    "/readyz" { get Public => routes::readyz }
}
