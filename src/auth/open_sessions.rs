//! The open sessions of a person, as they see them.

use diesel::prelude::*;
use serde_json::json;
use time::Duration;

use crate::audit;
use crate::db::schema::session;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Tx;

/// An open session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// Its number.
    pub id: i64,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was last used, to a tenth of the time that it may rest.
    pub used_at: Instant,
    /// When it ends if it is not used again.
    pub ends_at: Instant,
}

/// The sessions of a person, the last used first.
pub fn sessions_of(db: &mut AnyConnection, person_id: i64) -> Result<Vec<OpenSession>, Error> {
    let rows: Vec<(i64, Instant, Instant, Instant, i64)> = session::table
        .filter(session::person_id.eq(person_id))
        .order((session::expires_at.desc(), session::id.desc()))
        .select((
            session::id,
            session::created_at,
            session::expires_at,
            session::ends_at,
            session::idle_seconds,
        ))
        .load(db)?;
    let open = |(id, opened_at, expires_at, ends_at, idle): (i64, Instant, Instant, Instant, i64)| OpenSession {
        id,
        opened_at,
        used_at: expires_at.plus(-Duration::seconds(idle)),
        ends_at: expires_at.min(ends_at),
    };
    Ok(rows.into_iter().map(open).collect())
}

/// Ends a session of a person. One that has ended already, or is another's, stays as it is.
pub fn end_session(tx: &mut Tx<'_>, person_id: i64, id: i64) -> Result<(), Error> {
    let own = session::table.find(id).filter(session::person_id.eq(person_id));
    if diesel::delete(own).execute(tx.db)? > 0 {
        audit::record(tx, "session.ended", "person", person_id, &json!({"session": id}))?;
    }
    Ok(())
}
