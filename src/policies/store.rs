//! Adoptions in the database: a chain of rows that is only added to. The one that no other replaces is in force.

use diesel::prelude::*;
use serde_json::json;

use super::model::{Adoption, NewAdoption};
use crate::audit;
use crate::db::schema::{policy_adoption, round};
use crate::db::{AnyConnection, Instant, violated};
use crate::error::Error;
use crate::opportunities::PolicyKey;
use crate::tx::Tx;

type Row = (i64, String, String, String, String, Option<Instant>, Option<String>);

/// The latest `limit` adoptions, newest first.
pub fn latest(db: &mut AnyConnection, limit: i64) -> Result<Vec<Adoption>, Error> {
    let rows: Vec<Row> = policy_adoption::table
        .left_join(round::table)
        .order(policy_adoption::id.desc())
        .limit(limit)
        .select((
            policy_adoption::id,
            policy_adoption::policy_id,
            policy_adoption::policy_version,
            policy_adoption::policy_sha256,
            policy_adoption::reason,
            policy_adoption::adopted_at,
            round::name.nullable(),
        ))
        .load(db)?;
    Ok(rows.into_iter().map(adoption).collect())
}

fn adoption((id, name, version, sha256, reason, adopted_at, compared_on): Row) -> Adoption {
    Adoption {
        id,
        policy: PolicyKey { id: name, version, sha256 },
        reason,
        adopted_at,
        compared_on,
    }
}

/// The policy that a round gets when it opens now.
///
/// # Errors
/// `Internal` if the table was emptied.
pub fn in_force(db: &mut AnyConnection) -> Result<Adoption, Error> {
    latest(db, 1)?.pop().ok_or_else(|| Error::internal("no policy is in force"))
}

/// Puts a policy in force for the rounds that open from now on; answers the adoption's number.
///
/// # Errors
/// `Conflict` if another was adopted since the one that it replaces.
pub fn adopt(tx: &mut Tx<'_>, new: &NewAdoption<'_>) -> Result<i64, Error> {
    let added = diesel::insert_into(policy_adoption::table)
        .values((
            policy_adoption::replaces_id.eq(new.replaces),
            policy_adoption::policy_id.eq(&new.policy.id),
            policy_adoption::policy_version.eq(&new.policy.version),
            policy_adoption::policy_sha256.eq(&new.policy.sha256),
            policy_adoption::previewed_round_id.eq(new.previewed_round),
            policy_adoption::reason.eq(new.reason),
            policy_adoption::adopted_by.eq(new.by),
            policy_adoption::adopted_at.eq(tx.now),
        ))
        .returning(policy_adoption::id)
        .get_result(tx.db);
    let id: i64 = match added {
        Err(error) if violated(&error, "policy_adoption", &["replaces_id"]) => return Err(overtaken()),
        other => other?,
    };
    // The reason is the person's own words, so it stays out of the log.
    let detail = json!({
        "policy": new.policy.id, "version": new.policy.version, "sha256": new.policy.sha256,
        "replaces": new.replaces, "round": new.previewed_round,
    });
    audit::record(tx, "policy.adopted", "policy_adoption", id, &detail)?;
    Ok(id)
}

/// Said to whoever adopts rules in the place of others than they saw: somebody else was faster.
pub fn overtaken() -> Error {
    Error::conflict("Other rules were adopted a moment ago. Compare with those first.")
}
