//! Adopting a policy for new rounds: only one that was just looked at beside the one in force.

use super::forms::AdoptForm;
use super::store::drawn_round;
use crate::auth::National;
use crate::error::Error;
use crate::keys::Keys;
use crate::opportunities::Round;
use crate::policies::{self, Adoption, NewAdoption};
use crate::prioritisation::Policy;
use crate::tx::Tx;

/// What the page with a comparison gives along, so that nobody adopts what they were not shown: this viewer, this round, these two policies.
pub fn seen(keys: &Keys, viewer: National, round: &Round, in_force: &Adoption, policy: &Policy) -> String {
    let parts: [&[u8]; 4] = [
        &viewer.id.to_be_bytes(),
        &round.id.to_be_bytes(),
        &in_force.id.to_be_bytes(),
        &policy.sha256(),
    ];
    hex::encode(keys.derive("policy comparison seen", &parts))
}

/// Puts the policy of `form` in force for the rounds that open from now on.
///
/// # Errors
/// `Forbidden` if the viewer has lost the role; `Conflict` if the policy is in force already, was not compared with the one that is, or another was
/// adopted meanwhile.
pub fn adopt(tx: &mut Tx<'_>, viewer: National, round: &str, form: &AdoptForm, reason: &str) -> Result<(), Error> {
    let viewer = viewer.again(tx.db)?;
    let round = drawn_round(tx.db, round)?;
    let in_force = policies::in_force(tx.db)?;
    if form.instead_of != in_force.id.to_string() {
        return Err(policies::overtaken());
    }
    let policy = policies::named(&form.rules)?;
    if policy.sha256_hex() == in_force.policy.sha256 {
        return Err(Error::conflict("New rounds follow these rules already."));
    }
    if form.seen != seen(&tx.env.keys, viewer, &round, &in_force, &policy) {
        return Err(Error::conflict("Look at who would move before you adopt rules."));
    }
    policies::adopt(
        tx,
        &NewAdoption {
            replaces: in_force.id,
            policy: &policies::key_of(&policy),
            previewed_round: round.id,
            reason,
            by: viewer.id,
        },
    )?;
    Ok(())
}
