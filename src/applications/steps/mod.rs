//! The questions, a file each. A new one is a file that implements [`Question`], and a line in [`of`].

mod aims;
mod attended;
mod availability;
mod choices;
mod circumstances;
mod contact;
mod date_of_birth;
mod emergency;
mod guardian;
mod name;
mod parts;
mod reasons;
mod school;
mod situation;
mod support;

pub use parts::paragraph;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answers::Step;
use super::draft::Draft;
use crate::error::Error;
use crate::schools::Wanted;
use crate::web::components::{Content, Html};
use crate::web::form::{Errors, Pairs};

/// One row of the page on which answers are checked: the words for the question, and the answer if one was given.
pub type Row = (&'static str, Option<Content>);

/// What a question needs of its own: the form, how it is read, and how it looks.
trait Question {
    /// What the browser sends.
    type Form: DeserializeOwned + Default;
    /// What is kept.
    type Answer: Serialize;
    /// The page's title; the same words as its `h1`.
    const TITLE: &'static str;

    /// The form with what was answered before.
    fn filled(draft: &Draft) -> Self::Form;
    /// The answer, or what is wrong with the form.
    fn read(form: &Self::Form, draft: &Draft) -> Result<Self::Answer, Errors>;
    /// What the page has to know of the register of schools before it can read the form.
    fn asks_register(_: &Self::Form) -> Option<Wanted> {
        None
    }
    /// True if the form only wants to see what was found, and is not an answer yet.
    fn only_looks(_: &Self::Form, _: &Draft) -> bool {
        false
    }
    /// What stands between the error summary and the button: the `h1`, text and fields.
    fn body(form: &Self::Form, errors: &Errors, draft: &Draft) -> Html;
    /// The answer for checking; no rows without one.
    fn rows(draft: &Draft) -> Vec<Row>;
}

/// A question's page: its title, what is wrong, and its body.
pub struct Asked {
    /// The title, without the service's name.
    pub title: &'static str,
    /// What is wrong with what was sent.
    pub errors: Errors,
    /// The `h1`, text and fields.
    pub body: Html,
}

/// What came of a form.
pub enum Read {
    /// The answer as it is kept, in JSON.
    Answer(String),
    /// The page again, with everything that was typed and what was found.
    Found(Asked),
    /// The page again, with everything that was typed and what is wrong.
    Wrong(Asked),
}

/// Any question, whatever its form and answer are.
pub trait AnyQuestion: Sync {
    /// The page with what was answered before.
    fn ask(&self, draft: &Draft) -> Asked;

    /// What the page has to know of the register of schools before it can read this form.
    ///
    /// # Errors
    /// `BadRequest` if the form has fields that the page has not.
    fn asks_register(&self, form: &Pairs) -> Result<Option<Wanted>, Error>;

    /// The page with what was typed before and not saved; nothing of it is judged.
    ///
    /// # Errors
    /// `BadRequest` if it has fields that the page has not.
    fn again(&self, form: &Pairs, draft: &Draft) -> Result<Asked, Error>;

    /// Reads a form.
    ///
    /// # Errors
    /// `BadRequest` if it has fields that the page has not.
    fn read(&self, form: &Pairs, draft: &Draft) -> Result<Read, Error>;

    /// The answer for checking.
    fn rows(&self, draft: &Draft) -> Vec<Row>;
}

/// Makes a question of any form an [`AnyQuestion`].
struct Page<Q>(std::marker::PhantomData<fn() -> Q>);

impl<Q: Question> Page<Q> {
    const ONE: Self = Self(std::marker::PhantomData);

    fn asked(form: &Q::Form, errors: Errors, draft: &Draft) -> Asked {
        Asked {
            title: Q::TITLE,
            body: Q::body(form, &errors, draft),
            errors,
        }
    }
}

impl<Q: Question> AnyQuestion for Page<Q> {
    fn ask(&self, draft: &Draft) -> Asked {
        Self::asked(&Q::filled(draft), Errors::default(), draft)
    }

    fn asks_register(&self, form: &Pairs) -> Result<Option<Wanted>, Error> {
        Ok(Q::asks_register(&form.parse()?))
    }

    fn again(&self, form: &Pairs, draft: &Draft) -> Result<Asked, Error> {
        Ok(Self::asked(&form.parse()?, Errors::default(), draft))
    }

    fn read(&self, form: &Pairs, draft: &Draft) -> Result<Read, Error> {
        let form: Q::Form = form.parse()?;
        if Q::only_looks(&form, draft) {
            return Ok(Read::Found(Self::asked(&form, Errors::default(), draft)));
        }
        Ok(match Q::read(&form, draft) {
            Ok(answer) => Read::Answer(serde_json::to_string(&answer)?),
            Err(errors) => Read::Wrong(Self::asked(&form, errors, draft)),
        })
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        Q::rows(draft)
    }
}

/// The question of a step.
pub fn of(step: Step) -> &'static dyn AnyQuestion {
    match step {
        Step::Name => &Page::<name::NameQuestion>::ONE,
        Step::DateOfBirth => &Page::<date_of_birth::DateOfBirth>::ONE,
        Step::Contact => &Page::<contact::ContactQuestion>::ONE,
        Step::Situation => &Page::<situation::SituationQuestion>::ONE,
        Step::Circumstances => &Page::<circumstances::CircumstancesQuestion>::ONE,
        Step::Attended => &Page::<attended::AttendedQuestion>::ONE,
        Step::Aims => &Page::<aims::AimsQuestion>::ONE,
        Step::Reasons => &Page::<reasons::ReasonsQuestion>::ONE,
        Step::Choices => &Page::<choices::ChoicesQuestion>::ONE,
        Step::Availability => &Page::<availability::AvailabilityQuestion>::ONE,
        Step::Needs => &Page::<support::SupportQuestion>::ONE,
        Step::School => &Page::<school::SchoolQuestion>::ONE,
        Step::Guardian => &Page::<guardian::GuardianQuestion>::ONE,
        Step::EmergencyContact => &Page::<emergency::EmergencyQuestion>::ONE,
    }
}
