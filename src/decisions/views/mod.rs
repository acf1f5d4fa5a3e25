//! Pages of coordinators, and of whoever decides for them.

mod agreed;
mod dashboard;
mod decided;
mod lead;
mod print;
mod proposal;

pub use agreed::Person;
pub use dashboard::DashboardPage;
pub use decided::{DecidedPage, HandedOnPage};
pub use lead::LeadPage;
pub use print::{PeoplePage, PrintPage};
pub use proposal::{ProposalPage, Reader};
