//! What a feature has to say about the links of its purpose.

use askama::DynTemplate;

use super::model::{Link, Purpose};
use crate::audit::Seen;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Tx;
use crate::web::form::Pairs;

/// Any page.
pub type Page = Box<dyn DynTemplate + Send>;

/// What was posted to a link.
pub struct Posted {
    /// The fields of the form.
    pub form: Pairs,
    /// Where it came from, cut short to a neighbourhood of addresses: for the record of a consent.
    pub from: String,
}

/// What came of an answer.
pub enum Answer {
    /// Taken, and the link is spent: the link's page now shows the outcome.
    Done,
    /// Not taken: the page again, with what is wrong and what was typed. Nothing was changed.
    Invalid(Page),
    /// Taken, the link is spent, and a session opens.
    SignIn {
        /// Whose session.
        person_id: i64,
        /// Whether it rests only for a short time.
        shared_computer: bool,
        /// The path of our own to go on to.
        next: String,
    },
}

/// The pages and the effect of one purpose's links. Each feature has its own; `app.rs` lists them.
pub trait Handler: Send + Sync {
    /// The page of a live link: what is asked, with no more than a first name; and whose personal data it shows, and to whom, which is written down
    /// before it is shown. Most show nobody's. Changes nothing.
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error>;

    /// The page of a link that was used, or overtaken by an event: what came of it, without personal data. (A link that only a newer one took
    /// the place of has a page of its own.)
    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error>;

    /// Takes the posted answer: spends the link (`links::spend`) and acts, all in this transaction. A link that was spent meanwhile is
    /// `Answer::Done` without any effect.
    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error>;

    /// Takes what is posted to a link that was used before: an answer that can be taken back, such as consent. Most cannot.
    fn reconsider(&self, _tx: &mut Tx<'_>, _link: &Link, _form: &Pairs) -> Result<(), Error> {
        Ok(())
    }

    /// Sends the letter again to the link's own recipient, with a fresh link, if the matter is still open.
    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error>;
}

/// Every purpose with its handler.
#[derive(Default)]
pub struct Handlers(Vec<(Purpose, Box<dyn Handler>)>);

impl Handlers {
    /// Adds a purpose.
    #[must_use]
    pub fn with(mut self, purpose: Purpose, handler: impl Handler + 'static) -> Self {
        self.0.push((purpose, Box::new(handler)));
        self
    }

    /// The handler of a purpose.
    ///
    /// # Errors
    /// `Internal` if the application was put together without it.
    pub fn of(&self, purpose: Purpose) -> Result<&dyn Handler, Error> {
        self.0
            .iter()
            .find(|(known, _)| *known == purpose)
            .map(|(_, handler)| handler.as_ref())
            .ok_or_else(|| Error::internal(format!("no handler for links of purpose {purpose}")))
    }
}
