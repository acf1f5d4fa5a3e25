//! The questions that addresses of these pages carry. They are links that people share, so what cannot be read is taken as not asked.

use serde::Deserialize;

use super::model::{Catalogue, Level};
use super::search::Wanted;
use super::suits::{Learn, Like};
use crate::web::form::Errors;

/// Longer words than this are cut.
const WORDS: usize = 100;

/// The search of the catalogue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    /// Words.
    pub q: String,
    /// A family's slug.
    pub family: String,
    /// A level.
    pub level: String,
    /// An age in years.
    pub age: String,
}

impl SearchForm {
    /// What is wanted.
    pub fn wanted(&self, catalogue: &Catalogue) -> Wanted {
        Wanted {
            words: self.q.trim().chars().take(WORDS).collect(),
            family: catalogue.family(&self.family).map(|family| family.slug.clone()),
            level: self.level.parse::<Level>().ok(),
            age: self.age.trim().parse().ok().filter(|age| (10..=99).contains(age)),
        }
    }
}

/// The three questions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SuitsForm {
    /// What somebody likes.
    pub like: Vec<String>,
    /// How they would like to learn.
    pub learn: String,
    /// Their age in years.
    pub age: String,
    /// Set when the button was pressed.
    pub show: String,
}

impl SuitsForm {
    /// True before the button was pressed.
    pub fn is_new(&self) -> bool {
        self.show.is_empty()
    }

    /// The answers.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub fn answers(&self) -> Result<(Vec<Like>, Learn, u8), Errors> {
        let mut errors = Errors::default();
        let likes: Vec<Like> = self.like.iter().filter_map(|text| text.parse().ok()).collect();
        if likes.is_empty() {
            errors.add("like", "Select what you like to do");
        }
        let learn = self.learn.parse().ok();
        if learn.is_none() {
            errors.add("learn", "Select how you would like to learn");
        }
        let age = self.age.trim().parse().ok().filter(|age| (10..=99).contains(age));
        if age.is_none() {
            errors.add("age", "Enter your age as a number, like 15");
        }
        match (errors.is_empty(), learn, age) {
            (true, Some(learn), Some(age)) => Ok((likes, learn, age)),
            _ => Err(errors),
        }
    }
}
