//! Yearly reviews.

use diesel::prelude::*;
use time::{Date, Duration};

use super::{organisations, pledges};
use crate::db::schema::{commitment_text, organisation, pledge, pledge_review};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::pledges::model::PledgeState;
use crate::pledges::review::{Review, ReviewAnswers, ReviewState, Yearly};
use crate::tx::Tx;

#[derive(Queryable)]
pub(super) struct Row {
    id: i64,
    pledge_id: i64,
    _number: i32,
    due_on: Date,
    state: ReviewState,
    reminders: i32,
    answers: String,
    sent_at: Option<Instant>,
    _sent_by: Option<i64>,
    _approved_at: Option<Instant>,
    _approved_by: Option<i64>,
    sent_back_at: Option<Instant>,
    chases: i32,
    reason: Option<String>,
}

impl TryFrom<Row> for Review {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let answers: Option<ReviewAnswers> = serde_json::from_str(&row.answers)
            .map_err(|error| Error::internal(format!("pledge_review {}: answers at column {}", row.id, error.column())))?;
        Ok(Self {
            id: row.id,
            pledge_id: row.pledge_id,
            due_on: row.due_on,
            state: row.state,
            reminders: row.reminders,
            answers,
            sent_at: row.sent_at,
            sent_back_at: row.sent_back_at,
            chases: row.chases,
            reason: row.reason,
        })
    }
}

/// The review with this number.
pub fn by_id(db: &mut AnyConnection, id: i64) -> Result<Review, Error> {
    pledge_review::table.find(id).get_result::<Row>(db)?.try_into()
}

type YearlyRow = (pledges::Row, String, Option<organisations::Row>, Option<Row>);

/// Pledges with what their yearly reviews need, the last review first.
macro_rules! yearly {
    () => {
        pledge::table
            .inner_join(commitment_text::table)
            .left_join(organisation::table)
            .left_join(pledge_review::table)
            .order(pledge_review::number.desc())
            .select((
                pledge::all_columns,
                commitment_text::body,
                organisations::COLUMNS.nullable(),
                pledge_review::all_columns.nullable(),
            ))
    };
}

fn first(rows: Vec<YearlyRow>, today: Date) -> Result<Yearly, Error> {
    let (pledge, body, organisation, review) = rows.into_iter().next().ok_or(Error::NotFound)?;
    let (pledge, text) = pledges::with_words((pledge, body))?;
    Ok(Yearly {
        pledge,
        text,
        organisation: organisation.map(|row| organisations::organisation_of(row, today)),
        review: review.map(TryInto::try_into).transpose()?,
    })
}

/// The pledge with this reference, with its last review.
pub fn of_pledge(db: &mut AnyConnection, reference: &str, today: Date) -> Result<Yearly, Error> {
    first(yearly!().filter(pledge::public_ref.eq(reference)).load(db)?, today)
}

/// The review with this number, with its pledge.
pub fn with_pledge(db: &mut AnyConnection, id: i64, today: Date) -> Result<Yearly, Error> {
    first(yearly!().filter(pledge_review::id.eq(id)).load(db)?, today)
}

/// The last review of a pledge.
pub fn last(db: &mut AnyConnection, pledge_id: i64) -> Result<Option<Review>, Error> {
    let row: Option<Row> = pledge_review::table
        .filter(pledge_review::pledge_id.eq(pledge_id))
        .order(pledge_review::number.desc())
        .first(db)
        .optional()?;
    row.map(TryInto::try_into).transpose()
}

/// Adds the next review of a pledge.
pub fn add(tx: &mut Tx<'_>, pledge_id: i64, due_on: Date, reminders: i32) -> Result<Review, Error> {
    let before: i64 = pledge_review::table
        .filter(pledge_review::pledge_id.eq(pledge_id))
        .count()
        .get_result(tx.db)?;
    let id: i64 = diesel::insert_into(pledge_review::table)
        .values((
            pledge_review::pledge_id.eq(pledge_id),
            pledge_review::number.eq(i32::try_from(before + 1).map_err(Error::internal)?),
            pledge_review::due_on.eq(due_on),
            pledge_review::state.eq(ReviewState::Due),
            pledge_review::reminders.eq(reminders),
            pledge_review::answers.eq("null"),
            pledge_review::chases.eq(0),
        ))
        .returning(pledge_review::id)
        .get_result(tx.db)?;
    by_id(tx.db, id)
}

/// Counts the letters that said that it is due. False if somebody did before.
pub fn count_reminders(tx: &mut Tx<'_>, known: &Review, reminders: i32) -> Result<bool, Error> {
    let rows = diesel::update(pledge_review::table.find(known.id))
        .filter(pledge_review::state.eq(ReviewState::Due))
        .filter(pledge_review::reminders.eq(known.reminders))
        .set(pledge_review::reminders.eq(reminders))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Counts a reminder to the area. False if somebody did before.
pub fn count_chase(tx: &mut Tx<'_>, known: &Review) -> Result<bool, Error> {
    let rows = diesel::update(pledge_review::table.find(known.id))
        .filter(pledge_review::state.eq(ReviewState::Sent))
        .filter(pledge_review::chases.eq(known.chases))
        .set(pledge_review::chases.eq(known.chases + 1))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stores what an organisation says, if nobody did before.
pub fn send(tx: &mut Tx<'_>, id: i64, answers: &ReviewAnswers, by: Option<i64>) -> Result<bool, Error> {
    let rows = diesel::update(pledge_review::table.find(id))
        .filter(pledge_review::state.eq(ReviewState::Due))
        .set((
            pledge_review::state.eq(ReviewState::Sent),
            pledge_review::answers.eq(serde_json::to_string(&Some(answers))?),
            pledge_review::sent_at.eq(tx.now),
            pledge_review::sent_by.eq(by),
            pledge_review::chases.eq(0),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stores that the area's lead approved it, if nobody answered before.
pub fn approve(tx: &mut Tx<'_>, id: i64, by: i64) -> Result<bool, Error> {
    let rows = diesel::update(pledge_review::table.find(id))
        .filter(pledge_review::state.eq(ReviewState::Sent))
        .set((
            pledge_review::state.eq(ReviewState::Approved),
            pledge_review::approved_at.eq(tx.now),
            pledge_review::approved_by.eq(by),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// Stores that it has to be changed, if nobody answered before.
pub fn send_back(tx: &mut Tx<'_>, id: i64, reason: &str) -> Result<bool, Error> {
    let rows = diesel::update(pledge_review::table.find(id))
        .filter(pledge_review::state.eq(ReviewState::Sent))
        .set((
            pledge_review::state.eq(ReviewState::Due),
            pledge_review::sent_back_at.eq(tx.now),
            pledge_review::reason.eq(reason),
        ))
        .execute(tx.db)?;
    Ok(rows == 1)
}

/// The numbers of pledges whose review comes near: published, and their day is at most `ahead` away.
pub fn falling_due(db: &mut AnyConnection, today: Date, ahead: Duration, most: i64) -> Result<Vec<i64>, Error> {
    Ok(pledge::table
        .filter(pledge::state.eq(PledgeState::Published))
        .filter(pledge::review_on.le(today.saturating_add(ahead)))
        .order((pledge::review_on, pledge::id))
        .limit(most)
        .select(pledge::id)
        .load(db)?)
}

/// The numbers of pledges that are due for a review, after the pledge `after`.
pub fn due(db: &mut AnyConnection, after: i64, most: i64) -> Result<Vec<i64>, Error> {
    Ok(pledge::table
        .filter(pledge::state.eq(PledgeState::DueForReview))
        .filter(pledge::id.gt(after))
        .order(pledge::id)
        .limit(most)
        .select(pledge::id)
        .load(db)?)
}
