//! What people say about organisations that do not keep their commitments.

use diesel::prelude::*;

use crate::db::schema::{concern, organisation};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::pledges::concern::{Concern, ConcernState};
use crate::pledges::model::CommitmentKind;
use crate::tx::Tx;

type Row = (
    i64,
    String,
    i64,
    CommitmentKind,
    Option<String>,
    String,
    Option<String>,
    ConcernState,
    Instant,
    Option<String>,
);

fn concern_of((id, reference, organisation_id, kind, clause, body, email, state, made_at, outcome): Row) -> Concern {
    Concern {
        id,
        reference,
        organisation_id,
        kind,
        clause,
        body,
        email,
        state,
        made_at,
        outcome,
    }
}

type Columns = (
    concern::id,
    concern::public_ref,
    concern::organisation_id,
    concern::kind,
    concern::clause,
    concern::body,
    concern::email,
    concern::state,
    concern::made_at,
    concern::outcome,
);

const COLUMNS: Columns = (
    concern::id,
    concern::public_ref,
    concern::organisation_id,
    concern::kind,
    concern::clause,
    concern::body,
    concern::email,
    concern::state,
    concern::made_at,
    concern::outcome,
);

/// A concern to keep.
#[derive(Clone, Debug)]
pub struct NewConcern {
    /// Which commitment.
    pub kind: CommitmentKind,
    /// Which clause, if it is one.
    pub clause: Option<String>,
    /// What happened.
    pub body: String,
    /// Where to answer.
    pub email: Option<String>,
}

/// Keeps a concern; answers its number and reference.
pub fn add(tx: &mut Tx<'_>, organisation_id: i64, new: &NewConcern) -> Result<(i64, String), Error> {
    Ok(diesel::insert_into(concern::table)
        .values((
            concern::public_ref.eq(tx.env.random.reference()?),
            concern::organisation_id.eq(organisation_id),
            concern::kind.eq(new.kind),
            concern::clause.eq(new.clause.as_ref()),
            concern::body.eq(&new.body),
            concern::email.eq(new.email.as_ref()),
            concern::state.eq(ConcernState::Open),
            concern::made_at.eq(tx.now),
        ))
        .returning((concern::id, concern::public_ref))
        .get_result(tx.db)?)
}

/// The concern with this reference.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Concern, Error> {
    let row: Row = concern::table
        .filter(concern::public_ref.eq(reference))
        .select(COLUMNS)
        .get_result(db)?;
    Ok(concern_of(row))
}

/// The concerns about organisations, each with the name of its organisation: open ones first, oldest first.
pub fn about(db: &mut AnyConnection, organisations: &[i64], most: i64) -> Result<Vec<(Concern, String)>, Error> {
    let rows: Vec<(Row, String)> = concern::table
        .inner_join(organisation::table)
        .filter(among(concern::organisation_id, organisations))
        .order((concern::state.desc(), concern::made_at, concern::id))
        .limit(most)
        .select((COLUMNS, organisation::name))
        .load(db)?;
    Ok(rows.into_iter().map(|(row, name)| (concern_of(row), name)).collect())
}

/// Stores what came of a concern, if nobody did before; the address is forgotten. False means that it was too late.
pub fn answer(tx: &mut Tx<'_>, id: i64, outcome: &str, by: i64) -> Result<bool, Error> {
    let rows = diesel::update(concern::table.find(id))
        .filter(concern::state.eq(ConcernState::Open))
        .set((
            concern::state.eq(ConcernState::Answered),
            concern::answered_at.eq(tx.now),
            concern::answered_by.eq(by),
            concern::outcome.eq(outcome),
            concern::email.eq(None::<String>),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}
