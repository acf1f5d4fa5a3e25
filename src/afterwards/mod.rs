//! During and after a placement: who came, what it came to, certificates, feedback, values seen, thanks, costs, and what became of people.

mod attendance;
mod certificate;
mod download;
mod expenses;
mod feedback;
mod forget;
mod guard;
mod hub;
mod letters;
mod link;
mod mails;
mod model;
mod observed;
mod thanks;
mod touch;

pub use attendance::closing::close_recorded;
pub use download::kept;
pub use feedback::model::Recommended;
pub use feedback::store::recommended;
pub use forget::forget;
pub use letters::write_after;
pub use link::AfterwardsLink;
pub use model::CoreValue;
pub use touch::{KeepInTouchLink, ask_due};

use crate::routes;
use attendance::routes as days;
use certificate::routes as certificates;
use expenses::routes as claims;
use feedback::routes as said;
use observed::routes as values;

routes! {
    "/applications/{reference}/afterwards" { get Applicant => hub::routes::participant }
    "/applications/{reference}/feedback" { get Applicant => said::ask_participant, post Applicant => said::take_participant }
    "/applications/{reference}/values" { get Applicant => values::show_participant, post Applicant => values::add_participant }
    "/applications/{reference}/thanks" { get Applicant => thanks::routes::show, post Applicant => thanks::routes::send }
    "/applications/{reference}/expenses" { get Applicant => claims::show, post Applicant => claims::claim }
    "/applications/{reference}/keep-in-touch" { get Applicant => touch::routes::show, post Applicant => touch::routes::choose }
    "/applications/{reference}/certificate.pdf" { get Applicant => certificates::download }
    "/coordinate/afterwards" { get Coordinator => hub::routes::organisation }
    "/coordinate/opportunities/{reference}/attendance" { get Coordinator => days::show_day, post Coordinator => days::save_day }
    "/coordinate/placements/{reference}/afterwards" { get Coordinator => hub::routes::placement }
    "/coordinate/placements/{reference}/attendance" { get Coordinator => days::show_person, post Coordinator => days::save_person }
    "/coordinate/placements/{reference}/close" { get Coordinator => days::ask_close, post Coordinator => days::close }
    "/coordinate/placements/{reference}/feedback" { get Coordinator => said::ask_organisation, post Coordinator => said::take_organisation }
    "/coordinate/placements/{reference}/values" { get Coordinator => values::show_organisation, post Coordinator => values::add_organisation }
    "/coordinate/placements/{reference}/certificate" { get Coordinator => certificates::show, post Coordinator => certificates::issue }
    "/coordinate/placements/{reference}/certificate.pdf" { get Coordinator => certificates::preview }
    "/coordinate/placements/{reference}/certificate/withdraw" { get Coordinator => certificates::ask_withdraw, post Coordinator => certificates::withdraw }
    "/coordinate/claims" { get Coordinator => claims::list }
    "/coordinate/claims.csv" { get Coordinator => claims::export }
    "/coordinate/claims/{reference}" { get Coordinator => claims::show_one, post Coordinator => claims::decide }
    "/lead/afterwards" { get AreaLead => hub::routes::area }
    "/certificates/{number}" { get Public => certificate::public::check }
}
