//! Pledges: an organisation signs one commitment or both, keeps them true year by year, and others can check and object.

mod answering;
mod answers;
mod asking;
mod chasing;
mod commitment;
mod draft;
mod forms;
mod mails;
mod model;
mod publishing;
mod routes;
mod save;
mod sending;
mod signer_link;
mod state;
mod steps;
mod store;
mod survey;
mod views;

pub use answers::{ActivityAnswer, AmbassadorAnswer, ClauseAnswer, PersonAnswer, Step};
pub use chasing::chase;
pub use commitment::{Clause, Commitment, newest, shipped};
pub use model::{CommitmentKind, Pledge, PledgeState, SignatureRole};
pub use sending::sign;
pub use signer_link::SignerLink;
pub use state::{Event, State};
pub use survey::{Barrier, RunBy, Source, Survey};

use crate::routes;

routes! {
    "/pledge" { get Public => routes::start::start }
    "/pledge/email" { get Public => routes::start::email, post Public => routes::start::send }
    "/pledge/code" { get Public => routes::start::code, post Public => routes::start::check }
    "/pledge/begin" { get Applicant => routes::start::show_begin, post Applicant => routes::start::begin }
    "/pledge/{reference}" { get Applicant => routes::start::show }
    "/pledge/{reference}/check" { get Applicant => routes::check::show, post Applicant => routes::check::send }
    "/pledge/{reference}/sent" { get Applicant => routes::check::sent }
    "/pledge/{reference}/{step}" { get Applicant => routes::step::show, post Applicant => routes::step::save }
    "/lead/pledges" { get AreaLead => routes::lead::list }
    "/lead/pledges/{reference}" { get AreaLead => routes::lead::show, post AreaLead => routes::lead::answer }
}
