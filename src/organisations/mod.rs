//! Organisations and areas: who offers work experience, and where; what became of them.

pub mod import;
mod merge;
mod model;
mod store;

pub use merge::{Merged, merge};
pub use model::{Area, AreaKind, NewArea, NewOrganisation, OrganisationKind, slug};
pub use store::{add_area, add_organisation, area_with_code, organisation_with_code};
