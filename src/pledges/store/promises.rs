//! What a pledge promises: its clauses, its ambassadors and what they plan.

use diesel::prelude::*;
use time::Date;

use crate::db::AnyConnection;
use crate::db::schema::{capacity_survey, pledge, pledge_activity, pledge_ambassador, pledge_clause};
use crate::error::Error;
use crate::pledges::answers::{Answers, Step};
use crate::pledges::commitment::Commitment;
use crate::pledges::model::{CommitmentKind, Pledge};
use crate::pledges::survey::Survey;
use crate::tx::Tx;

/// The clause whose number is the hours of each ambassador.
const HOURS: &str = "time";

/// Stores what a pledge promises, in place of what it promised before it was sent back.
///
/// # Errors
/// `Internal` if an answer is missing.
pub fn put(tx: &mut Tx<'_>, pledge: &Pledge, text: &Commitment, answers: &Answers) -> Result<(), Error> {
    diesel::delete(pledge_clause::table.filter(pledge_clause::pledge_id.eq(pledge.id))).execute(tx.db)?;
    diesel::delete(pledge_ambassador::table.filter(pledge_ambassador::pledge_id.eq(pledge.id))).execute(tx.db)?;
    diesel::delete(pledge_activity::table.filter(pledge_activity::pledge_id.eq(pledge.id))).execute(tx.db)?;
    for clause in &text.clauses {
        let step = Step::Clause(pledge.kind, clause.id.clone()).to_string();
        let answer = answers
            .clauses
            .get(&step)
            .ok_or_else(|| Error::internal(format!("pledge {}: {step} is not answered", pledge.id)))?;
        diesel::insert_into(pledge_clause::table)
            .values((
                pledge_clause::pledge_id.eq(pledge.id),
                pledge_clause::clause.eq(&clause.id),
                pledge_clause::statement.eq(&answer.statement),
                pledge_clause::promised.eq(answer.promised),
            ))
            .execute(tx.db)?;
    }
    if pledge.kind == CommitmentKind::HealthAmbassador {
        put_ambassadors(tx, pledge, answers)?;
    }
    Ok(())
}

fn put_ambassadors(tx: &mut Tx<'_>, pledge: &Pledge, answers: &Answers) -> Result<(), Error> {
    let hours = answers.clauses.get(&Step::Clause(pledge.kind, HOURS.to_owned()).to_string());
    diesel::update(pledge::table.find(pledge.id))
        .set(pledge::ambassador_hours.eq(hours.and_then(|answer| answer.promised)))
        .execute(tx.db)?;
    for (one, position) in answers.ambassadors.iter().flatten().zip(1..) {
        diesel::insert_into(pledge_ambassador::table)
            .values((
                pledge_ambassador::pledge_id.eq(pledge.id),
                pledge_ambassador::position.eq(position),
                pledge_ambassador::name.eq(&one.name),
                pledge_ambassador::job.eq(&one.job),
            ))
            .execute(tx.db)?;
    }
    for (one, position) in answers.activities.iter().flatten().zip(1..) {
        diesel::insert_into(pledge_activity::table)
            .values((
                pledge_activity::pledge_id.eq(pledge.id),
                pledge_activity::position.eq(position),
                pledge_activity::title.eq(&one.title),
                pledge_activity::month.eq(one.month),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// Clause, statement and promised number of each clause.
pub fn clauses(db: &mut AnyConnection, pledge_id: i64) -> Result<Vec<(String, String, Option<i32>)>, Error> {
    Ok(pledge_clause::table
        .filter(pledge_clause::pledge_id.eq(pledge_id))
        .select((pledge_clause::clause, pledge_clause::statement, pledge_clause::promised))
        .load(db)?)
}

/// The jobs of the ambassadors; their names stay with the organisation.
pub fn ambassador_jobs(db: &mut AnyConnection, pledge_id: i64) -> Result<Vec<String>, Error> {
    Ok(pledge_ambassador::table
        .filter(pledge_ambassador::pledge_id.eq(pledge_id))
        .order(pledge_ambassador::position)
        .select(pledge_ambassador::job)
        .load(db)?)
}

/// What the ambassadors plan, and in which month.
pub fn activities(db: &mut AnyConnection, pledge_id: i64) -> Result<Vec<(String, Date)>, Error> {
    Ok(pledge_activity::table
        .filter(pledge_activity::pledge_id.eq(pledge_id))
        .order(pledge_activity::position)
        .select((pledge_activity::title, pledge_activity::month))
        .load(db)?)
}

/// Stores an organisation's survey of a year, in place of an earlier one of that year.
pub fn put_survey(tx: &mut Tx<'_>, organisation_id: i64, year: i32, survey: &Survey) -> Result<(), Error> {
    diesel::delete(capacity_survey::table.find((organisation_id, year))).execute(tx.db)?;
    diesel::insert_into(capacity_survey::table)
        .values((
            capacity_survey::organisation_id.eq(organisation_id),
            capacity_survey::year.eq(year),
            capacity_survey::answers.eq(serde_json::to_string(survey)?),
            capacity_survey::saved_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(())
}
