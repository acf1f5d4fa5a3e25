//! An answer is saved as it is sent, and the next page follows from all answers.

use super::answers::{Answers, Step};
use super::draft_store::{self, Owner};
use super::flow::{Flow, Status, is_young};
use super::state::ApplicationState;
use crate::error::Error;
use crate::tx::Tx;

/// What a page of a question sends beside its form.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// The question.
    pub step: Step,
    /// Its answer as it is kept.
    pub json: &'a str,
    /// True if the page was opened from the page on which answers are checked.
    pub from_check: bool,
}

/// Saves an answer of a draft; answers the address of the page that comes next. An application that was sent meanwhile stays as it is.
pub fn save(tx: &mut Tx<'_>, owner: &Owner, reference: &str, answered: &Answered<'_>) -> Result<String, Error> {
    let Answered { step, json, from_check } = *answered;
    let before = draft_store::draft(tx.db, owner, reference, tx.now)?;
    if before.application.state != ApplicationState::Draft {
        return Ok(before.path());
    }
    draft_store::put(tx, before.application.id, step, json)?;
    let mut after = draft_store::draft(tx.db, owner, reference, tx.now)?;
    let young = |answers: &Answers| answers.situation.map(is_young);
    if step == Step::Situation && young(&before.answers) != young(&after.answers) {
        // The question behind the statement is another one on the other pathway.
        draft_store::forget(tx, before.application.id, Step::Aims)?;
        after.answers.aims = None;
    }
    Ok(next_page(
        &after.path(),
        Flow::new(&after.answers, &after.placements),
        step,
        from_check,
    ))
}

/// The page after `step`: the next open question; from the page of answers back to it, unless the change has opened a question.
pub fn next_page(path: &str, flow: Flow<'_>, step: Step, from_check: bool) -> String {
    let complete = flow.is_complete();
    let opened = || {
        flow.steps()
            .into_iter()
            .find(|(_, status)| matches!(status, Status::NotYetStarted | Status::Problem))
    };
    match flow.next(step) {
        Some(next) if !from_check => format!("{path}/{next}"),
        _ if complete => format!("{path}/check"),
        _ if from_check => opened().map_or_else(|| path.to_owned(), |(open, _)| format!("{path}/{open}?from=check")),
        _ => path.to_owned(),
    }
}
