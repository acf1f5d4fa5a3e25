//! A round as a bundle that anybody can check without this program's database.

use diesel::prelude::*;

use super::record::published;
use crate::allocation::RoundResult;
use crate::allocation::bundle::{Bundle, Drawn, Promise, Record, Run, SCHEMA, Supervised, Ticket};
use crate::db::schema::allocation_run;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities::{self as offered, Contribution, RoundState};
use crate::policies;
use crate::prioritisation::{Kind, RoundInput};

/// A run as it is stored.
#[derive(Queryable)]
struct Row {
    number: i32,
    cause: String,
    engine: String,
    policy_sha256: String,
    list_sha256: String,
    seed: String,
    input_sha256: String,
    output_sha256: String,
    previous_sha256: String,
    input: String,
    output: String,
    made_at: Instant,
}

/// The bundle of a drawn round: what is public, and for its supervisor claims, choices and runs besides.
///
/// # Errors
/// `NotFound` if there is no such round, `Conflict` if it is not drawn yet.
pub fn bundle(db: &mut AnyConnection, reference: &str, supervised: bool) -> Result<Bundle, Error> {
    let round = offered::round_by_ref(db, reference)?;
    let closed_at = match round.state {
        RoundState::Ranked { closed_at, .. } | RoundState::Offering { closed_at, .. } | RoundState::Settled { closed_at, .. } => closed_at,
        RoundState::Planned | RoundState::Open | RoundState::Closed { .. } => {
            return Err(Error::conflict("This round is not drawn yet."));
        }
    };
    let rows = rows(db, round.id)?;
    let first = rows.first().ok_or_else(|| Error::internal("a drawn round without a run"))?;
    let input: RoundInput = serde_json::from_str(&first.input)?;
    let result: RoundResult = serde_json::from_str(&first.output)?;
    let mut lottery: Vec<Ticket> = result.applicants.into_iter().map(ticket).collect();
    lottery.sort_by_key(|ticket| ticket.position);
    let mut references: Vec<String> = input.applicants.into_iter().map(|applicant| applicant.reference).collect();
    references.sort_unstable();
    let contributions = offered::contributions(db, round.id)?;
    Ok(Bundle {
        policy: policies::text_of(&round.policy)?.to_owned(),
        record: Record {
            schema: SCHEMA.to_owned(),
            round_id: round.reference.clone(),
            policy_sha256: round.policy.sha256.clone(),
            closed_at: closed_at.to_string(),
            contributions: contributions.into_iter().map(promise).collect::<Result<_, _>>()?,
            draws: draws(&rows),
        },
        references,
        lottery,
        counts: published(db, &round)?,
        supervised: supervised.then(|| Supervised {
            round: first.input.clone(),
            results: rows.iter().map(|row| row.output.clone()).collect(),
            runs: rows.iter().map(run).collect(),
        }),
    })
}

fn rows(db: &mut AnyConnection, round_id: i64) -> Result<Vec<Row>, Error> {
    Ok(allocation_run::table
        .filter(allocation_run::round_id.eq(round_id))
        .order(allocation_run::number)
        .select((
            allocation_run::number,
            allocation_run::cause,
            allocation_run::engine,
            allocation_run::policy_sha256,
            allocation_run::list_sha256,
            allocation_run::seed,
            allocation_run::input_sha256,
            allocation_run::output_sha256,
            allocation_run::previous_sha256,
            allocation_run::input,
            allocation_run::output,
            allocation_run::created_at,
        ))
        .load(db)?)
}

fn promise(contribution: Contribution) -> Result<Promise, Error> {
    let missing = || Error::internal("a drawn round with a number that is not public");
    Ok(Promise {
        name: contribution.name,
        kind: Kind::Commit,
        commitment: contribution.commitment,
        committed_at: contribution.committed_at.to_string(),
        value: contribution.value.ok_or_else(missing)?,
        revealed_at: contribution.revealed_at.ok_or_else(missing)?.to_string(),
    })
}

/// The draws that the runs name: one, unless somebody drew again.
fn draws(rows: &[Row]) -> Vec<Drawn> {
    let mut draws: Vec<Drawn> = Vec::new();
    for row in rows {
        if !draws
            .iter()
            .any(|draw| (&draw.list_sha256, &draw.seed) == (&row.list_sha256, &row.seed))
        {
            draws.push(Drawn {
                drawn_at: row.made_at.to_string(),
                list_sha256: row.list_sha256.clone(),
                seed: row.seed.clone(),
            });
        }
    }
    draws
}

fn ticket(applicant: crate::allocation::result::ApplicantResult) -> Ticket {
    Ticket {
        position: applicant.position,
        reference: applicant.reference,
        lottery: applicant.lottery,
    }
}

fn run(row: &Row) -> Run {
    Run {
        // A number that does not fit is no run of ours; the check then names it.
        number: u32::try_from(row.number).unwrap_or(0),
        cause: row.cause.clone(),
        engine: row.engine.clone(),
        policy_sha256: row.policy_sha256.clone(),
        list_sha256: row.list_sha256.clone(),
        seed: row.seed.clone(),
        input_sha256: row.input_sha256.clone(),
        output_sha256: row.output_sha256.clone(),
        previous_sha256: row.previous_sha256.clone(),
        made_at: row.made_at.to_string(),
    }
}
