//! Thanks in the database, and on their way.

use diesel::prelude::*;
use serde_json::json;

use crate::afterwards::mails;
use crate::afterwards::model::can_look_back;
use crate::audit;
use crate::auth;
use crate::db::AnyConnection;
use crate::db::schema::thanks;
use crate::error::Error;
use crate::opportunities as offered;
use crate::placements::{Placed, placed_by_id};
use crate::tx::Tx;

/// What was written, if something was.
pub fn written(db: &mut AnyConnection, placement_id: i64) -> Result<Option<String>, Error> {
    Ok(thanks::table.find(placement_id).select(thanks::body).get_result(db).optional()?)
}

/// Keeps what is written, and sends it to the supervisor; to the coordinators if no address of a supervisor is known.
///
/// # Errors
/// `Conflict`, in words for the reader, if it is too early, or thanks were sent before.
pub fn send(tx: &mut Tx<'_>, placed: &Placed, body: &str) -> Result<(), Error> {
    // Of two at the same moment the second waits here, and then finds the first.
    offered::hold_round(tx, placed.round_id)?;
    let placed = placed_by_id(tx.db, placed.id)?;
    can_look_back(&placed, tx.now.date())?;
    if written(tx.db, placed.id)?.is_some() {
        return Err(Error::conflict("You have sent your thanks already. You can send them once."));
    }
    diesel::insert_into(thanks::table)
        .values((
            thanks::placement_id.eq(placed.id),
            thanks::body.eq(body),
            thanks::sent_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    let detail = offered::detail(tx.db, placed.opportunity_id)?;
    let supervisor = detail.and_then(|detail| detail.supervisor_email);
    let to = match supervisor {
        Some(email) => vec![email],
        None => auth::coordinators_of(tx.db, placed.organisation_id)?
            .into_iter()
            .map(|(_, email)| email)
            .collect(),
    };
    for email in &to {
        mails::thanks(tx, email, &placed, body)?;
    }
    audit::record(tx, "thanks.sent", "placement", placed.id, &json!({"letters": to.len()}))
}
