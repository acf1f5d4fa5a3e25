//! Forgetting a person: the row stays under its number, without anything that says who it was.

use diesel::prelude::*;

use super::factor::forget_factor;
use crate::db::schema::{area_contact, invitation, kept_form, outbox, person, session, sign_in};
use crate::error::Error;
use crate::tx::Tx;

/// Forgets a person: a random word takes the place of the address, their sessions end, and requests to sign in and what
/// was typed without a session go. Answers the address that they had.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<String, Error> {
    let email: String = person::table.find(id).select(person::email).get_result(tx.db)?;
    let asked: Vec<i64> = sign_in::table.filter(sign_in::email.eq(&email)).select(sign_in::id).load(tx.db)?;
    diesel::update(outbox::table.filter(outbox::sign_in_id.eq_any(&asked)))
        .set(outbox::sign_in_id.eq(None::<i64>))
        .execute(tx.db)?;
    diesel::delete(sign_in::table.filter(sign_in::id.eq_any(&asked))).execute(tx.db)?;
    diesel::delete(session::table.filter(session::person_id.eq(id))).execute(tx.db)?;
    diesel::delete(kept_form::table.filter(kept_form::person_id.eq(id))).execute(tx.db)?;
    forget_factor(tx, id)?;
    let invited = invitation::table.filter(invitation::email.eq(&email));
    diesel::update(invited).set(invitation::email.eq("")).execute(tx.db)?;
    diesel::delete(area_contact::table.filter(area_contact::email.eq(&email))).execute(tx.db)?;
    let stand_in = format!("erased-{}", tx.env.random.reference()?.to_lowercase());
    diesel::update(person::table.find(id))
        .set((
            person::email.eq(stand_in),
            person::name.eq(None::<String>),
            person::disabled_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(email)
}
