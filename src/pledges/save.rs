//! An answer is saved as it is sent, and the next page follows from all answers.

use super::answers::Step;
use super::draft::Draft;
use super::model::CommitmentKind;
use super::store::{organisations, pledges, signings};
use crate::error::Error;
use crate::tx::Tx;

/// What a page sends beside its form.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The question.
    pub step: Step,
    /// Its answer as it is kept.
    pub json: String,
    /// True if the page was opened from the page on which answers are checked.
    pub from_check: bool,
}

/// Saves an answer; answers the address of the page that comes next. What was sent meanwhile stays as it is.
pub fn save(tx: &mut Tx<'_>, person_id: i64, reference: &str, answered: &Answered) -> Result<String, Error> {
    let before = signings::own(tx.db, person_id, reference, tx.now.date())?;
    signings::touch(tx, before.signing.id)?;
    // Read again: whoever held the row may have sent it.
    let before = signings::filled(tx.db, before.signing.id, tx.now.date())?;
    if !before.is_open() {
        return Ok(before.signing.path());
    }
    match &answered.step {
        Step::Commitments => choose(tx, &before, &serde_json::from_str::<Vec<CommitmentKind>>(&answered.json)?)?,
        Step::Organisation => {
            let id: i64 = serde_json::from_str(&answered.json)?;
            if !organisations::by_id(tx.db, id, tx.now.date())?.open {
                return Err(Error::conflict("This organisation has closed."));
            }
            signings::set_organisation(tx, before.signing.id, id)?;
        }
        step => signings::put(tx, before.signing.id, step, &answered.json)?,
    }
    let after = signings::filled(tx.db, before.signing.id, tx.now.date())?;
    Ok(next_page(&after, &answered.step, answered.from_check))
}

/// Adds and removes drafts, so that there is one for each commitment that is chosen.
fn choose(tx: &mut Tx<'_>, draft: &Draft, chosen: &[CommitmentKind]) -> Result<(), Error> {
    for pledge in draft.pledges.iter().filter(|pledge| !chosen.contains(&pledge.kind)) {
        pledges::remove_draft(tx, pledge.id)?;
    }
    for kind in chosen.iter().filter(|kind| !draft.has(**kind)) {
        pledges::add_draft(tx, draft.signing.id, *kind)?;
    }
    Ok(())
}

/// The page after `step`; from the page of answers back to it, unless the change has opened a question.
fn next_page(draft: &Draft, step: &Step, from_check: bool) -> String {
    let path = draft.signing.path();
    match draft.after(step) {
        Some(next) if !from_check => format!("{path}/{next}"),
        _ if draft.is_complete() => format!("{path}/check"),
        _ => path,
    }
}
