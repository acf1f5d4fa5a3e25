//! Who somebody is: emailed sign-in, sessions that can be ended, and roles.

mod cookie;
mod entry;
mod forget;
mod forms;
mod guard;
mod kept;
mod link;
mod mails;
mod model;
mod proof;
mod routes;
mod session;
mod sign_in;
mod store;
mod typos;
mod views;

pub use cookie::sessions;
pub use entry::{Entry, session_key};
pub use forget::forget;
pub use forms::{CodeForm, EmailForm};
pub use guard::{Applicant, AreaLead, Champion, Coordinator, Member, National};
pub use kept::{Kept, keep, kept, use_up};
pub use link::SignInLinks;
pub use model::{Grant, Role, SignedIn, normalise_email, own_path, sign_in_path};
pub use proof::{ask_proof, check_proof, is_proven, waits_for_proof};
pub use session::{DieselSessions, PERSON, SHARED, VIEWER, sign_in_session};
pub use sign_in::{CodeOutcome, Opening, begin_sign_in, check_code};
pub use store::{addresses_with, coordinators_of, end_sessions_of, grant, held, person_for_email, revoke, signed_in};
pub use typos::likely_meant;

use crate::routes;

routes! {
    "/sign-in" { get Public => routes::email, post Public => routes::send }
    "/sign-in/code" { get Public => routes::code, post Public => routes::check }
    "/sign-out" { get Public => routes::leaving, post Public => routes::leave }
    "/sign-out/everywhere" { post Applicant => routes::leave_everywhere }
}
