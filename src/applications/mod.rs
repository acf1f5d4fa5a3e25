//! Applications: a draft saved page by page, sent once, and followed to its end.

mod answers;
mod attended;
mod attended_store;
mod circumstances;
mod draft;
mod draft_store;
mod equality;
mod expiry;
mod flow;
mod forget;
mod forms;
mod mails;
mod possible;
mod routes;
mod save;
mod state;
mod state_words;
pub mod status;
mod steps;
mod store;
mod submit;
mod summary;
mod views;
mod waiting;
mod withdraw;
mod words;

pub use answers::{
    Aims, Answers, Availability, Choices, Contact, EmergencyContact, Guardian, Name, Needs, Postcode, Reasons, SchoolContact, Situation,
    Step, age_on,
};
pub use attended::{Attended, LEAST_SHARE, UsedShare};
pub use attended_store::{claims_and_share, used_shares};
pub use circumstances::{Circumstances, Level, MealsWhen, Standing, YesNo, standing};
pub use draft_store::{Owner, begin, own, put};
pub use equality::{age_of, finish_equality, is_done_with_equality};
pub use expiry::{expire_drafts, last_change, old_drafts};
pub use flow::{Flow, Status};
pub use forget::forget;
pub use forms::choices::{ChoicesForm, MOST};
pub use forms::date::{Parts as DateParts, birth};
pub use possible::{Bar, bar};
pub use state::{ApplicationState, Ending};
pub use state_words::{StateWords, happened, of_reason, of_state};
pub use store::{
    Application, Entrant, answers, answers_of, application_by_id, application_by_ref, change_state, choices, claims, entrants, in_round,
    recipient, set_claim,
};
pub use submit::submit;
pub use withdraw::{Withdrawal, withdraw};

use crate::routes;

routes! {
    "/applications/{reference}" { get Applicant => routes::application::task_list_or_status }
    "/apply/{slug}" { get Public => routes::before::show }
    "/apply/{slug}/check" { get Public => routes::before::can_i, post Public => routes::before::answer }
    "/apply/{slug}/email" { get Public => routes::entry::email, post Public => routes::entry::send }
    "/apply/{slug}/code" { get Public => routes::entry::code, post Public => routes::entry::check }
    "/apply/{slug}/begin" { get Applicant => routes::entry::show_begin, post Applicant => routes::entry::begin }
    "/my-applications" { get Applicant => routes::list::show }
    "/applications/{reference}/check" { get Applicant => routes::check::show, post Applicant => routes::check::send }
    "/applications/{reference}/submitted" { get Applicant => routes::check::sent }
    "/applications/{reference}/emergency-contact" { get Applicant => routes::emergency::show, post Applicant => routes::emergency::save }
    "/applications/{reference}/waiting" { get Applicant => routes::waiting::show }
    "/applications/{reference}/withdraw" { get Applicant => routes::withdraw::show, post Applicant => routes::withdraw::take_back }
}

/// The questions. Any name that no other page of an application has is one of theirs, so they are registered after all of those.
pub mod questions {
    use super::routes::step;
    use crate::routes;

    routes! {
        "/applications/{reference}/{step}" { get Applicant => step::show, post Applicant => step::save }
    }
}
