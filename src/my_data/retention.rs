//! What is erased without being asked: applications and people, once they were kept for as long as the settings say. Counts stay.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use time::Date;

use super::erase::{Cause, erase_application, erase_person};
use super::store::Subject;
use crate::applications::{self, ApplicationState};
use crate::config::Keep;
use crate::dates::months_before;
use crate::db::schema::{application, erasure, opportunity, person, placement, retention_run, role_grant, round, session};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::tx::{Actor, Ledger, Tx};

/// Rows of one kind in one run of the job; the rest is for the next run.
const BATCH: i64 = 1000;
/// A placement that took place, or is agreed.
const PLACED: [&str; 3] = ["agreed", "completed", "did_not_attend"];

/// How many of each class were kept long enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Drafts that nobody went on with.
    pub drafts: usize,
    /// Applications that did not lead to a place.
    pub not_placed: usize,
    /// Applications that did.
    pub placed: usize,
    /// People about whom nothing else is kept.
    pub people: usize,
}

/// What was kept long enough, by number.
struct Due {
    not_placed: Vec<i64>,
    placed: Vec<i64>,
    people: Vec<i64>,
}

/// From before which day on each class is erased.
struct Limits {
    not_placed: Date,
    placed: Date,
}

impl Limits {
    fn at(now: Instant, keep: Keep) -> Self {
        Self {
            not_placed: months_before(now.date(), keep.not_placed_months),
            placed: months_before(now.date(), keep.placed_months),
        }
    }
}

/// A run, or a count of what a run would erase.
#[derive(Clone, Debug)]
pub struct Run {
    /// When it began.
    pub started_at: Instant,
    /// True if it only counted.
    pub dry: bool,
    /// What was erased, or would have been.
    pub counts: Counts,
}

/// The last runs and counts, newest first.
pub fn runs(db: &mut AnyConnection, most: i64) -> Result<Vec<Run>, Error> {
    let rows: Vec<(Instant, bool, String)> = retention_run::table
        .order(retention_run::id.desc())
        .limit(most)
        .select((retention_run::started_at, retention_run::dry, retention_run::counts))
        .load(db)?;
    rows.into_iter()
        .map(|(started_at, dry, counts)| {
            Ok(Run {
                started_at,
                dry,
                counts: serde_json::from_str(&counts)?,
            })
        })
        .collect()
}

/// What a run would erase now. Erases nothing, and writes down that it was asked.
pub fn due(ledger: &Ledger) -> Result<Counts, Error> {
    let counts = count(ledger)?;
    ledger.write_now(Actor::System, |tx| note_count(tx, counts))?;
    Ok(counts)
}

/// What a run would erase now.
pub fn count(ledger: &Ledger) -> Result<Counts, Error> {
    let (now, keep) = (ledger.clock.now(), ledger.env().keep);
    let drafts = ledger
        .db
        .read_now(|db| applications::old_drafts(db, applications::last_change(ledger), i64::MAX))?;
    let found = ledger.db.read_now(|db| find(db, now, keep, i64::MAX))?;
    let counts = Counts {
        drafts: drafts.len(),
        not_placed: found.not_placed.len(),
        placed: found.placed.len(),
        people: found.people.len(),
    };
    Ok(counts)
}

/// Writes down that it was asked what a run would erase, and the answer; answers the row's number.
pub fn note_count(tx: &mut Tx<'_>, counts: Counts) -> Result<i64, Error> {
    note(tx, tx.now, true, counts)
}

/// Job: erases what was kept long enough, each in a transaction of its own. Drafts have a job of their own. A person goes once all their
/// applications are erased, so perhaps in the next run.
pub fn retain(ledger: &Ledger) -> Result<String, Error> {
    let (now, keep) = (ledger.clock.now(), ledger.env().keep);
    let found = ledger.db.read_now(|db| find(db, now, keep, BATCH))?;
    let applications = |ids: &[i64]| one_by_one(ledger, ids, |id| *id, |tx, id| erase_application(tx, *id, Cause::Retention));
    let not_placed = applications(&found.not_placed)?;
    let placed = applications(&found.placed)?;
    let people = one_by_one(ledger, &found.people, |id| *id, |tx, id| erase_person(tx, *id, Cause::Retention))?;
    let number = |tally: Tally| usize::try_from(tally.done).unwrap_or_default();
    let counts = Counts {
        drafts: 0,
        not_placed: number(not_placed),
        placed: number(placed),
        people: number(people),
    };
    ledger.write_now(Actor::System, |tx| note(tx, now, false, counts))?;
    ledger.db.settle_file()?;
    let mut tally = not_placed;
    tally += placed;
    tally += people;
    tally.outcome("applications and people erased")
}

fn note(tx: &mut Tx<'_>, started: Instant, dry: bool, counts: Counts) -> Result<i64, Error> {
    Ok(diesel::insert_into(retention_run::table)
        .values((
            retention_run::started_at.eq(started),
            retention_run::finished_at.eq(tx.now),
            retention_run::dry.eq(dry),
            retention_run::counts.eq(serde_json::to_string(&counts)?),
        ))
        .returning(retention_run::id)
        .get_result(tx.db)?)
}

fn find(db: &mut AnyConnection, now: Instant, keep: Keep, limit: i64) -> Result<Due, Error> {
    let limits = Limits::at(now, keep);
    let mut not_placed = over(db, &limits, limit)?;
    not_placed.extend(left_waiting(db, &limits, limit)?);
    Ok(Due {
        not_placed,
        placed: placed(db, &limits, limit)?,
        people: people(db, now, &limits, limit)?,
    })
}

/// The erasure of the application of the query around it.
#[diesel::dsl::auto_type]
fn was_erased() -> _ {
    let kind: Subject = Subject::Application;
    erasure::table
        .filter(erasure::subject_kind.eq(kind))
        .filter(erasure::subject_id.eq(application::id))
}

/// The placement of the application of the query around it, if it took place or is agreed.
#[diesel::dsl::auto_type]
fn has_place() -> _ {
    let placed: [&'static str; 3] = PLACED;
    placement::table
        .filter(placement::application_id.eq(application::id))
        .filter(placement::state.eq_any(placed))
}

/// Applications that ended without a place, a while ago.
fn over(db: &mut AnyConnection, limits: &Limits, limit: i64) -> Result<Vec<i64>, Error> {
    Ok(application::table
        .filter(application::live.eq(false))
        .filter(application::state_since.lt(Instant::midnight(limits.not_placed)))
        .filter(not(exists(has_place())))
        .filter(not(exists(was_erased())))
        .order(application::id)
        .limit(limit)
        .select(application::id)
        .load(db)?)
}

/// Applications on the lists of a round whose last placement is over since a while: nobody has told them so, but no place can come any more.
fn left_waiting(db: &mut AnyConnection, limits: &Limits, limit: i64) -> Result<Vec<i64>, Error> {
    let to_come = opportunity::table
        .filter(opportunity::round_id.eq(application::round_id))
        .filter(opportunity::last_day.ge(limits.not_placed));
    Ok(application::table
        .inner_join(round::table)
        .filter(application::live.eq(true))
        .filter(application::state.ne(ApplicationState::Draft))
        .filter(round::closes_at.lt(Instant::midnight(limits.not_placed)))
        .filter(not(exists(has_place())))
        .filter(not(exists(to_come)))
        .filter(not(exists(was_erased())))
        .order(application::id)
        .limit(limit)
        .select(application::id)
        .load(db)?)
}

/// Applications whose placement is over, a longer while ago.
fn placed(db: &mut AnyConnection, limits: &Limits, limit: i64) -> Result<Vec<i64>, Error> {
    let erased = erasure::table
        .filter(erasure::subject_kind.eq(Subject::Application))
        .filter(erasure::subject_id.eq(placement::application_id));
    Ok(placement::table
        .inner_join(opportunity::table)
        .filter(placement::state.eq_any(PLACED))
        .filter(opportunity::last_day.lt(limits.placed))
        .filter(not(exists(erased)))
        .order(placement::application_id)
        .limit(limit)
        .select(placement::application_id)
        .load(db)?)
}

/// People without a role and without an application that is still kept, whom we have known for a while and who are logged in nowhere.
fn people(db: &mut AnyConnection, now: Instant, limits: &Limits, limit: i64) -> Result<Vec<i64>, Error> {
    let erased = erasure::table
        .filter(erasure::subject_kind.eq(Subject::Person))
        .filter(erasure::subject_id.eq(person::id));
    let kept = application::table
        .filter(application::person_id.eq(person::id))
        .filter(not(exists(was_erased())));
    let role = role_grant::table
        .filter(role_grant::person_id.eq(person::id))
        .filter(role_grant::revoked_at.is_null());
    let signed_in = session::table
        .filter(session::person_id.eq(person::id.nullable()))
        .filter(session::ends_at.gt(now));
    Ok(person::table
        .filter(person::created_at.lt(Instant::midnight(limits.not_placed)))
        .filter(not(exists(kept)))
        .filter(not(exists(role)))
        .filter(not(exists(signed_in)))
        .filter(not(exists(erased)))
        .order(person::id)
        .limit(limit)
        .select(person::id)
        .load(db)?)
}
