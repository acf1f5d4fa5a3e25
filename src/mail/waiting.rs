//! How the outbox stands as a whole: numbers and times, nobody's letter.

use diesel::dsl::min;
use diesel::prelude::*;

use super::state::State;
use crate::db::schema::outbox;
use crate::db::{AnyConnection, Instant, literal};
use crate::error::Error;

/// How the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Letters that have not left yet.
    pub waiting: i64,
    /// When the oldest of them was written.
    pub oldest: Option<Instant>,
    /// When the first of them was, or is, due.
    pub first_due: Option<Instant>,
    /// Letters that were given up and still have their words: they can be tried again.
    pub dead: i64,
}

/// How the outbox stands, by one question.
pub fn queue(db: &mut AnyConnection) -> Result<Queue, Error> {
    let queued = || outbox::table.filter(outbox::state.eq(literal(State::Queued.as_str())));
    let dead = outbox::table
        .filter(outbox::state.eq(literal(State::Dead.as_str())))
        .filter(outbox::body_text.ne(""));
    let (waiting, oldest, first_due, dead): (Option<i64>, Option<Instant>, Option<Instant>, Option<i64>) = diesel::select((
        queued().count().single_value(),
        queued().select(min(outbox::created_at)).single_value(),
        queued().select(min(outbox::due_at)).single_value(),
        dead.count().single_value(),
    ))
    .get_result(db)?;
    Ok(Queue {
        waiting: waiting.unwrap_or_default(),
        oldest,
        first_due,
        dead: dead.unwrap_or_default(),
    })
}
