//! Past rounds as the national team sees them: without anybody in them.

use super::compare::compare;
use super::model::Comparison;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Phase, Round};
use crate::prioritisation::{Policy, RoundInput};
use crate::rounds;

/// Rounds that are looked through for drawn ones: five years of monthly rounds.
const ROUNDS: i64 = 60;

const fn is_drawn(phase: Phase) -> bool {
    matches!(phase, Phase::Ranked | Phase::Offering | Phase::Settled)
}

/// The latest rounds that are drawn, newest first.
pub fn drawn_rounds(db: &mut AnyConnection) -> Result<Vec<Round>, Error> {
    let mut rounds = offered::latest_rounds(db, ROUNDS)?;
    rounds.retain(|round| is_drawn(round.state.phase()));
    Ok(rounds)
}

/// The round with this public reference, if it is drawn.
///
/// # Errors
/// `NotFound` otherwise.
pub fn drawn_round(db: &mut AnyConnection, reference: &str) -> Result<Round, Error> {
    let round = offered::round_by_ref(db, reference)?;
    if is_drawn(round.state.phase()) {
        Ok(round)
    } else {
        Err(Error::NotFound)
    }
}

/// What two policies make of a round as it was when it closed; nothing if the round does not fit one of them.
pub fn comparison(db: &mut AnyConnection, round: &Round, first: &Policy, second: &Policy) -> Result<Option<Comparison>, Error> {
    let run = rounds::first_run(db, round.id)?;
    let mut seed = [0_u8; 32];
    hex::decode_to_slice(&run.seed, &mut seed).map_err(|error| Error::internal(format!("seed of round {}: {error}", round.id)))?;
    let compared = RoundInput::parse("round", run.input.as_bytes(), first).and_then(|input| compare(first, second, &input, &seed));
    Ok(compared.ok())
}
