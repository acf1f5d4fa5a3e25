//! Who somebody is: emailed sign-in, sessions that can be ended, and roles.

mod cookie;
mod entry;
mod factor;
mod forget;
mod forms;
mod guard;
mod kept;
mod link;
mod mails;
mod model;
mod open_sessions;
mod proof;
mod routes;
mod session;
mod sign_in;
mod store;
mod typed;
mod typos;
mod views;

pub use cookie::{has_session_cookie, sessions};
pub use entry::{Entry, session_key};
pub use factor::{PROVEN_FACTOR, forget_factor, is_factor_proven, seal_anew, wrong_code};
pub use forget::forget;
pub use forms::{CodeForm, EmailForm};
pub use guard::{Applicant, AreaLead, Champion, Coordinator, Member, National};
pub use link::SignInLinks;
pub use model::{Grant, Role, SignedIn, home, normalise_email, own_path, second_factor_path, sign_in_path};
pub use open_sessions::{OpenSession, end_session, sessions_of};
pub use proof::{ask_proof, check_proof, is_proven, waits_for_proof};
pub use session::{DieselSessions, PERSON, SESSION, SHARED, VIEWER, sign_in_session};
pub use sign_in::{CodeOutcome, Opening, begin_sign_in, check_code};
pub use store::{
    addresses_with, coordinators_of, end_sessions_of, grant, held, person_for_email, person_with_email, revoke, signed_in, with_coordinates,
};
pub use typed::{FormPage, NOT_SAVED, save_typed, sign_in_first, typed_before};
pub use typos::likely_meant;

use crate::routes;

routes! {
    "/sign-in" { get Public => routes::email, post Public => routes::send }
    "/sign-in/code" { get Public => routes::code, post Public => routes::check }
    "/sign-out" { get Public => routes::leaving, post Public => routes::leave }
    "/sign-out/everywhere" { post Applicant => routes::leave_everywhere }
    "/second-factor" { get Applicant => factor::show, post Applicant => factor::prove }
    "/second-factor/set-up" { get Applicant => factor::set_up, post Applicant => factor::take_up }
    "/second-factor/qr.svg" { get Applicant => factor::picture }
    "/second-factor/new-codes" { get Applicant => factor::new_codes, post Applicant => factor::make_codes }
    "/second-factor/codes" { get Applicant => factor::codes, post Applicant => factor::kept_codes }
}
