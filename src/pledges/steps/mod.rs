//! The questions of a signing, a file each. A new one is a file that implements [`Question`], and a line in [`of`].

mod activities;
mod ambassadors;
mod clause;
mod commitments;
mod organisation;
mod parts;
mod person;
mod rows;
pub mod survey;

pub use activities::month_words;
pub use parts::{check_email, check_words, in_letter, several_lines};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answers::Step;
use super::draft::Draft;
use crate::error::Error;
use crate::web::components::{Content, Html};
use crate::web::form::{Errors, Pairs};

/// One row of the page on which answers are checked: the words for the question, and the answer if one was given.
pub type Row = (String, Option<Content>);

/// What a question needs of its own: the form, how it is read, and how it looks.
trait Question {
    /// What the browser sends.
    type Form: DeserializeOwned + Default;
    /// What is kept.
    type Answer: Serialize;

    /// The page's title; the same words as its `h1`.
    fn title(&self, draft: &Draft) -> String;
    /// The form with what was answered before.
    fn filled(&self, draft: &Draft) -> Self::Form;
    /// The answer, or what is wrong with the form.
    fn read(&self, form: &Self::Form, draft: &Draft) -> Result<Self::Answer, Errors>;
    /// What stands between the error summary and the button: the `h1`, text and fields.
    fn body(&self, form: &Self::Form, errors: &Errors, draft: &Draft) -> Html;
    /// The answer for checking.
    fn rows(&self, draft: &Draft) -> Vec<Row>;
    /// The words by which the page looks for organisations before it can read the form.
    fn looks_for(&self, _: &Self::Form) -> Option<String> {
        None
    }
    /// True if the form only wants another look at the page, and is not an answer yet.
    fn only_looks(&self, _: &Self::Form, _: &Draft) -> bool {
        false
    }
}

/// A question's page: its title, what is wrong, and its body.
pub struct Asked {
    /// The title, without the service's name.
    pub title: String,
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
pub trait AnyQuestion {
    /// The page with what was answered before.
    fn ask(&self, draft: &Draft) -> Asked;
    /// The words by which the page looks for organisations before it can read this form.
    ///
    /// # Errors
    /// `BadRequest` if the form has fields that the page has not.
    fn looks_for(&self, form: &Pairs) -> Result<Option<String>, Error>;
    /// The page with what was typed before, which is neither read nor kept.
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
struct Page<Q>(Q);

impl<Q: Question> Page<Q> {
    fn asked(&self, form: &Q::Form, errors: Errors, draft: &Draft) -> Asked {
        Asked {
            title: self.0.title(draft),
            body: self.0.body(form, &errors, draft),
            errors,
        }
    }
}

impl<Q: Question> AnyQuestion for Page<Q> {
    fn ask(&self, draft: &Draft) -> Asked {
        self.asked(&self.0.filled(draft), Errors::default(), draft)
    }

    fn looks_for(&self, form: &Pairs) -> Result<Option<String>, Error> {
        Ok(self.0.looks_for(&form.parse()?))
    }

    fn again(&self, form: &Pairs, draft: &Draft) -> Result<Asked, Error> {
        Ok(self.asked(&form.parse()?, Errors::default(), draft))
    }

    fn read(&self, form: &Pairs, draft: &Draft) -> Result<Read, Error> {
        let form: Q::Form = form.parse()?;
        if self.0.only_looks(&form, draft) {
            return Ok(Read::Found(self.asked(&form, Errors::default(), draft)));
        }
        Ok(match self.0.read(&form, draft) {
            Ok(answer) => Read::Answer(serde_json::to_string(&answer)?),
            Err(errors) => Read::Wrong(self.asked(&form, errors, draft)),
        })
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        self.0.rows(draft)
    }
}

/// The question of a step.
pub fn of(step: &Step) -> Box<dyn AnyQuestion> {
    match step {
        Step::Commitments => Box::new(Page(commitments::Commitments)),
        Step::Organisation => Box::new(Page(organisation::OrganisationQuestion)),
        Step::Clause(kind, id) => Box::new(Page(clause::ClauseQuestion {
            kind: *kind,
            id: id.clone(),
        })),
        Step::Signatory => Box::new(Page(person::SIGNATORY)),
        Step::Champion => Box::new(Page(person::CHAMPION)),
        Step::Coordinator => Box::new(Page(person::COORDINATOR)),
        Step::Ambassadors => Box::new(Page(ambassadors::Ambassadors)),
        Step::Activities => Box::new(Page(activities::Activities)),
        Step::Capacity => Box::new(Page(survey::Capacity)),
    }
}

/// A step in the task list.
pub fn name(step: &Step, draft: &Draft) -> String {
    let words = match step {
        Step::Clause(kind, id) => {
            let clause = draft.text(*kind).and_then(|text| text.clause(id));
            return clause.map_or_else(String::new, |clause| clause.title.clone());
        }
        Step::Commitments => "Commitments",
        Step::Organisation => "Your organisation",
        Step::Signatory => "Who signs",
        Step::Champion => "Champion on the board",
        Step::Coordinator => "Coordinator",
        Step::Ambassadors => "Ambassadors",
        Step::Activities => "Activities this year",
        Step::Capacity => "Work experience with you today",
    };
    words.to_owned()
}
