//! Organisations and areas: who offers work experience, and where.

mod model;
mod store;

pub use model::{Area, AreaKind, NewArea, NewOrganisation, OrganisationKind, slug};
pub use store::{add_area, add_organisation, area_with_code, organisation_with_code};
