//! A guardian's link: what the placements are, yes or no, and a way to take a yes back.

use serde_json::json;

use super::asking::{call_off, send, settle, tell};
use super::closing::end;
use super::forms::{GuardianAnswer, GuardianForm};
use super::mails::News;
use super::model::{Answers, Confirmation, ConfirmationState, WORDING_VERSION};
use super::store::{self, Answered};
use super::views::{GuardianOutcome, GuardianPage, GuardianSaid};
use crate::applications::{Application, ApplicationState, Ending, application_by_id, change_state, recipient};
use crate::audit::{self, ReaderRole, Seen, SeenPage};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Pairs};

/// How an application leaves a round that is ranked: its place goes to whoever is next.
pub type Leave = fn(&mut Tx<'_>, &Application, &str) -> Result<(), Error>;

/// What a guardian's links do.
pub struct GuardianLink {
    leave: Leave,
}

impl GuardianLink {
    /// `leave` ends an application that was ranked before its consent was taken back; it answers `Conflict` if it cannot.
    pub fn new(leave: Leave) -> Self {
        Self { leave }
    }

    fn take_back(&self, tx: &mut Tx<'_>, confirmation: &Confirmation) -> Result<(), Error> {
        let application = application_by_id(tx.db, confirmation.application_id)?;
        if application.state.ending() == Ending::Over || !store::save_taken_back(tx, confirmation.id)? {
            return Ok(());
        }
        audit::record(
            tx,
            "consent.withdrawn",
            "application",
            application.id,
            &json!({"state": application.state}),
        )?;
        match application.state {
            ApplicationState::AwaitingConfirmation | ApplicationState::Ready => {
                change_state(
                    tx,
                    application.id,
                    application.state,
                    ApplicationState::Withdrawn,
                    Some("consent_withdrawn"),
                )?;
            }
            _ => (self.leave)(tx, &application, "consent_withdrawn")?,
        }
        call_off(tx, application.id)?;
        tell(tx, &application, News::ConsentTakenBack)
    }
}

impl Handler for GuardianLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _now: Instant) -> Result<(Page, Option<Seen>), Error> {
        let confirmation = store::by_id(db, link.subject_id)?;
        if confirmation.state != ConfirmationState::Waiting {
            return Ok((self.outcome(db, link)?, None));
        }
        let form = GuardianForm {
            relationship: confirmation.relationship.clone(),
            ..GuardianForm::default()
        };
        let seen = Seen {
            by: Actor::Link(link.id),
            role: ReaderRole::Guardian,
            organisation_id: None,
            page: SeenPage::Guardian,
            applications: vec![confirmation.application_id],
        };
        Ok((Box::new(page(db, &confirmation, form, Errors::default())?), Some(seen)))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let confirmation = store::by_id(db, link.subject_id)?;
        let said = match (link.used_how.as_deref(), confirmation.state) {
            (Some("yes"), ConfirmationState::Given) => {
                let state = application_by_id(db, confirmation.application_id)?.state;
                GuardianSaid::Yes {
                    can_take_back: state.ending() == Ending::Live,
                }
            }
            (Some("yes"), _) => GuardianSaid::TakenBack,
            (Some(_), _) => GuardianSaid::No,
            (None, ConfirmationState::Waiting) => GuardianSaid::NewerLink,
            (None, ConfirmationState::Given | ConfirmationState::Refused | ConfirmationState::Cancelled) => GuardianSaid::NotNeeded,
        };
        Ok(Box::new(GuardianOutcome { said }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let confirmation = store::by_id(tx.db, link.subject_id)?;
        let mut form: GuardianForm = posted.form.parse()?;
        let answer = match form.answer() {
            Ok(answer) => answer,
            Err(errors) => return Ok(Answer::Invalid(Box::new(page(tx.db, &confirmation, form, errors)?))),
        };
        if links::spend(tx, link.id, if answer.agrees { "yes" } else { "no" })? {
            record(tx, &confirmation, &answer, &posted.from)?;
        }
        Ok(Answer::Done)
    }

    fn reconsider(&self, tx: &mut Tx<'_>, link: &Link, form: &Pairs) -> Result<(), Error> {
        if form.get("take-back") == Some("yes") && link.used_how.as_deref() == Some("yes") {
            let confirmation = store::by_id(tx.db, link.subject_id)?;
            self.take_back(tx, &confirmation)?;
        }
        Ok(())
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        resend(tx, link)
    }
}

/// Sends a confirmation's letter again, if it still waits for this very address.
pub fn resend(tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
    let confirmation = store::by_id(tx.db, link.subject_id)?;
    if confirmation.state == ConfirmationState::Waiting && confirmation.email == link.recipient {
        send(tx, &confirmation, false)?;
    }
    Ok(())
}

fn record(tx: &mut Tx<'_>, confirmation: &Confirmation, answer: &GuardianAnswer, from: &str) -> Result<(), Error> {
    let answered = Answered {
        state: if answer.agrees {
            ConfirmationState::Given
        } else {
            ConfirmationState::Refused
        },
        name: &answer.name,
        relationship: &answer.relationship,
        wording_version: Some(WORDING_VERSION),
        from: Some(from),
        answers: &Answers::Guardian {
            reason: answer.reason.clone(),
        },
    };
    if !store::save_answered(tx, confirmation.id, &answered)? {
        return Ok(());
    }
    let facts = json!({"kind": confirmation.kind, "state": answered.state, "wording": WORDING_VERSION});
    audit::record(tx, "confirmation.answered", "application", confirmation.application_id, &facts)?;
    if answer.agrees {
        return settle(tx, confirmation.application_id);
    }
    let application = application_by_id(tx.db, confirmation.application_id)?;
    if application.state == ApplicationState::AwaitingConfirmation {
        end(tx, &application, "guardian_said_no", News::GuardianSaidNo)?;
    }
    Ok(())
}

fn page(db: &mut AnyConnection, confirmation: &Confirmation, form: GuardianForm, errors: Errors) -> Result<GuardianPage, Error> {
    let (_, applicant) = recipient(db, confirmation.application_id)?;
    Ok(GuardianPage {
        first_name: applicant.map(|name| name.first).unwrap_or_default(),
        choices: store::chosen(db, confirmation.application_id)?,
        form,
        errors: errors.0,
    })
}
