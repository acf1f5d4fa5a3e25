//! What becomes of applications that are not complete when their round closes.

use std::collections::BTreeSet;

use super::asking::{call_off, tell};
use super::mails::News;
use super::model::Kind;
use super::store;
use crate::applications::{Application, ApplicationState, change_state, in_round};
use crate::error::Error;
use crate::tx::Tx;

/// How many applications went which way at the closing of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// Drafts that were not sent.
    pub not_submitted: u32,
    /// A guardian had not answered: without consent nobody under 18 can come.
    pub guardian_did_not_answer: u32,
    /// Only a school had not confirmed: they go on, as the silence of a school is nothing that an applicant can help.
    pub ready_without_school: u32,
}

/// Ends or moves on whatever of a round is a draft or waits for an answer, with a letter to each. To be called in the transaction that closes the
/// round, before its list is made. Called again it finds nothing to do.
pub fn at_closing(tx: &mut Tx<'_>, round_id: i64) -> Result<Closing, Error> {
    let mut closing = Closing::default();
    for draft in in_round(tx.db, round_id, ApplicationState::Draft)? {
        change_state(tx, draft.id, ApplicationState::Draft, ApplicationState::NotSubmitted, None)?;
        tell(tx, &draft, News::NotSubmitted)?;
        closing.not_submitted += 1;
    }
    let without_consent: BTreeSet<i64> = store::unanswered(tx.db, round_id, Kind::Guardian)?.into_iter().collect();
    for application in in_round(tx.db, round_id, ApplicationState::AwaitingConfirmation)? {
        if without_consent.contains(&application.id) {
            end(tx, &application, "guardian_did_not_answer", News::GuardianDidNotAnswer)?;
            closing.guardian_did_not_answer += 1;
        } else {
            change_state(
                tx,
                application.id,
                ApplicationState::AwaitingConfirmation,
                ApplicationState::Ready,
                None,
            )?;
            tell(tx, &application, News::ReadyWithoutSchool)?;
            closing.ready_without_school += 1;
        }
    }
    Ok(closing)
}

/// Ends an application that cannot go on: nobody is asked about it any more, and the applicant hears why.
pub fn end(tx: &mut Tx<'_>, application: &Application, reason: &'static str, news: News) -> Result<(), Error> {
    change_state(tx, application.id, application.state, ApplicationState::Ineligible, Some(reason))?;
    call_off(tx, application.id)?;
    tell(tx, application, news)
}
