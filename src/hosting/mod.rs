//! Hosting: what an organisation's coordinators put on offer, the rounds that they run by themselves, and how both stand now.

mod fields;
mod load;
mod mails;
mod model;
mod packs;
mod rounds;
mod routes;
mod sections;
mod state;
mod store;
mod views;
mod withdraw;
mod write;

pub use load::overview;
pub use model::{Section, WithdrawReason};
pub use packs::LARGEST;
pub use rounds::{PromiseLink, open_due};
pub use state::{Act, Extent};
pub use views::Overview;

use crate::error::Error;
use crate::tx::Tx;

/// Forgets an address wherever a supervisor of a draw was named with it.
pub fn forget(tx: &mut Tx<'_>, email: &str) -> Result<(), Error> {
    store::forget_supervisor(tx, email)
}

/// True for the page that takes the file of a preparation pack.
pub fn takes_file(path: &str) -> bool {
    let reference = path
        .strip_prefix("/coordinate/opportunities/")
        .and_then(|rest| rest.strip_suffix("/pack"));
    reference.is_some_and(|reference| !reference.contains('/'))
}

crate::routes! {
    "/coordinate/rounds" { get Coordinator => routes::rounds::list }
    "/coordinate/rounds/new" { get Coordinator => routes::rounds::begin, post Coordinator => routes::rounds::create }
    "/coordinate/rounds/{reference}" { get Coordinator => routes::rounds::show }
    "/coordinate/rounds/{reference}/edit" { get Coordinator => routes::rounds::edit, post Coordinator => routes::rounds::change }
    "/coordinate/rounds/{reference}/copy" { get Coordinator => routes::running::ask_copy, post Coordinator => routes::running::copy }
    "/coordinate/rounds/{reference}/supervisor" { get Coordinator => routes::running::ask_who, post Coordinator => routes::running::name }
    "/coordinate/rounds/{reference}/open" { get Coordinator => routes::running::ask_open, post Coordinator => routes::running::open }
    "/coordinate/rounds/{reference}/close" { get Coordinator => routes::running::ask_close, post Coordinator => routes::running::close }
    "/coordinate/rounds/{reference}/cancel" { get Coordinator => routes::running::ask_cancel, post Coordinator => routes::running::cancel }
    "/coordinate/opportunities/new" { get Coordinator => routes::opportunities::begin, post Coordinator => routes::opportunities::create }
    "/coordinate/opportunities/{reference}/edit" { get Coordinator => routes::opportunities::edit }
    "/coordinate/opportunities/{reference}/edit/{section}" { get Coordinator => routes::sections::show, post Coordinator => routes::sections::save }
    "/coordinate/opportunities/{reference}/preview" { get Coordinator => routes::opportunities::preview }
    "/coordinate/opportunities/{reference}/publish" { get Coordinator => routes::opportunities::check, post Coordinator => routes::acts::publish }
    "/coordinate/opportunities/{reference}/pause" { post Coordinator => routes::acts::pause }
    "/coordinate/opportunities/{reference}/resume" { post Coordinator => routes::acts::resume }
    "/coordinate/opportunities/{reference}/close" { post Coordinator => routes::acts::close }
    "/coordinate/opportunities/{reference}/withdraw" { get Coordinator => routes::acts::ask_withdraw, post Coordinator => routes::acts::withdraw }
    "/coordinate/opportunities/{reference}/copy" { get Coordinator => routes::opportunities::ask_copy, post Coordinator => routes::opportunities::copy }
    "/coordinate/opportunities/{reference}/pack" { get Coordinator => routes::packs::show, post Coordinator => routes::packs::save }
    "/coordinate/opportunities/{reference}/pack/remove" { post Coordinator => routes::packs::remove }
    "/coordinate/opportunities/{reference}/pack.pdf" { get Coordinator => routes::packs::own_file }
    "/applications/{reference}/pack.pdf" { get Applicant => routes::packs::file }
}
