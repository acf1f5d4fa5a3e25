//! A school's link: on the roll, each circumstance that it can know of, and fit to come.

use serde_json::json;

use super::asking::{settle, tell};
use super::forms::SchoolForm;
use super::guardian::resend;
use super::mails::News;
use super::model::{Answers, Circumstance, Confirmation, ConfirmationState, SchoolAnswers, SchoolSays};
use super::store::{self, Answered};
use super::views::{SchoolOutcome, SchoolPage, SchoolSaid};
use crate::applications::{
    Answers as Given, ApplicationState, Level, Step, UsedShare, YesNo, application_by_id, claims, claims_and_share, set_claim,
};
use crate::audit::{self, ReaderRole, Seen, SeenPage};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::tx::{Actor, Tx};
use crate::web::form::Errors;

/// What a school's links do.
pub struct SchoolLink;

impl Handler for SchoolLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _now: Instant) -> Result<(Page, Option<Seen>), Error> {
        let (confirmation, answers) = store::with_answers(db, link.subject_id, &SHOWN)?;
        if confirmation.state != ConfirmationState::Waiting {
            return Ok((self.outcome(db, link)?, None));
        }
        let about = About::load(db, confirmation.application_id, answers)?;
        let seen = Seen {
            by: Actor::Link(link.id),
            role: ReaderRole::School,
            organisation_id: None,
            page: SeenPage::School,
            applications: vec![confirmation.application_id],
        };
        let page = page(db, confirmation.application_id, about, SchoolForm::default(), Errors::default())?;
        Ok((Box::new(page), Some(seen)))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let confirmation = store::by_id(db, link.subject_id)?;
        let said = match (link.used_how.as_deref(), confirmation.state) {
            (Some("not_on_roll"), _) => SchoolSaid::NotOnRoll,
            (Some(_), _) => SchoolSaid::Answered,
            (None, ConfirmationState::Waiting) => SchoolSaid::NewerLink,
            (None, ConfirmationState::Given | ConfirmationState::Refused | ConfirmationState::Cancelled) => SchoolSaid::NotNeeded,
        };
        Ok(Box::new(SchoolOutcome { said }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let (confirmation, answers) = store::with_answers(tx.db, link.subject_id, &SHOWN)?;
        let about = About::load(tx.db, confirmation.application_id, answers)?;
        let mut form: SchoolForm = posted.form.parse()?;
        let answers = match form.answer(&about.asked, tx.now.date().year()) {
            Ok(answers) => answers,
            Err(errors) => {
                let page = page(tx.db, confirmation.application_id, about, form, errors)?;
                return Ok(Answer::Invalid(Box::new(page)));
            }
        };
        if links::spend(tx, link.id, if answers.on_roll { "answered" } else { "not_on_roll" })? {
            record(tx, &confirmation, &form, answers)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        resend(tx, link)
    }
}

/// The answers of an application that a school's page is made of.
const SHOWN: [Step; 2] = [Step::Name, Step::Circumstances];

/// What a school is asked about.
struct About {
    first_name: String,
    /// Each claim that it can know of, and the meals and the premium if the applicant was not sure of them.
    asked: Vec<Circumstance>,
    /// The figure about the school that the application used.
    share: Option<UsedShare>,
}

impl About {
    fn load(db: &mut AnyConnection, application_id: i64, answers: Given) -> Result<Self, Error> {
        let (claims, share) = claims_and_share(db, application_id)?;
        let unsure = |circumstance| {
            answers.circumstances.as_ref().is_some_and(|answers| match circumstance {
                Circumstance::FreeSchoolMeals => answers.free_school_meals == YesNo::NotSure,
                Circumstance::PupilPremium => answers.pupil_premium == YesNo::NotSure,
                Circumstance::FirstGeneration => false,
            })
        };
        let is_asked = |circumstance: &Circumstance| claims.contains_key(circumstance.as_str()) || unsure(*circumstance);
        Ok(Self {
            asked: Circumstance::ALL.iter().copied().filter(is_asked).collect(),
            first_name: answers.name.map(|name| name.first).unwrap_or_default(),
            share,
        })
    }
}

/// Records the answers. They settle claims only until the round closes: what is ranked is frozen then, and a later answer is for the
/// coordinator to read before the first day.
fn record(tx: &mut Tx<'_>, confirmation: &Confirmation, form: &SchoolForm, answers: SchoolAnswers) -> Result<(), Error> {
    let state = if answers.on_roll {
        ConfirmationState::Given
    } else {
        ConfirmationState::Refused
    };
    let (on_roll, circumstances) = (answers.on_roll, answers.circumstances.clone());
    let answered = Answered {
        state,
        name: &form.full_name,
        relationship: &form.role,
        wording_version: None,
        from: None,
        answers: &Answers::School(answers),
    };
    if !store::save_answered(tx, confirmation.id, &answered)? {
        return Ok(());
    }
    let application = application_by_id(tx.db, confirmation.application_id)?;
    let in_time = application.state == ApplicationState::AwaitingConfirmation;
    audit::record(
        tx,
        "confirmation.answered",
        "application",
        application.id,
        &json!({"kind": confirmation.kind, "state": state, "in_time": in_time}),
    )?;
    if !in_time {
        return Ok(());
    }
    if !on_roll {
        return tell(tx, &application, News::SchoolNotOnRoll);
    }
    let claimed = claims(tx.db, application.id)?;
    for (circumstance, says) in circumstances {
        match says {
            SchoolSays::Yes => set_claim(tx, application.id, circumstance.as_str(), Level::Confirmed)?,
            SchoolSays::No if claimed.contains_key(circumstance.as_str()) => {
                set_claim(tx, application.id, circumstance.as_str(), Level::Rejected)?;
            }
            SchoolSays::No | SchoolSays::CannotSay => {}
        }
    }
    settle(tx, application.id)
}

fn page(db: &mut AnyConnection, application_id: i64, about: About, form: SchoolForm, errors: Errors) -> Result<SchoolPage, Error> {
    Ok(SchoolPage {
        first_name: about.first_name,
        choices: store::chosen(db, application_id)?,
        share: about.share,
        asked: about.asked,
        form,
        errors: errors.0,
    })
}
