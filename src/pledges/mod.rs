//! Pledges: an organisation signs one commitment or both, keeps them true year by year, and others can check and object.

mod answering;
mod answers;
mod asking;
mod capacity;
mod certificate;
mod chasing;
mod commitment;
mod concern;
mod draft;
mod forget;
mod forms;
mod mails;
mod model;
mod promise;
mod publishing;
mod review;
mod review_form;
mod review_link;
mod reviewing;
mod routes;
mod save;
mod sending;
mod signer_link;
mod standing;
mod state;
mod steps;
mod store;
mod survey;
mod views;

pub use answers::{ActivityAnswer, AmbassadorAnswer, ClauseAnswer, PersonAnswer, Step};
pub use chasing::chase;
pub use commitment::{Clause, Commitment, newest, shipped};
pub use forget::forget;
pub use model::{CommitmentKind, Pledge, PledgeState, SignatureRole};
pub use review_link::ReviewLink;
pub use reviewing::{review_due, withdraw};
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
    "/pledges/{reference}/verify" { get Public => routes::public::verify }
    "/pledges/{reference}/certificate.pdf" { get Public => routes::public::certificate }
    "/pledges/{reference}/badge.svg" { get Public => routes::public::badge }
    "/organisations/{slug}/concern" { get Public => routes::concern::show, post Public => routes::concern::send }
    "/organisations/{slug}/concern/sent" { get Public => routes::concern::sent }
    "/coordinate/pledges" { get Member => routes::member::list }
    "/coordinate/pledges/{reference}" { get Member => routes::member::show }
    "/coordinate/pledges/{reference}/review" { get Member => routes::member::review, post Member => routes::member::send }
    "/coordinate/pledges/{reference}/withdraw" { get Champion => routes::member::show_withdraw, post Champion => routes::member::withdraw }
    "/national/capacity" { get National => routes::capacity::show }
    "/lead/concerns" { get AreaLead => routes::concern::list }
    "/lead/concerns/{reference}" { get AreaLead => routes::concern::read, post AreaLead => routes::concern::answer }
    "/lead/reviews/{reference}" { get AreaLead => routes::lead_review::show, post AreaLead => routes::lead_review::answer }
    "/lead/pledges" { get AreaLead => routes::lead::list }
    "/lead/pledges/{reference}" { get AreaLead => routes::lead::show, post AreaLead => routes::lead::answer }
}
