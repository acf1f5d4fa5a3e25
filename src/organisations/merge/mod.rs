//! Two organisations become one: the older one ends, and its people, its placements and its commitments go to the successor.

mod mails;
mod moving;
mod pledges;

use std::fmt;

use diesel::prelude::*;
use serde_json::json;
use time::Date;

use crate::audit;
use crate::db::AnyConnection;
use crate::db::schema::organisation;
use crate::error::Error;
use crate::opportunities;
use crate::tx::Tx;

/// How much a merger moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Roles that people had for the old organisation.
    pub roles: usize,
    /// Invitations to it that wait for an answer.
    pub invitations: usize,
    /// Placements on offer that are not over.
    pub opportunities: usize,
    /// Commitments that the successor is asked to make again, or has made already.
    pub pledges: usize,
    /// Letters that ask for it.
    pub letters: usize,
}

impl fmt::Display for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "roles moved: {}; invitations: {}; placements: {}; commitments ended: {}; letters: {}",
            self.roles, self.invitations, self.opportunities, self.pledges, self.letters
        )
    }
}

/// One side of a merger.
#[derive(Queryable)]
struct Side {
    id: i64,
    name: String,
    closed_on: Option<Date>,
    successor_id: Option<i64>,
}

/// Why two organisations cannot become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// True if it is the fault of the successor.
    pub of_new: bool,
    /// In words for whoever merges them.
    pub words: String,
}

/// What a merger would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The name of the organisation that ends.
    pub old: String,
    /// The name of its successor.
    pub new: String,
    /// Roles that move.
    pub roles: i64,
    /// Placements on offer of the old organisation, those that are over among them.
    pub opportunities: i64,
    /// Commitments that hold and end.
    pub pledges: i64,
}

/// What a merger would do, or why it cannot be.
pub fn preview(db: &mut AnyConnection, old: &str, new: &str) -> Result<Result<Preview, Problem>, Error> {
    let (from, into) = match sides(db, old, new)? {
        Ok(sides) => sides,
        Err(problem) => return Ok(Err(problem)),
    };
    Ok(Ok(Preview {
        roles: moving::count_roles(db, from.id)?,
        opportunities: moving::count_opportunities(db, from.id)?,
        pledges: pledges::count(db, from.id)?,
        old: from.name,
        new: into.name,
    }))
}

/// Both organisations, or why they cannot become one.
fn sides(db: &mut AnyConnection, old: &str, new: &str) -> Result<Result<(Side, Side), Problem>, Error> {
    let problem = |of_new, words: String| Ok(Err(Problem { of_new, words }));
    let Some(from) = side(db, old)? else {
        return problem(false, format!("No organisation has the code {old}."));
    };
    let Some(into) = side(db, new)? else {
        return problem(true, format!("No organisation has the code {new}."));
    };
    if from.id == into.id {
        return problem(true, "An organisation cannot merge into itself.".to_owned());
    }
    if from.successor_id.is_some() {
        return problem(false, format!("{old} has a successor already."));
    }
    if into.closed_on.is_some() || into.successor_id.is_some() {
        return problem(true, format!("{new} is closed: nothing can merge into it."));
    }
    Ok(Ok((from, into)))
}

/// Merges the organisation with the code `old` into the one with the code `new`; `on` is the old one's last day.
///
/// # Errors
/// `Conflict` if one of them is not known, the old one has a successor already, or the new one is closed.
pub fn merge(tx: &mut Tx<'_>, old: &str, new: &str, on: Date) -> Result<Merged, Error> {
    let (from, into) = sides(tx.db, old, new)?.map_err(|problem| Error::conflict(problem.words))?;
    diesel::update(organisation::table.find(from.id))
        .set((organisation::closed_on.eq(on), organisation::successor_id.eq(into.id)))
        .execute(tx.db)?;
    let mut merged = Merged {
        roles: moving::roles(tx, from.id, into.id)?,
        invitations: moving::invitations(tx.db, from.id, into.id)?,
        opportunities: opportunities::move_to_successor(tx.db, from.id, into.id, on)?,
        ..Merged::default()
    };
    let ended = pledges::succeed(tx, from.id, into.id)?;
    merged.pledges = ended.in_all;
    if ended.public > 0 {
        merged.letters = mails::ask_to_sign_again(tx, &from.name, &into.name, into.id)?;
    }
    let facts = json!({
        "successor": into.id,
        "on": on.to_string(),
        "roles": merged.roles,
        "opportunities": merged.opportunities,
        "pledges": merged.pledges,
    });
    audit::record(tx, "organisation.merged", "organisation", from.id, &facts)?;
    Ok(merged)
}

fn side(db: &mut AnyConnection, code: &str) -> Result<Option<Side>, Error> {
    Ok(organisation::table
        .filter(organisation::code.eq(code))
        .select((
            organisation::id,
            organisation::name,
            organisation::closed_on,
            organisation::successor_id,
        ))
        .get_result(db)
        .optional()?)
}
