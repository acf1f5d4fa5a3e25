//! Who somebody is: emailed sign-in, sessions that can be ended, and roles.

mod cookie;
mod guard;
mod model;
mod session;
mod store;

pub use cookie::sessions;
pub use guard::{Applicant, Coordinator};
pub use model::{Grant, Role, SignedIn, normalise_email};
pub use session::{DieselSessions, PERSON, SHARED, sign_in_session};
pub use store::{coordinators_of, end_sessions_of, grant, person_for_email, revoke, signed_in};
