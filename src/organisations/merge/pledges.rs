//! The commitments of an organisation that ends: they stay on the register as they were, and the successor begins its own.

use diesel::prelude::*;
use serde_json::json;

use crate::audit;
use crate::auth::Role;
use crate::db::AnyConnection;
use crate::db::schema::{commitment_text, person, pledge, pledge_signature, role_grant, signing};
use crate::error::Error;
use crate::tx::Tx;

/// The states of a commitment that counts.
const PUBLIC: [&str; 2] = ["published", "due_for_review"];
/// The states of one that was on its way when the organisation ended.
const ON_ITS_WAY: [&str; 4] = ["draft", "awaiting_signatory", "awaiting_champion", "awaiting_area_approval"];

/// How many commitments ended with an organisation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ended {
    /// All of them.
    pub in_all: usize,
    /// Those that counted.
    pub public: usize,
}

#[derive(Queryable)]
struct Pledge {
    id: i64,
    signing_id: i64,
    kind: String,
    text_id: i64,
    state: String,
}

/// How many commitments of an organisation hold.
pub(super) fn count(db: &mut AnyConnection, id: i64) -> Result<i64, Error> {
    Ok(pledge::table
        .filter(pledge::organisation_id.eq(id))
        .filter(pledge::state.eq_any(PUBLIC))
        .count()
        .get_result(db)?)
}

/// Ends every commitment of `old`. For each kind `new` has a draft afterwards, unless it has the commitment already.
pub(super) fn succeed(tx: &mut Tx<'_>, old: i64, new: i64) -> Result<Ended, Error> {
    let pledges: Vec<Pledge> = pledge::table
        .filter(pledge::organisation_id.eq(old))
        .filter(pledge::state.eq_any(PUBLIC.into_iter().chain(ON_ITS_WAY)))
        .order(pledge::id)
        .select((pledge::id, pledge::signing_id, pledge::kind, pledge::text_id, pledge::state))
        .load(tx.db)?;
    let mut ended = Ended::default();
    let mut begun = None;
    for one in pledges {
        let successor = match of_kind(tx.db, new, &one.kind)? {
            Some(known) => known,
            None => add_draft(tx, new, &one, &mut begun)?,
        };
        let public = PUBLIC.contains(&one.state.as_str());
        let state = if public { "succeeded_by" } else { "withdrawn" };
        diesel::update(pledge::table.find(one.id))
            .set((
                pledge::state.eq(state),
                pledge::state_since.eq(tx.now),
                pledge::ended_at.eq(tx.now),
                pledge::reason.eq("The organisation has merged into another."),
                pledge::successor_id.eq(successor),
            ))
            .execute(tx.db)?;
        // Nobody is asked any more to sign for what has ended.
        let asked = pledge_signature::table
            .filter(pledge_signature::signing_id.eq(one.signing_id))
            .filter(pledge_signature::state.eq("asked"));
        diesel::update(asked)
            .set((
                pledge_signature::state.eq("cancelled"),
                pledge_signature::next_chase_at.eq(None::<crate::db::Instant>),
            ))
            .execute(tx.db)?;
        let facts = json!({"to": state, "successor": successor});
        audit::record(tx, "pledge.succeeded", "pledge", one.id, &facts)?;
        ended.in_all += 1;
        ended.public += usize::from(public);
    }
    Ok(ended)
}

/// The commitment of this kind that an organisation has, or is making.
fn of_kind(db: &mut AnyConnection, organisation: i64, kind: &str) -> Result<Option<i64>, Error> {
    Ok(pledge::table
        .filter(pledge::organisation_id.eq(organisation))
        .filter(pledge::kind.eq(kind))
        .filter(pledge::state.eq_any(PUBLIC.into_iter().chain(ON_ITS_WAY)))
        .order(pledge::id.desc())
        .select(pledge::id)
        .first(db)
        .optional()?)
}

/// Begins the same commitment anew for the successor, to the words in force now; both kinds are one signing.
fn add_draft(tx: &mut Tx<'_>, new: i64, old: &Pledge, begun: &mut Option<i64>) -> Result<i64, Error> {
    let signing_id = match *begun {
        Some(id) => id,
        None => add_signing(tx, new, old.signing_id)?,
    };
    *begun = Some(signing_id);
    let newest: Option<i64> = commitment_text::table
        .filter(commitment_text::kind.eq(&old.kind))
        .filter(commitment_text::in_force_from.le(tx.now.date()))
        .order((commitment_text::in_force_from.desc(), commitment_text::id.desc()))
        .select(commitment_text::id)
        .first(tx.db)
        .optional()?;
    let reference = tx.env.random.reference()?;
    let id: i64 = diesel::insert_into(pledge::table)
        .values((
            pledge::public_ref.eq(reference),
            pledge::signing_id.eq(signing_id),
            pledge::organisation_id.eq(new),
            pledge::kind.eq(&old.kind),
            pledge::text_id.eq(newest.unwrap_or(old.text_id)),
            pledge::state.eq("draft"),
            pledge::state_since.eq(tx.now),
            pledge::created_at.eq(tx.now),
        ))
        .returning(pledge::id)
        .get_result(tx.db)?;
    audit::record(tx, "pledge.begun", "pledge", id, &json!({"kind": old.kind, "after": old.id}))?;
    Ok(id)
}

fn add_signing(tx: &mut Tx<'_>, new: i64, before: i64) -> Result<i64, Error> {
    let starter = match starter(tx.db, new)? {
        Some(id) => id,
        None => signing::table.find(before).select(signing::started_by).get_result(tx.db)?,
    };
    let reference = tx.env.random.reference()?;
    Ok(diesel::insert_into(signing::table)
        .values((
            signing::public_ref.eq(reference),
            signing::started_by.eq(starter),
            signing::organisation_id.eq(new),
            signing::created_at.eq(tx.now),
            signing::changed_at.eq(tx.now),
        ))
        .returning(signing::id)
        .get_result(tx.db)?)
}

/// Who goes on with it: a champion of the successor, or else a coordinator.
fn starter(db: &mut AnyConnection, organisation: i64) -> Result<Option<i64>, Error> {
    let mut people: Vec<(Role, i64)> = role_grant::table
        .inner_join(person::table)
        .filter(role_grant::organisation_id.eq(organisation))
        .filter(role_grant::revoked_at.is_null())
        .filter(person::disabled_at.is_null())
        .order(role_grant::id)
        .select((role_grant::role, person::id))
        .load(db)?;
    people.sort_by_key(|(role, _)| *role != Role::Champion);
    Ok(people.first().map(|(_, id)| *id))
}
