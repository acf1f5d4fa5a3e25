//! Access: who has which role, who is invited to one, and the sessions of one's own account.

mod account;
mod ending;
mod forms;
mod handle;
mod invite;
mod link;
mod mails;
mod model;
mod people;
mod routes;
mod store;
mod views;

pub use ending::forget_old;
pub use link::InvitationLink;
pub use model::InvitationState;

crate::routes! {
    "/coordinate/people" { get Member => routes::organisation, post Champion => routes::invite_coordinator }
    "/coordinate/people/{person}/remove" { get Champion => routes::ask_remove, post Champion => routes::remove }
    "/lead/people" { get AreaLead => routes::area, post AreaLead => routes::invite_champion }
    "/lead/people/{person}/remove" { get AreaLead => routes::ask_remove_champion, post AreaLead => routes::remove_champion }
    "/national/people/{person}/remove" { get National => routes::ask_remove_lead, post National => routes::remove_lead }
    "/national/people" { get National => routes::country, post National => routes::invite_lead }
    "/invitations/withdraw" { post Applicant => routes::withdraw }
    "/your-account" { get Applicant => routes::account }
    "/your-account/sessions" { post Applicant => routes::end_session }
}
