//! Yearly reviews, and what the system knows of an organisation's year.

use diesel::prelude::*;
use time::{Date, Duration};

use crate::afterwards::recommended;
use crate::db::schema::{application_claim, capacity_survey, case_study, event, opportunity, placement, pledge, pledge_review};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::pledges::model::PledgeState;
use crate::pledges::review::{Figures, Review, ReviewAnswers, ReviewState, Share, year_before};
use crate::pledges::survey::Survey;
use crate::tx::Tx;

#[derive(Queryable)]
struct Row {
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

/// What the system knows of the year before the day of a review.
pub fn figures(db: &mut AnyConnection, organisation_id: i64, due_on: Date) -> Result<Figures, Error> {
    let (from, until) = year_before(due_on);
    let places: Vec<i32> = opportunity::table
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(opportunity::published_at.is_not_null())
        .filter(opportunity::first_day.between(from, until))
        .select(opportunity::places)
        .load(db)?;
    let taken: Vec<i64> = placement::table
        .inner_join(opportunity::table)
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(opportunity::first_day.between(from, until))
        .filter(placement::state.eq_any(["agreed", "completed"]))
        .select(placement::application_id)
        .load(db)?;
    let mut counted: Vec<i64> = application_claim::table
        .filter(application_claim::application_id.eq_any(&taken))
        .filter(application_claim::level.ne("rejected"))
        .select(application_claim::application_id)
        .load(db)?;
    counted.sort_unstable();
    counted.dedup();
    let events: i64 = event::table
        .filter(event::organisation_id.eq(organisation_id))
        .filter(event::state.eq("done"))
        .filter(event::on_day.between(from, until))
        .count()
        .get_result(db)?;
    let case_studies: i64 = case_study::table
        .filter(case_study::organisation_id.eq(organisation_id))
        .filter(case_study::state.eq("published"))
        .filter(case_study::published_at.ge(Instant::midnight(from)))
        .filter(case_study::published_at.lt(Instant::midnight(due_on)))
        .count()
        .get_result(db)?;
    let number = |count: usize| i64::try_from(count).map_err(Error::internal);
    Ok(Figures {
        from,
        until,
        offered: places.iter().copied().map(i64::from).sum(),
        taken: number(taken.len())?,
        share: Share::of(number(counted.len())?, number(taken.len())?),
        events,
        case_studies,
        recommended: recommended(db, organisation_id, Some((from, until)))?,
    })
}

/// An organisation's newest survey.
pub fn last_survey(db: &mut AnyConnection, organisation_id: i64) -> Result<Option<Survey>, Error> {
    let json: Option<String> = capacity_survey::table
        .filter(capacity_survey::organisation_id.eq(organisation_id))
        .order(capacity_survey::year.desc())
        .select(capacity_survey::answers)
        .first(db)
        .optional()?;
    json.map(|json| serde_json::from_str(&json))
        .transpose()
        .map_err(|error| Error::internal(format!("capacity_survey of {organisation_id}: at column {}", error.column())))
}
