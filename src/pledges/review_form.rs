//! What an organisation posts about its year.

use serde::Deserialize;

use super::review::{Figures, ReviewAnswers};
use super::steps::survey::{FIELDS, SurveyForm};
use super::steps::{check_words, several_lines};
use super::survey::Survey;
use crate::error::Error;
use crate::web::form::{Errors, Pairs};

/// The most characters of each text.
pub const MOST: u16 = 1000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Words {
    done: String,
    not_done: String,
}

/// The form of a review.
#[derive(Clone, Debug, Default)]
pub struct ReviewForm {
    /// What was done.
    pub done: String,
    /// What was not done, and why.
    pub not_done: String,
    /// The survey.
    pub survey: SurveyForm,
}

impl ReviewForm {
    /// The form with what is known: what was sent before, or else the last survey.
    pub fn filled(before: Option<&ReviewAnswers>, survey: Option<&Survey>) -> Self {
        Self {
            done: before.map(|before| before.done.clone()).unwrap_or_default(),
            not_done: before.and_then(|before| before.not_done.clone()).unwrap_or_default(),
            survey: SurveyForm::filled(before.map(|before| &before.survey).or(survey)),
        }
    }

    /// Reads what was posted.
    ///
    /// # Errors
    /// `BadRequest` if it has fields that the page has not.
    pub fn of(posted: &Pairs) -> Result<Self, Error> {
        let (survey, words): (Vec<_>, Vec<_>) = posted.own().cloned().partition(|(name, _)| FIELDS.contains(&name.as_str()));
        let words: Words = Pairs(words).parse()?;
        Ok(Self {
            done: words.done,
            not_done: words.not_done,
            survey: Pairs(survey).parse()?,
        })
    }

    /// What is said, together with what the system knows; or what is wrong.
    ///
    /// # Errors
    /// The words for each field.
    pub fn parse(&self, figures: Figures) -> Result<ReviewAnswers, Errors> {
        let mut errors = Errors::default();
        let (done, not_done) = (several_lines(&self.done), several_lines(&self.not_done));
        let words = ("Enter what you did this year", "What you did this year");
        check_words(&mut errors, "done", &done, usize::from(MOST), words);
        if !not_done.is_empty() {
            check_words(&mut errors, "not-done", &not_done, usize::from(MOST), ("", "What you did not do"));
        }
        match self.survey.read(&mut errors) {
            Some(survey) if errors.is_empty() => Ok(ReviewAnswers {
                figures,
                done,
                not_done: (!not_done.is_empty()).then_some(not_done),
                survey,
            }),
            _ => Err(errors),
        }
    }
}
