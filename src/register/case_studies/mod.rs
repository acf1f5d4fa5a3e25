//! Case studies: accounts of what an organisation did, written, published and taken down by its own people. Text only.

mod forms;
mod model;
mod routes;
mod store;
mod views;

pub use model::{CaseStudy, CaseStudyState, NewCaseStudy, paragraphs};
pub use store::{add_case_study, case_study_by_slug, change_case_study, publish_case_study, take_down_case_study};

crate::routes! {
    "/coordinate/case-studies" { get Member => routes::list }
    "/coordinate/case-studies/new" { get Member => routes::begin, post Member => routes::add }
    "/coordinate/case-studies/{slug}" { get Member => routes::show }
    "/coordinate/case-studies/{slug}/edit" { get Member => routes::edit, post Member => routes::change }
    "/coordinate/case-studies/{slug}/publish" { post Member => routes::publish }
    "/coordinate/case-studies/{slug}/take-down" { post Member => routes::take_down }
}
