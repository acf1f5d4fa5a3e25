//! Pledges in the database.

use diesel::prelude::*;
use time::Date;

use super::{signatures, texts};
use crate::db::schema::{commitment_text, pledge, pledge_activity, pledge_ambassador, pledge_clause};
use crate::db::{AnyConnection, Instant, violated};
use crate::error::Error;
use crate::pledges::commitment::Commitment;
use crate::pledges::model::{CommitmentKind, Pledge, PledgeState, SignatureRole, SignatureState};
use crate::pledges::state::{Ended, State, Yeses};
use crate::tx::Tx;

#[derive(Queryable)]
pub(super) struct Row {
    pub(super) id: i64,
    reference: String,
    signing_id: i64,
    organisation_id: Option<i64>,
    kind: CommitmentKind,
    text_id: i64,
    state: PledgeState,
    state_since: Instant,
    _ambassador_hours: Option<i32>,
    _created_at: Instant,
    published_at: Option<Instant>,
    review_on: Option<Date>,
    ended_at: Option<Instant>,
    reason: Option<String>,
    successor_id: Option<i64>,
}

impl From<Row> for Pledge {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            signing_id: row.signing_id,
            organisation_id: row.organisation_id,
            kind: row.kind,
            text_id: row.text_id,
            state: row.state,
            state_since: row.state_since,
            published_at: row.published_at,
            review_on: row.review_on,
            ended_at: row.ended_at,
            reason: row.reason,
            successor_id: row.successor_id,
        }
    }
}

/// A pledge with its words.
pub(super) fn with_words((row, body): (Row, String)) -> Result<(Pledge, Commitment), Error> {
    let text = texts::read(row.text_id, &body)?;
    Ok((row.into(), text))
}

/// The pledge with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Pledge, Error> {
    Ok(pledge::table.find(id).get_result::<Row>(db)?.into())
}

/// The pledge with this reference.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Pledge, Error> {
    let found = pledge::table.filter(pledge::public_ref.eq(reference));
    Ok(found.get_result::<Row>(db)?.into())
}

/// Holds the row of a pledge until the end of the transaction: of two changes at once the second waits for the first.
pub fn hold(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(pledge::table.find(id))
        .set(pledge::state_since.eq(pledge::state_since))
        .execute(tx.db)?;
    Ok(())
}

/// The pledges of a signing, the Practise Commitment first.
pub fn of_signing(db: &mut AnyConnection, signing_id: i64) -> Result<Vec<Pledge>, Error> {
    let rows: Vec<Row> = pledge::table
        .filter(pledge::signing_id.eq(signing_id))
        .order(pledge::kind.desc())
        .load(db)?;
    Ok(rows.into_iter().map(Pledge::from).collect())
}

/// The pledges of organisations in these states, longest in their state first.
pub fn of_organisations(db: &mut AnyConnection, organisations: &[i64], states: &[PledgeState]) -> Result<Vec<Pledge>, Error> {
    let rows: Vec<Row> = pledge::table
        .filter(pledge::organisation_id.eq_any(organisations.iter().copied().map(Some).collect::<Vec<_>>()))
        .filter(pledge::state.eq_any(states))
        .order((pledge::state_since, pledge::id))
        .load(db)?;
    Ok(rows.into_iter().map(Pledge::from).collect())
}

/// The pledges of an organisation in these states with their words, longest in their state first.
pub fn worded(db: &mut AnyConnection, organisation_id: i64, states: &[PledgeState]) -> Result<Vec<(Pledge, Commitment)>, Error> {
    let rows: Vec<(Row, String)> = pledge::table
        .inner_join(commitment_text::table)
        .filter(pledge::organisation_id.eq(organisation_id))
        .filter(pledge::state.eq_any(states))
        .order((pledge::state_since, pledge::id))
        .select((pledge::all_columns, commitment_text::body))
        .load(db)?;
    rows.into_iter().map(with_words).collect()
}

/// Adds a draft of a commitment to a signing.
pub fn add_draft(tx: &mut Tx<'_>, signing_id: i64, kind: CommitmentKind) -> Result<(), Error> {
    let text_id = texts::text_id(tx, kind)?;
    diesel::insert_into(pledge::table)
        .values((
            pledge::public_ref.eq(tx.env.random.reference()?),
            pledge::signing_id.eq(signing_id),
            pledge::kind.eq(kind),
            pledge::text_id.eq(text_id),
            pledge::state.eq(PledgeState::Draft),
            pledge::state_since.eq(tx.now),
            pledge::created_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Takes a draft out of its signing; nobody but its writers ever saw it.
pub fn remove_draft(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::delete(pledge_clause::table.filter(pledge_clause::pledge_id.eq(id))).execute(tx.db)?;
    diesel::delete(pledge_ambassador::table.filter(pledge_ambassador::pledge_id.eq(id))).execute(tx.db)?;
    diesel::delete(pledge_activity::table.filter(pledge_activity::pledge_id.eq(id))).execute(tx.db)?;
    diesel::delete(pledge::table.find(id).filter(pledge::state.eq(PledgeState::Draft))).execute(tx.db)?;
    Ok(())
}

/// Where a pledge stands, with the data of its state.
pub fn state(db: &mut AnyConnection, pledge: &Pledge) -> Result<State, Error> {
    let missing = |what: &str| Error::internal(format!("pledge {}: {} without {what}", pledge.id, pledge.state));
    let given = signatures::of_signing(db, pledge.signing_id)?;
    let yes = |role: SignatureRole| {
        let signature = given.iter().rfind(|one| one.role == role && one.state == SignatureState::Given);
        signature.and_then(|one| one.answered_at).ok_or_else(|| missing(role.as_str()))
    };
    let yeses = || {
        Ok::<Yeses, Error>(Yeses {
            signatory: yes(SignatureRole::Signatory)?,
            champion: yes(SignatureRole::Champion)?,
            area_lead: yes(SignatureRole::AreaLead)?,
        })
    };
    let review_on = || pledge.review_on.ok_or_else(|| missing("review_on"));
    let ended = || {
        Ok::<Ended, Error>(Ended {
            yeses: yeses()?,
            review_on: review_on()?,
            at: pledge.ended_at.ok_or_else(|| missing("ended_at"))?,
        })
    };
    Ok(match pledge.state {
        PledgeState::Draft => State::Draft,
        PledgeState::AwaitingSignatory => State::AwaitingSignatory,
        PledgeState::AwaitingChampion => State::AwaitingChampion {
            signatory: yes(SignatureRole::Signatory)?,
        },
        PledgeState::AwaitingAreaApproval => State::AwaitingAreaApproval {
            signatory: yes(SignatureRole::Signatory)?,
            champion: yes(SignatureRole::Champion)?,
        },
        PledgeState::Published => State::Published {
            yeses: yeses()?,
            review_on: review_on()?,
        },
        PledgeState::DueForReview => State::DueForReview {
            yeses: yeses()?,
            review_on: review_on()?,
        },
        PledgeState::Lapsed => State::Lapsed(ended()?),
        PledgeState::Withdrawn => State::Withdrawn {
            ended: ended()?,
            reason: pledge.reason.clone().ok_or_else(|| missing("reason"))?,
        },
        PledgeState::SucceededBy => State::SucceededBy {
            ended: ended()?,
            successor: pledge.successor_id.ok_or_else(|| missing("successor"))?,
        },
    })
}

/// Stores the state that a pledge has now. One statement: a pledge that is no longer what it was stays as it is.
///
/// # Errors
/// `Conflict` if it is no longer what it was, or if the organisation signed the same commitment elsewhere.
pub fn save(tx: &mut Tx<'_>, pledge: &Pledge, organisation_id: Option<i64>, next: &State) -> Result<(), Error> {
    let (published_at, review_on) = match next {
        State::Published { yeses, review_on } | State::DueForReview { yeses, review_on } => (Some(yeses.area_lead), Some(*review_on)),
        _ => (pledge.published_at, pledge.review_on),
    };
    let (ended_at, reason, successor) = match next {
        State::Lapsed(ended) => (Some(ended.at), None, None),
        State::Withdrawn { ended, reason } => (Some(ended.at), Some(reason.clone()), None),
        State::SucceededBy { ended, successor } => (Some(ended.at), None, Some(*successor)),
        _ => (None, None, None),
    };
    let now = tx.now;
    let saved: Result<usize, diesel::result::Error> = tx.db.transaction(|db| {
        diesel::update(pledge::table.find(pledge.id))
            .filter(pledge::state.eq(pledge.state))
            .set((
                pledge::state.eq(next.stored()),
                pledge::state_since.eq(now),
                pledge::organisation_id.eq(organisation_id),
                pledge::published_at.eq(published_at),
                pledge::review_on.eq(review_on),
                pledge::ended_at.eq(ended_at),
                pledge::reason.eq(reason),
                pledge::successor_id.eq(successor),
            ))
            .execute(db)
    });
    match saved {
        Ok(1) => Ok(()),
        Ok(_) => Err(Error::conflict("Somebody changed this pledge a moment ago.")),
        Err(error) if violated(&error, "pledge", &["organisation_id", "kind"]) => Err(Error::conflict(format!(
            "Your organisation has signed the {} already, or somebody is signing it now.",
            pledge.kind.name()
        ))),
        Err(error) => Err(error.into()),
    }
}
