//! Runs, standings and proposals in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::allocation::{Published, RoundResult};
use crate::db::AnyConnection;
use crate::db::schema::{allocation_run, application, opportunity, proposal, standing};
use crate::error::Error;
use crate::opportunities::{Round, RoundState};
use crate::prioritisation::{Policy, RoundInput};
use crate::text_enum;
use crate::tx::Tx;

text_enum! {
    /// What became of one choice of one application in the latest run.
    pub enum StandingStatus {
        /// A place there is proposed, offered or taken.
        Offered = "offered",
        /// A better choice is.
        NotNeeded = "not_needed",
        /// Others come first.
        NotOffered = "not_offered",
        /// It left the list: declined, withdrawn or lapsed.
        Struck = "struck",
    }
}

text_enum! {
    /// Where a proposal stands: the engine proposes, a coordinator decides.
    pub enum ProposalState {
        /// Waits for the coordinator.
        Open = "open",
        /// Approved: an offer went out.
        Approved = "approved",
        /// Declined, with a reason.
        Declined = "declined",
        /// The applicant left, or moved up to a better choice.
        Overtaken = "overtaken",
    }
}

/// One choice of one application in the latest run.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Standing {
    /// The application.
    pub application_id: i64,
    /// The opportunity.
    pub opportunity_id: i64,
    /// The run that it comes from.
    pub run_id: i64,
    /// Which choice it is, from 1.
    pub choice: i32,
    /// The band of priority.
    pub band: String,
    /// The lottery number, 64 hexadecimal digits.
    pub lottery: String,
    /// Position in the draw, from 1.
    pub draw_position: i64,
    /// Position in the priority order of this opportunity, from 1.
    pub priority_position: Option<i64>,
    /// What became of it.
    pub status: StandingStatus,
    /// Place on the waiting list, from 1.
    pub waiting_position: Option<i64>,
    /// Why, as JSON.
    pub explanation: String,
}

/// Stores a run: the inputs, the outputs, what is published of them, and the hash of the run before.
pub(super) fn add_run(
    tx: &mut Tx<'_>,
    round: &Round,
    cause: &str,
    policy: &Policy,
    input: &RoundInput,
    result: &RoundResult,
) -> Result<i64, Error> {
    let (number, previous) = allocation_run::table
        .filter(allocation_run::round_id.eq(round.id))
        .order(allocation_run::number.desc())
        .select((allocation_run::number, allocation_run::output_sha256))
        .first::<(i32, String)>(tx.db)
        .optional()?
        .unwrap_or_else(|| (0, "0".repeat(64)));
    let input_text = input.canonical_json()?;
    let counts = Published::of(policy, input, result, u32::try_from(number + 1).map_err(Error::internal)?);
    Ok(diesel::insert_into(allocation_run::table)
        .values((
            allocation_run::round_id.eq(round.id),
            allocation_run::number.eq(number + 1),
            allocation_run::cause.eq(cause),
            allocation_run::engine.eq(&result.engine),
            allocation_run::policy_sha256.eq(&result.policy_sha256),
            allocation_run::list_sha256.eq(&result.list_sha256),
            allocation_run::seed.eq(&result.seed),
            allocation_run::input_sha256.eq(hex::encode(Sha256::digest(input_text.as_bytes()))),
            allocation_run::output_sha256.eq(&result.output_sha256),
            allocation_run::previous_sha256.eq(previous),
            allocation_run::input.eq(&input_text),
            allocation_run::output.eq(result.to_json()?),
            allocation_run::published.eq(serde_json::to_string(&counts)?),
            allocation_run::created_at.eq(tx.now),
        ))
        .returning(allocation_run::id)
        .get_result(tx.db)?)
}

/// What a round was ranked from, as anybody can check it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct FirstRun {
    /// The frozen list, as JSON: no names.
    pub input: String,
    /// The draw's seed, 64 hexadecimal digits.
    pub seed: String,
}

/// The first run of a round.
///
/// # Errors
/// `NotFound` if the round has not been ranked.
pub fn first_run(db: &mut AnyConnection, round_id: i64) -> Result<FirstRun, Error> {
    Ok(allocation_run::table
        .filter(allocation_run::round_id.eq(round_id))
        .filter(allocation_run::number.eq(1))
        .select((allocation_run::input, allocation_run::seed))
        .get_result(db)?)
}

/// What is published of a drawn round: of its first run while places are given out, of its last once all is settled. Counts after each single decline
/// would tell who declined. `None` before the draw, and of a run that is older than these counts.
pub fn published(db: &mut AnyConnection, round: &Round) -> Result<Option<Published>, Error> {
    let runs = allocation_run::table
        .filter(allocation_run::round_id.eq(round.id))
        .select(allocation_run::published);
    let text: Option<Option<String>> = match round.state {
        RoundState::Settled { .. } => runs.order(allocation_run::number.desc()).first(db).optional()?,
        _ => runs.order(allocation_run::number).first(db).optional()?,
    };
    Ok(text.flatten().as_deref().map(serde_json::from_str).transpose()?)
}

/// Every standing of a round.
pub(super) fn standings(db: &mut AnyConnection, round_id: i64) -> Result<BTreeMap<(i64, i64), Standing>, Error> {
    let rows: Vec<Standing> = standing::table
        .inner_join(application::table)
        .filter(application::round_id.eq(round_id))
        .select(standing::all_columns)
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.application_id, row.opportunity_id), row))
        .collect())
}

/// Stores what is new or different among `wanted`.
pub(super) fn save_standings(tx: &mut Tx<'_>, known: &BTreeMap<(i64, i64), Standing>, wanted: &[Standing]) -> Result<(), Error> {
    for new in wanted {
        let key = (new.application_id, new.opportunity_id);
        let same = |old: &Standing| {
            Standing {
                run_id: new.run_id,
                ..old.clone()
            } == *new
        };
        match known.get(&key) {
            Some(old) if same(old) => {}
            Some(_) => {
                diesel::update(standing::table.find(key))
                    .set((
                        standing::run_id.eq(new.run_id),
                        standing::status.eq(new.status),
                        standing::waiting_position.eq(new.waiting_position),
                        standing::explanation.eq(&new.explanation),
                    ))
                    .execute(tx.db)?;
            }
            None => insert_standing(tx, new)?,
        }
    }
    Ok(())
}

fn insert_standing(tx: &mut Tx<'_>, new: &Standing) -> Result<(), Error> {
    diesel::insert_into(standing::table)
        .values((
            standing::application_id.eq(new.application_id),
            standing::opportunity_id.eq(new.opportunity_id),
            standing::run_id.eq(new.run_id),
            standing::choice.eq(new.choice),
            standing::band.eq(&new.band),
            standing::lottery.eq(&new.lottery),
            standing::draw_position.eq(new.draw_position),
            standing::priority_position.eq(new.priority_position),
            standing::status.eq(new.status),
            standing::waiting_position.eq(new.waiting_position),
            standing::explanation.eq(&new.explanation),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// A proposal as a re-run sees it.
#[derive(Clone, Debug, Queryable)]
pub(super) struct ProposalRow {
    pub id: i64,
    pub application_id: i64,
    pub opportunity_id: i64,
    pub state: ProposalState,
}

/// Every proposal of a round.
pub(super) fn proposals(db: &mut AnyConnection, round_id: i64) -> Result<Vec<ProposalRow>, Error> {
    Ok(proposal::table
        .inner_join(opportunity::table)
        .filter(opportunity::round_id.eq(round_id))
        .order(proposal::id)
        .select((proposal::id, proposal::application_id, proposal::opportunity_id, proposal::state))
        .load(db)?)
}

/// Proposes an application for an opportunity; a proposal that was overtaken before is opened again.
pub(super) fn propose(tx: &mut Tx<'_>, application_id: i64, opportunity_id: i64, run_id: i64) -> Result<i64, Error> {
    let first_chase = Some(tx.now.plus(time::Duration::days(3)));
    let reopened: Option<i64> = diesel::update(
        proposal::table
            .filter(proposal::application_id.eq(application_id))
            .filter(proposal::opportunity_id.eq(opportunity_id))
            .filter(proposal::state.eq(ProposalState::Overtaken)),
    )
    .set((
        proposal::state.eq(ProposalState::Open),
        proposal::run_id.eq(run_id),
        proposal::created_at.eq(tx.now),
        proposal::chases.eq(0),
        proposal::next_chase_at.eq(first_chase),
        proposal::decided_at.eq(None::<crate::db::Instant>),
    ))
    .returning(proposal::id)
    .get_result(tx.db)
    .optional()?;
    if let Some(id) = reopened {
        return Ok(id);
    }
    Ok(diesel::insert_into(proposal::table)
        .values((
            proposal::public_ref.eq(tx.env.random.reference()?),
            proposal::opportunity_id.eq(opportunity_id),
            proposal::application_id.eq(application_id),
            proposal::run_id.eq(run_id),
            proposal::state.eq(ProposalState::Open),
            proposal::created_at.eq(tx.now),
            proposal::next_chase_at.eq(first_chase),
        ))
        .returning(proposal::id)
        .get_result(tx.db)?)
}

/// Overtakes an open proposal: its links die, and its page says so.
pub(super) fn overtake(tx: &mut Tx<'_>, proposal_id: i64) -> Result<bool, Error> {
    let rows = diesel::update(
        proposal::table
            .filter(proposal::id.eq(proposal_id))
            .filter(proposal::state.eq(ProposalState::Open)),
    )
    .set((
        proposal::state.eq(ProposalState::Overtaken),
        proposal::decided_at.eq(tx.now),
        proposal::next_chase_at.eq(None::<crate::db::Instant>),
    ))
    .execute(tx.db)?;
    if rows == 1 {
        crate::links::supersede(tx, crate::links::Purpose::Proposal, proposal_id)?;
    }
    Ok(rows == 1)
}
