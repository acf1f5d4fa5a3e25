//! The pages of a placement before it begins.

mod applicant;
mod calendar;
mod coming;
mod coordinator;
mod day;
mod risk_notice;

pub use applicant::{HubPage, TaskPage};
pub use calendar::CalendarPage;
pub use coming::{ComingOutcome, ComingPage, ComingSaid};
pub use coordinator::{ActionPage, ListPage, PlacementPage, Who};
pub use day::{DayPage, DayPerson, DayPlacement};
pub use risk_notice::{RiskNoticeOutcome, RiskNoticePage, RiskNoticeSaid};
