//! The outbox as a list.

use diesel::prelude::*;

use crate::db::schema::outbox;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::mail::State;

/// A mail in the list.
#[derive(Clone, Debug, Queryable)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// The recipient.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// Where it stands.
    pub state: State,
    /// When it was written.
    pub created_at: Instant,
}

/// The last hundred mails, newest first.
pub fn newest(db: &mut AnyConnection) -> Result<Vec<Line>, Error> {
    Ok(outbox::table
        .order(outbox::id.desc())
        .limit(100)
        .select((outbox::id, outbox::recipient, outbox::subject, outbox::state, outbox::created_at))
        .load(db)?)
}
