//! The pages about pledges.

mod capacity;
mod concern;
mod draft;
mod lead;
mod member;
mod promise;
mod public;
mod review;
mod start;

use askama::Template;
use askama::filters::HtmlSafe;

pub use capacity::CapacityPage;
pub use concern::{AnswerConcernPage, ConcernPage, ConcernSentPage, ConcernsPage};
pub use draft::{CheckPage, QuestionPage, SentPage, StatusPage, TasksPage};
pub use lead::LeadPledges;
pub use member::{OwnPledge, OwnPledges, WithdrawPage};
pub use promise::{AnsweredPage, PromisePage};
pub use public::{Badge, VerifyPage};
pub use review::{ReadReviewPage, ReviewPage, ReviewedPage, ToWrite, facts};
pub use start::{BeginPage, StartPage};

/// A hidden field of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "pledges/hidden.html")]
pub struct Hidden {
    /// Its name.
    pub name: &'static str,
    /// What it sends.
    pub value: String,
}

impl HtmlSafe for Hidden {}
