//! Feedback as a browser sends it.

use serde::Deserialize;

use super::model::{FromOrganisation, FromParticipant, Rated};
use crate::web::form::Errors;

/// The most characters of somebody's own words.
pub const MOST: u16 = 1000;

/// What the participant sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParticipantForm {
    /// A [`Rated`].
    pub expected: String,
    /// A [`Rated`].
    pub careers: String,
    /// A [`Rated`].
    pub looked_after: String,
    /// A [`Rated`].
    pub recommend: String,
    /// A [`super::model::Plans`].
    pub plans: String,
    /// Their own words.
    pub words: String,
    /// `yes` if the box is ticked.
    pub may_quote: Vec<String>,
    /// `yes` or `no`.
    pub keep_in_touch: String,
}

/// What the participant says, and agrees to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The answers.
    pub answers: FromParticipant,
    /// True if the organisation may read the words, and repeat them without a name.
    pub may_quote: bool,
    /// True if they may be asked again in some months.
    pub keep_in_touch: bool,
}

fn rated(errors: &mut Errors, id: &str, value: &str, message: &str) -> Option<Rated> {
    let found = value.parse().ok();
    if found.is_none() {
        errors.add(id, message);
    }
    found
}

fn words(errors: &mut Errors, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.chars().count() > usize::from(MOST) {
        errors.add("words", format!("What you want to say must be {MOST} characters or less"));
    }
    (!typed.is_empty()).then(|| typed.to_owned())
}

impl ParticipantForm {
    /// What was said, or what is wrong.
    ///
    /// # Errors
    /// A message for each question without an answer.
    pub fn parse(&self) -> Result<Said, Errors> {
        let mut errors = Errors::default();
        let mut ask = |id: &str, value: &str, message: &str| rated(&mut errors, id, value, message);
        let expected = ask("expected", &self.expected, "Select whether it was what you expected");
        let careers = ask("careers", &self.careers, "Select whether you learned about more careers");
        let looked_after = ask("looked-after", &self.looked_after, "Select whether you were looked after well");
        let recommend = ask("recommend", &self.recommend, "Select whether you would recommend this placement");
        let plans = self.plans.parse().ok();
        if plans.is_none() {
            errors.add("plans", "Select whether it changed your plans");
        }
        let words = words(&mut errors, &self.words);
        if !matches!(self.keep_in_touch.as_str(), "yes" | "no") {
            errors.add("keep-in-touch", "Select whether we may ask you again");
        }
        let may_quote = words.is_some() && self.may_quote.iter().any(|ticked| ticked == "yes");
        match (expected, careers, looked_after, recommend, plans) {
            (Some(expected), Some(careers), Some(looked_after), Some(recommend), Some(plans)) if errors.is_empty() => Ok(Said {
                answers: FromParticipant {
                    expected,
                    careers,
                    looked_after,
                    recommend,
                    plans,
                    words,
                },
                may_quote,
                keep_in_touch: self.keep_in_touch == "yes",
            }),
            _ => Err(errors),
        }
    }
}

/// What the organisation sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct OrganisationForm {
    /// A [`Rated`].
    pub prepared: String,
    /// A [`Rated`].
    pub took_part: String,
    /// A [`Rated`].
    pub again: String,
    /// Their own words.
    pub words: String,
}

impl OrganisationForm {
    /// What was said, or what is wrong.
    ///
    /// # Errors
    /// A message for each question without an answer.
    pub fn parse(&self) -> Result<FromOrganisation, Errors> {
        let mut errors = Errors::default();
        let mut ask = |id: &str, value: &str, message: &str| rated(&mut errors, id, value, message);
        let prepared = ask("prepared", &self.prepared, "Select whether the person was prepared");
        let took_part = ask("took-part", &self.took_part, "Select whether the person took part");
        let again = ask("again", &self.again, "Select whether you would have the person again");
        let words = words(&mut errors, &self.words);
        match (prepared, took_part, again) {
            (Some(prepared), Some(took_part), Some(again)) if errors.is_empty() => Ok(FromOrganisation {
                prepared,
                took_part,
                again,
                words,
            }),
            _ => Err(errors),
        }
    }
}
