//! Forgetting: what somebody wrote about a placement goes, figures and the number of a certificate stay.

use diesel::prelude::*;

use super::expenses::model::{ClaimState, WhyRefused};
use super::feedback::model::{FromOrganisation, FromParticipant};
use super::feedback::store::given;
use super::model::Side;
use crate::db::schema::{attendance, certificate, destination, expense_claim, feedback, keep_in_touch, observation, thanks};
use crate::error::Error;
use crate::links::{self, Purpose};
use crate::mail;
use crate::placements::placed_as;
use crate::tx::Tx;

/// Forgets what is kept about the placement of an application: days, notes, thanks, words of feedback, what is printed on a certificate, and
/// whom to ask later. Answers that are only counted stay, and so do claims with their amounts; one that waits is refused, because nobody is left
/// to be paid.
pub fn forget(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    let Some(placed) = placed_as(tx.db, application_id)? else {
        return Ok(());
    };
    let id = placed.id;
    for purpose in [Purpose::Afterwards, Purpose::KeepInTouch] {
        let sent = links::about(tx.db, purpose, &[id])?;
        mail::forget_linked(tx, &sent)?;
        links::forget(tx, &sent)?;
    }
    diesel::delete(attendance::table.filter(attendance::placement_id.eq(id))).execute(tx.db)?;
    diesel::delete(observation::table.filter(observation::placement_id.eq(id))).execute(tx.db)?;
    diesel::delete(thanks::table.find(id)).execute(tx.db)?;
    diesel::delete(keep_in_touch::table.find(id)).execute(tx.db)?;
    diesel::update(destination::table.filter(destination::placement_id.eq(id)))
        .set(destination::detail.eq(None::<String>))
        .execute(tx.db)?;
    diesel::update(certificate::table.filter(certificate::placement_id.eq(id)))
        .set(certificate::body.eq("null"))
        .execute(tx.db)?;
    forget_words(tx, id)?;
    forget_claims(tx, id)
}

fn forget_words(tx: &mut Tx<'_>, placement_id: i64) -> Result<(), Error> {
    let participant = given::<FromParticipant>(tx.db, placement_id, Side::Participant)?;
    let organisation = given::<FromOrganisation>(tx.db, placement_id, Side::Organisation)?;
    let participant = participant.map(|given| FromParticipant {
        words: None,
        ..given.answers
    });
    let organisation = organisation.map(|given| FromOrganisation {
        words: None,
        ..given.answers
    });
    let kept = [
        (Side::Participant, participant.as_ref().map(serde_json::to_string)),
        (Side::Organisation, organisation.as_ref().map(serde_json::to_string)),
    ];
    for (side, json) in kept {
        let Some(json) = json.transpose()? else { continue };
        let of_side = feedback::table
            .filter(feedback::placement_id.eq(placement_id))
            .filter(feedback::side.eq(side));
        diesel::update(of_side)
            .set((feedback::answers.eq(json), feedback::may_quote.eq(false)))
            .execute(tx.db)?;
    }
    Ok(())
}

fn forget_claims(tx: &mut Tx<'_>, placement_id: i64) -> Result<(), Error> {
    let theirs = || expense_claim::table.filter(expense_claim::placement_id.eq(placement_id));
    diesel::update(theirs()).set(expense_claim::note.eq("")).execute(tx.db)?;
    diesel::update(theirs().filter(expense_claim::state.eq(ClaimState::Sent)))
        .set((
            expense_claim::state.eq(ClaimState::Refused),
            expense_claim::reason.eq(WhyRefused::Erased),
            expense_claim::decided_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(())
}
