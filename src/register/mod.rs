//! The register: which organisations have signed a commitment, what they have done for it, and the same as open data; events and case studies.

pub mod case_studies;
pub mod events;
mod files;
mod find;
mod forms;
mod index;
mod kept;
mod load;
mod map;
mod members;
mod model;
mod routes;
mod store;
mod views;
mod wanted;

pub use files::{ATTRIBUTION, Format, LICENCE, Made, SCHEMA};
pub use find::{AreaCount, Results, search};
pub use index::{Index, Version};
pub use kept::Register;
pub use load::{load, version};
pub use model::{Change, ChangeKind, Counted, Entry, Figure, RegisterArea, Signed, Status, Study, Successor};
pub use store::{Answers, answers, said};
pub use wanted::{Filter, Wanted};

crate::routes! {
    "/organisations" { get Public => routes::list }
    "/organisations.csv" { get Public => routes::csv }
    "/organisations.json" { get Public => routes::json }
    "/organisations.schema.json" { get Public => routes::schema }
    "/organisations.atom" { get Public => routes::atom }
    "/organisations/map.svg" { get Public => routes::map }
    "/organisations/{slug}" { get Public => routes::show }
    "/case-studies/{slug}" { get Public => routes::case_study }
}
