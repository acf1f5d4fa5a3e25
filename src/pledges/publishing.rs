//! Publication: roles for those who were named, the survey, the pledges that this one takes the place of, and letters to all.

use super::answers::PersonAnswer;
use super::draft::Draft;
use super::mails::{Names, Published, Register};
use super::model::PledgeState;
use super::sending::change;
use super::state::Event;
use super::steps::in_letter;
use super::store::{organisations, people, pledges, promises, signings};
use crate::auth::{self, Grant, Role};
use crate::error::Error;
use crate::mail;
use crate::tx::Tx;

/// Does what follows from the area's yes. The pledges of `draft` are published already.
pub fn publish(tx: &mut Tx<'_>, draft: &Draft) -> Result<(), Error> {
    let missing = |what: &str| Error::internal(format!("signing {}: no {what}", draft.signing.id));
    let organisation_id = draft.signing.organisation_id.ok_or_else(|| missing("organisation"))?;
    let answers = &draft.answers;
    let survey = answers.survey.as_ref().ok_or_else(|| missing("survey"))?;
    promises::put_survey(tx, organisation_id, tx.now.date().year(), survey)?;
    take_over(tx, draft, organisation_id)?;
    let champion = answers.champion.as_ref().ok_or_else(|| missing("champion"))?;
    let coordinator = answers.coordinator.as_ref().ok_or_else(|| missing("coordinator"))?;
    let signatory = answers.signatory.as_ref().ok_or_else(|| missing("signatory"))?;
    give(tx, Role::Champion, organisation_id, champion)?;
    give(tx, Role::Coordinator, organisation_id, coordinator)?;
    let starter = people::email(tx.db, draft.signing.started_by)?;
    let mut told: Vec<(&str, &str, Option<Role>)> = vec![
        (&champion.email, &champion.name, Some(Role::Champion)),
        (&coordinator.email, &coordinator.name, Some(Role::Coordinator)),
        (&signatory.email, &signatory.name, None),
        (&starter, "", None),
    ];
    let mut known: Vec<&str> = Vec::new();
    told.retain(|(email, ..)| {
        let new = !known.contains(email);
        known.push(email);
        new
    });
    for (email, name, role) in told {
        tell(tx, draft, email, name, role)?;
    }
    // What was promised is kept with the pledges; who was named is kept with their signatures and roles.
    signings::forget_answers(tx, draft.signing.id)
}

/// Pledges of organisations that went into this one end, and say which pledge took their place.
fn take_over(tx: &mut Tx<'_>, draft: &Draft, organisation_id: i64) -> Result<(), Error> {
    let before = organisations::predecessors(tx.db, organisation_id)?;
    for old in pledges::of_organisations(tx.db, &before, &[PledgeState::Published, PledgeState::DueForReview])? {
        if let Some(new) = draft.pledges.iter().find(|new| new.kind == old.kind) {
            change(tx, &old, &Event::Succeed(new.id))?;
        }
    }
    Ok(())
}

/// Gives a role to somebody who was named, unless they hold it. Only who reads their mail can log in and use it.
fn give(tx: &mut Tx<'_>, role: Role, organisation_id: i64, who: &PersonAnswer) -> Result<(), Error> {
    let person_id = auth::person_for_email(tx, &who.email)?;
    let grant = Grant {
        role,
        organisation_id: Some(organisation_id),
        area_id: None,
    };
    if auth::held(tx.db, person_id, &grant)?.is_none() {
        auth::grant(tx, person_id, &grant)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, draft: &Draft, to: &str, name: &str, role: Option<Role>) -> Result<(), Error> {
    let register = draft.pledges.iter().map(|pledge| Register::of(pledge, &tx.env.public_url));
    let letter = Published {
        name: &in_letter(name),
        names: &Names::of(draft),
        register: register.collect(),
        role,
        sign_in: &format!("{}/sign-in", tx.env.public_url),
        service: &tx.env.service_name,
    };
    mail::enqueue(tx, &mail::compose("pledge.published", 1, to, &letter)?)?;
    Ok(())
}
