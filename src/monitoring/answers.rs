//! What was posted, as answers; and keeping them.

use std::collections::BTreeMap;

use super::questions::{CONDITION, IMPACT, PREFER_NOT_TO_SAY, QUESTIONS, Question};
use super::store;
use crate::applications::{self, Owner};
use crate::error::Error;
use crate::tx::Tx;

/// The posted fields: question to answer, an empty one for a question that was left out.
pub type Posted = BTreeMap<String, String>;

/// The questions that somebody of this age is asked.
pub fn asked(age: i32) -> impl Iterator<Item = &'static Question> {
    QUESTIONS.iter().filter(move |question| age >= question.from_age)
}

/// The answers that count: whether a condition makes things harder has a meaning only for those who have one.
///
/// # Errors
/// `BadRequest` if a question or an answer is not on the page, which ours never sends.
pub fn read(posted: &Posted, age: i32) -> Result<Vec<(&'static str, &'static str)>, Error> {
    if posted.keys().any(|key| !asked(age).any(|question| question.key == key)) {
        return Err(Error::BadRequest);
    }
    let mut answers = Vec::new();
    for question in asked(age) {
        let Some(sent) = posted.get(question.key).filter(|sent| !sent.is_empty()) else {
            continue;
        };
        let choice = question.all_choices().find(|choice| choice.key == sent).ok_or(Error::BadRequest)?;
        answers.push((question.key, choice.key));
    }
    if !answers.contains(&(CONDITION, "yes")) {
        answers.retain(|(question, answer)| *question != IMPACT || *answer == PREFER_NOT_TO_SAY.key);
    }
    Ok(answers)
}

/// Keeps the answers of somebody whose application this is, and notes that they are done with the questions. Once: a second time changes nothing.
/// What is kept has nothing of the application, nor of the person, nor of the hour.
///
/// # Errors
/// `NotFound` for somebody else's application; `BadRequest` for what the page does not send.
pub fn keep(tx: &mut Tx<'_>, owner: &Owner, reference: &str, posted: &Posted) -> Result<(), Error> {
    let application = applications::own(tx.db, owner.id, reference)?;
    if application.submitted_at.is_none() {
        return Err(Error::NotFound);
    }
    let age = applications::age_of(tx.db, application.id, tx.now.date())?;
    let answers = read(posted, age)?;
    if applications::finish_equality(tx, application.id)? {
        store::add(tx, &answers)?;
    }
    Ok(())
}
