//! The waiting lists that an application is on: its position on each, and how it went for people who stood there before.

mod store;
mod views;

pub use store::waits;
pub use views::WaitingPage;

use super::store::Application;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::rounds;

/// The page for the owner of an application: two queries beside the application's own.
pub fn page(db: &mut AnyConnection, application: &Application) -> Result<WaitingPage, Error> {
    let waits = waits(db, application.id)?;
    let odds = if waits.is_empty() { Vec::new() } else { rounds::odds(db)? };
    Ok(WaitingPage::new(application, &waits, &odds))
}
