//! Drafts in the database: begun, read with what their pages need, saved step by step.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;
use time::Date;

use super::answers::{Answers, Choices, Step};
use super::draft::{Draft, Window};
use super::forms::choices::MOST;
use super::state::ApplicationState;
use super::store::{Application, COLUMNS, answers, application_by_id, application_by_ref};
use crate::audit;
use crate::db::schema::{application, application_answer, round};
use crate::db::{AnyConnection, Instant, violated};
use crate::error::Error;
use crate::on_db;
use crate::opportunities::{self, Opportunity, Phase};
use crate::policies;
use crate::tx::Tx;

/// Whose application is asked for: the number and the proven address of somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Their number.
    pub id: i64,
    /// Their address.
    pub email: String,
}

/// The owner's application with this reference: three queries. Somebody else's is not found.
pub fn draft(db: &mut AnyConnection, owner: &Owner, reference: &str, now: Instant) -> Result<Draft, Error> {
    let (application, window) = own_with_window(db, owner.id, reference)?;
    fill(db, application, window, owner, now)
}

/// The owner's application with this reference, and its round. Somebody else's is not found.
pub fn own_with_window(db: &mut AnyConnection, person_id: i64, reference: &str) -> Result<(Application, Window), Error> {
    type Found = (Application, (String, Phase, Instant, Instant, String));
    let query = application::table
        .inner_join(round::table)
        .filter(application::public_ref.eq(reference))
        .select((
            COLUMNS,
            (round::name, round::state, round::opens_at, round::closes_at, round::policy_sha256),
        ));
    let (application, (name, phase, opens_at, closes_at, policy)): Found = on_db!(db, |db| query.get_result(db))?;
    Ok((
        of(application, person_id)?,
        Window {
            name,
            phase,
            opens_at,
            closes_at,
            policy,
        },
    ))
}

/// The application, if it is this person's.
pub(super) fn of(application: Application, person_id: i64) -> Result<Application, Error> {
    if application.person_id == person_id {
        Ok(application)
    } else {
        Err(Error::NotYours {
            kind: "application",
            id: application.id,
            by: person_id,
        })
    }
}

/// How many placements somebody can choose under a round's policy. The table has room for no more than [`MOST`].
fn most_choices(policy_sha256: &str) -> usize {
    policies::most_choices(policy_sha256).map_or(MOST, |most| most.min(MOST))
}

/// The answers to an application and the placements of its round, with the rule for their number.
pub fn fill(db: &mut AnyConnection, application: Application, window: Window, owner: &Owner, now: Instant) -> Result<Draft, Error> {
    Ok(Draft {
        most_choices: most_choices(&window.policy),
        order: None,
        answers: answers(db, application.id)?,
        placements: opportunities::of_round(db, application.round_id)?,
        window,
        application,
        email: owner.email.clone(),
        today: now.date(),
        lookup: None,
    })
}

/// The owner's application with this reference, without its answers. Somebody else's is not found.
pub fn own(db: &mut AnyConnection, person_id: i64, reference: &str) -> Result<Application, Error> {
    of(application_by_ref(db, reference)?, person_id)
}

/// The live application of a person in a round.
pub fn live(db: &mut AnyConnection, person_id: i64, round_id: i64) -> Result<Option<Application>, Error> {
    Ok(application::table
        .filter(application::person_id.eq(person_id))
        .filter(application::round_id.eq(round_id))
        .filter(application::live.eq(true))
        .select(COLUMNS)
        .get_result(db)
        .optional()?)
}

/// The applications of a person, newest first, each with its round's name and the moment at which it closes.
pub fn all_of(db: &mut AnyConnection, person_id: i64) -> Result<Vec<(Application, String, Instant)>, Error> {
    Ok(application::table
        .inner_join(round::table)
        .filter(application::person_id.eq(person_id))
        .order(application::id.desc())
        .select((COLUMNS, round::name, round::closes_at))
        .load(db)?)
}

/// Begins an application in the round of `wanted`, or goes on with the one that lives there; answers its reference. A draft gets `wanted` as
/// its next choice, and the date of birth if it has none yet.
pub fn begin(tx: &mut Tx<'_>, person_id: i64, wanted: &Opportunity, born: Option<Date>) -> Result<String, Error> {
    let known = live(tx.db, person_id, wanted.round_id)?;
    let begun = match known {
        Some(known) => known,
        None => insert(tx, person_id, wanted.round_id)?,
    };
    if begun.state == ApplicationState::Draft {
        prefill(tx, begun.id, wanted, born)?;
    }
    Ok(begun.reference)
}

/// Adds a draft; if another request was faster, answers the one that it made.
fn insert(tx: &mut Tx<'_>, person_id: i64, round_id: i64) -> Result<Application, Error> {
    let (reference, now) = (tx.env.random.reference()?, tx.now);
    // A transaction inside: on Postgres a statement that fails ends the one that it stands in.
    let added: Result<i64, diesel::result::Error> = tx.db.transaction(|db| {
        diesel::insert_into(application::table)
            .values((
                application::public_ref.eq(&reference),
                application::person_id.eq(person_id),
                application::round_id.eq(round_id),
                application::state.eq(ApplicationState::Draft),
                application::live.eq(true),
                application::statements.eq("[]"),
                application::created_at.eq(now),
                application::changed_at.eq(now),
                application::state_since.eq(now),
            ))
            .returning(application::id)
            .get_result(db)
    });
    match added {
        Ok(id) => {
            audit::record(tx, "application.begun", "application", id, &json!({"round": round_id}))?;
            application_by_id(tx.db, id)
        }
        Err(error) if violated(&error, "application", &["person_id", "round_id"]) => {
            live(tx.db, person_id, round_id)?.ok_or_else(|| Error::conflict("This application has changed since you opened the page."))
        }
        Err(error) => Err(error.into()),
    }
}

fn prefill(tx: &mut Tx<'_>, id: i64, wanted: &Opportunity, born: Option<Date>) -> Result<(), Error> {
    let Answers {
        choices, date_of_birth, ..
    } = answers(tx.db, id)?;
    let mut references = choices.map_or_else(Vec::new, |choices| choices.0);
    let policy: String = round::table.find(wanted.round_id).select(round::policy_sha256).get_result(tx.db)?;
    if references.len() < most_choices(&policy) && !references.contains(&wanted.reference) {
        references.push(wanted.reference.clone());
        put(tx, id, Step::Choices, &to_json(&Choices(references))?)?;
    }
    match (date_of_birth, born) {
        (None, Some(born)) => put(tx, id, Step::DateOfBirth, &to_json(&born)?),
        _ => Ok(()),
    }
}

fn to_json(answer: &impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(answer)?)
}

/// Saves the answer to a step of a draft, in place of the one before.
///
/// # Errors
/// `Conflict` if it is no longer a draft: what was sent stays as it was sent.
pub fn put(tx: &mut Tx<'_>, id: i64, step: Step, json: &str) -> Result<(), Error> {
    put_while(tx, id, ApplicationState::Draft, step, json)
}

/// Saves the answer to a step while the application is in `state`, in place of the one before.
///
/// # Errors
/// `Conflict` if it has moved on.
pub fn put_while(tx: &mut Tx<'_>, id: i64, state: ApplicationState, step: Step, json: &str) -> Result<(), Error> {
    let found = application::table
        .filter(application::id.eq(id))
        .filter(application::state.eq(state));
    if diesel::update(found).set(application::changed_at.eq(tx.now)).execute(tx.db)? != 1 {
        let words = if state == ApplicationState::Draft {
            "This application was sent or deleted since you opened the page."
        } else {
            "This application has changed since you opened the page."
        };
        return Err(Error::conflict(words));
    }
    let answered = (application_answer::answer.eq(json), application_answer::saved_at.eq(tx.now));
    let rows = diesel::update(application_answer::table.find((id, step)))
        .set(answered)
        .execute(tx.db)?;
    if rows == 0 {
        diesel::insert_into(application_answer::table)
            .values((
                application_answer::application_id.eq(id),
                application_answer::step.eq(step),
                answered.0,
                answered.1,
            ))
            .execute(tx.db)?;
    }
    audit::record(tx, "application.answered", "application", id, &json!({"step": step}))
}

/// Forgets the answer to a step, so that it is asked again.
pub fn forget(tx: &mut Tx<'_>, id: i64, step: Step) -> Result<(), Error> {
    diesel::delete(application_answer::table.find((id, step))).execute(tx.db)?;
    Ok(())
}

/// Forgets every answer of a draft that was deleted.
pub fn forget_all(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::delete(application_answer::table.filter(application_answer::application_id.eq(id))).execute(tx.db)?;
    Ok(())
}
