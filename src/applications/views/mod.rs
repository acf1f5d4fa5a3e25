//! Pages of the applicant, one struct each: page data only.

mod before;
mod question;
mod sent;
mod tasks;

pub use before::{Before, Begin, Line, NotPossible};
pub use question::QuestionPage;
pub use sent::{Ended, List, Listed, Submitted, Withdraw};
pub use tasks::{CheckAnswers, NotReady, Tasks, WhyNot};
