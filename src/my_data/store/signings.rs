//! The commitments that a person has filled in for an organisation, with what they typed and have not sent.

use diesel::prelude::*;
use serde_json::Value as Json;

use super::super::model::Item;
use crate::db::schema::{organisation, pledge, signing, signing_answer};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;

/// The signings of a person, by number. What was sent is the organisation's; here it says only that, and where it stands.
pub fn signings(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(i64, String, Instant, Option<String>)> = signing::table
        .left_join(organisation::table)
        .filter(signing::started_by.eq(person_id))
        .order(signing::id)
        .select((signing::id, signing::public_ref, signing::created_at, organisation::name.nullable()))
        .load(db)?;
    let item = |(id, reference, begun, organisation): (i64, String, Instant, Option<String>)| {
        Ok(Item::new("Commitment")
            .with("reference", "Reference", reference)
            .with("begun_at", "Begun", begun)
            .maybe("organisation", "For", organisation)
            .group("commitments", "Which", commitments(db, id)?)
            .group("answers", "What you typed", answers(db, id)?))
    };
    rows.into_iter().map(item).collect()
}

fn commitments(db: &mut AnyConnection, signing_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(String, String)> = pledge::table
        .filter(pledge::signing_id.eq(signing_id))
        .order(pledge::id)
        .select((pledge::kind, pledge::state))
        .load(db)?;
    let item = |(kind, state): (String, String)| {
        Item::new("Commitment")
            .with("kind", "Which", kind)
            .with("state", "Where it stands", state)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn answers(db: &mut AnyConnection, signing_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(String, String, Instant)> = signing_answer::table
        .filter(signing_answer::signing_id.eq(signing_id))
        .order(signing_answer::step)
        .select((signing_answer::step, signing_answer::answer, signing_answer::saved_at))
        .load(db)?;
    rows.into_iter()
        .map(|(step, answer, saved)| {
            let answer: Json = serde_json::from_str(&answer)?;
            Ok(Item::new("Answer")
                .with("step", "Question", step)
                .with("answer", "Answer", answer)
                .with("saved_at", "Saved", saved))
        })
        .collect()
}
