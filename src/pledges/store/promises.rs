//! What a pledge promises: its clauses, its ambassadors and what they plan.

use diesel::prelude::*;
use diesel::sql_types::{self, Nullable};
use time::Date;

use super::texts;
use crate::db::AnyConnection;
use crate::db::schema::{capacity_survey, commitment_text, pledge, pledge_activity, pledge_ambassador, pledge_clause};
use crate::error::Error;
use crate::on_db;
use crate::pledges::answers::{Answers, Step};
use crate::pledges::commitment::Commitment;
use crate::pledges::model::{CommitmentKind, Pledge};
use crate::pledges::promise::{Promise, Said};
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

/// What is said to the clauses of a pledge.
pub fn clauses(db: &mut AnyConnection, pledge_id: i64) -> Result<Vec<Said>, Error> {
    let rows: Vec<SaidRow> = pledge_clause::table
        .filter(pledge_clause::pledge_id.eq(pledge_id))
        .select((pledge_clause::clause, pledge_clause::statement, pledge_clause::promised))
        .load(db)?;
    Ok(rows.into_iter().map(said).collect())
}

type SaidRow = (String, String, Option<i32>);

fn said((clause, statement, promised): SaidRow) -> Said {
    Said {
        clause,
        statement,
        promised,
    }
}

/// What is promised in a signing, the Practise Commitment first.
pub fn of_signing(db: &mut AnyConnection, signing_id: i64) -> Result<Vec<Promise>, Error> {
    let rows: Vec<(i64, i64, String, Option<SaidRow>)> = pledge::table
        .inner_join(commitment_text::table)
        .left_join(pledge_clause::table)
        .filter(pledge::signing_id.eq(signing_id))
        .order((pledge::kind.desc(), pledge_clause::clause))
        .select((
            pledge::id,
            pledge::text_id,
            commitment_text::body,
            (pledge_clause::clause, pledge_clause::statement, pledge_clause::promised).nullable(),
        ))
        .load(db)?;
    let plans = plans(db, signing_id)?;
    let of_pledge = |rows: &[(i64, i64, String, Option<SaidRow>)]| {
        let (id, text_id, body) = rows
            .first()
            .map(|(id, text_id, body, _)| (*id, *text_id, body.as_str()))
            .unwrap_or_default();
        let plans = plans.iter().filter(|plan| plan.pledge_id == id);
        Ok(Promise {
            text: texts::read(text_id, body)?,
            said: rows.iter().filter_map(|(.., row)| row.clone().map(said)).collect(),
            jobs: plans
                .clone()
                .filter(|plan| plan.month.is_none())
                .map(|plan| plan.words.clone())
                .collect(),
            activities: plans.filter_map(|plan| Some((plan.words.clone(), plan.month?))).collect(),
        })
    };
    rows.chunk_by(|one, next| one.0 == next.0).map(of_pledge).collect()
}

/// A line of what ambassadors are and plan: a job, or an activity with its month.
#[derive(Queryable)]
struct Plan {
    pledge_id: i64,
    position: i32,
    words: String,
    month: Option<Date>,
}

/// What the ambassadors of a signing are and plan, in the order of each list.
fn plans(db: &mut AnyConnection, signing_id: i64) -> Result<Vec<Plan>, Error> {
    let jobs = pledge_ambassador::table
        .inner_join(pledge::table)
        .filter(pledge::signing_id.eq(signing_id))
        .select((
            pledge_ambassador::pledge_id,
            pledge_ambassador::position,
            pledge_ambassador::job,
            None::<Date>.into_sql::<Nullable<sql_types::Date>>(),
        ));
    let activities = pledge_activity::table
        .inner_join(pledge::table)
        .filter(pledge::signing_id.eq(signing_id))
        .select((
            pledge_activity::pledge_id,
            pledge_activity::position,
            pledge_activity::title,
            pledge_activity::month.nullable(),
        ));
    let mut plans: Vec<Plan> = on_db!(db, |db| jobs.union_all(activities).load(db))?;
    plans.sort_by_key(|plan| plan.position);
    Ok(plans)
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
