//! Taking people out of the outbox: a letter that waits goes, of one that has left only its kind and its times stay.

use diesel::prelude::*;

use super::state::State;
use crate::db::schema::outbox;
use crate::error::Error;
use crate::tx::Tx;

/// What a row is without the person it went to.
type Emptied = (
    diesel::dsl::Eq<outbox::recipient, &'static str>,
    diesel::dsl::Eq<outbox::body_text, &'static str>,
    diesel::dsl::Eq<outbox::body_html, &'static str>,
    diesel::dsl::Eq<outbox::attachment_body, Option<String>>,
    diesel::dsl::Eq<outbox::last_error, Option<String>>,
);

fn emptied() -> Emptied {
    (
        outbox::recipient.eq(""),
        outbox::body_text.eq(""),
        outbox::body_html.eq(""),
        outbox::attachment_body.eq(None),
        outbox::last_error.eq(None),
    )
}

/// Forgets every letter to an address.
pub fn forget_to(tx: &mut Tx<'_>, recipient: &str) -> Result<(), Error> {
    let theirs = || outbox::recipient.eq(recipient);
    diesel::delete(outbox::table.filter(theirs()).filter(outbox::state.eq(State::Queued))).execute(tx.db)?;
    diesel::update(outbox::table.filter(theirs())).set(emptied()).execute(tx.db)?;
    Ok(())
}

/// Forgets every letter that carried one of these links.
pub fn forget_linked(tx: &mut Tx<'_>, links: &[i64]) -> Result<(), Error> {
    let theirs = || outbox::link_id.eq_any(links);
    diesel::delete(outbox::table.filter(theirs()).filter(outbox::state.eq(State::Queued))).execute(tx.db)?;
    diesel::update(outbox::table.filter(theirs())).set(emptied()).execute(tx.db)?;
    Ok(())
}

/// Empties a letter that has left or was given up, if nothing of it should stay.
pub(super) fn if_wanted(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let wanted = outbox::table.filter(outbox::id.eq(id)).filter(outbox::forget.eq(true));
    diesel::update(wanted).set(emptied()).execute(tx.db)?;
    Ok(())
}
