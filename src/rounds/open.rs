//! Opening a round: the portal's own number for the draw is made and promised, together with the supervisor's promise.

use serde_json::json;

use super::entry;
use crate::audit;
use crate::error::Error;
use crate::opportunities::{self as offered, NewContribution, Phase, PolicyKey, Round};
use crate::policies;
use crate::prioritisation::lottery;
use crate::tx::Tx;

/// The independent supervisor of a draw: somebody outside the portal who keeps a number until the round has closed.
#[derive(Clone, Debug)]
pub struct Supervisor<'a> {
    /// How the public record names them, such as `independent supervisor`.
    pub name: &'a str,
    /// Where they are asked for their number.
    pub email: &'a str,
    /// Their promise: the commitment to their number for this round, 64 hexadecimal digits.
    pub commitment: &'a str,
}

/// Opens a planned round for applications (`engine.md` 7.6: at least two contributions, promised before). From here on it has the policy that is
/// in force now, whatever is adopted later.
///
/// # Errors
/// `Conflict` if the round is not planned, the promise does not have the form of one, or a placement keeps more places than the policy allows.
pub fn open(tx: &mut Tx<'_>, round: &Round, supervisor: &Supervisor<'_>) -> Result<(), Error> {
    if !lottery::is_value(supervisor.commitment) {
        return Err(Error::conflict(
            "The supervisor's commitment must be 64 hexadecimal digits in lower case.",
        ));
    }
    let policy = take_policy(tx, round)?;
    let own = hex::encode(tx.env.random.bytes32()?);
    let commitment = hex::encode(lottery::commitment(&round.reference, &own));
    let portal = NewContribution {
        position: 1,
        name: "portal",
        commitment: &commitment,
        value: Some(&own),
        recipient: None,
    };
    offered::add_contribution(tx, round.id, &portal)?;
    let other = NewContribution {
        position: 2,
        name: supervisor.name,
        commitment: supervisor.commitment,
        value: None,
        recipient: Some(supervisor.email),
    };
    offered::add_contribution(tx, round.id, &other)?;
    if !offered::save_round_state(tx, round.id, Phase::Planned, round.state.open()?)? {
        return Err(Error::conflict("This round was opened before."));
    }
    let commitments = json!({"portal": commitment, "supervisor": supervisor.commitment, "policy": policy.sha256});
    audit::record(tx, "round.opened", "round", round.id, &commitments)
}

/// Gives a planned round the policy in force, if its placements fit that.
fn take_policy(tx: &mut Tx<'_>, round: &Round) -> Result<PolicyKey, Error> {
    let key = policies::in_force(tx.db)?.policy;
    let policy = policies::with_key(&key)?;
    if let Err(problems) = entry::planned(tx.db, round)?.check(&policy) {
        let words = entry::listed(&problems);
        return Err(Error::conflict(format!("The placements do not fit the rules {}: {words}", key.id)));
    }
    offered::set_policy(tx, round.id, &key)?;
    Ok(key)
}
