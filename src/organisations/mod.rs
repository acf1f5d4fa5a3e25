//! Organisations and areas: who offers work experience, and where; what became of them; whom to ask in an area.

mod contact_store;
mod forms;
pub mod import;
mod merge;
mod merge_page;
mod model;
mod routes;
mod store;
mod views;

pub use contact_store::contact_of;
pub use merge::{Merged, merge};
pub use model::{Area, AreaKind, Contact, NewArea, NewOrganisation, OrganisationKind, slug};
pub use store::{add_area, add_organisation, area_with_code, organisation_with_code};

crate::routes! {
    "/areas/{code}" { get Public => routes::area }
    "/national/organisations/merge" { get National => merge_page::show, post National => merge_page::send }
    "/lead/contact" { get AreaLead => routes::contacts }
    "/lead/contact/{area}" { get AreaLead => routes::contact, post AreaLead => routes::save_contact }
}
