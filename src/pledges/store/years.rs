//! What the system knows of an organisation's year.

use diesel::dsl::{exists, sum};
use diesel::prelude::*;
use time::Date;

use crate::afterwards::recommended;
use crate::db::schema::{application, application_claim, capacity_survey, case_study, event, opportunity, placement};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::pledges::review::{Figures, Share, year_before};
use crate::pledges::survey::Survey;

/// The sum of places, the counts of [`Figures`], and the newest survey.
type Row = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<String>);

/// What the system knows of the year before the day of a review, and the organisation's newest survey.
pub fn year(db: &mut AnyConnection, organisation_id: i64, due_on: Date) -> Result<(Figures, Option<Survey>), Error> {
    let (from, until) = year_before(due_on);
    let offered = opportunity::table
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(opportunity::published_at.is_not_null())
        .filter(opportunity::first_day.between(from, until));
    let taken = || {
        placement::table
            .inner_join(opportunity::table)
            .filter(opportunity::organisation_id.eq(organisation_id))
            .filter(opportunity::first_day.between(from, until))
            .filter(placement::state.eq_any(["agreed", "completed"]))
    };
    let claims = application_claim::table
        .filter(application_claim::application_id.eq(application::id))
        .filter(application_claim::level.ne("rejected"));
    let counted = application::table
        .filter(application::id.eq_any(taken().select(placement::application_id)))
        .filter(exists(claims));
    let events = event::table
        .filter(event::organisation_id.eq(organisation_id))
        .filter(event::state.eq("done"))
        .filter(event::on_day.between(from, until));
    let case_studies = case_study::table
        .filter(case_study::organisation_id.eq(organisation_id))
        .filter(case_study::state.eq("published"))
        .filter(case_study::published_at.ge(Instant::midnight(from)))
        .filter(case_study::published_at.lt(Instant::midnight(due_on)));
    let surveys = capacity_survey::table
        .filter(capacity_survey::organisation_id.eq(organisation_id))
        .order(capacity_survey::year.desc())
        .select(capacity_survey::answers);
    let (offered, taken, counted, events, case_studies, survey): Row = diesel::select((
        offered.select(sum(opportunity::places)).single_value(),
        taken().count().single_value(),
        counted.count().single_value(),
        events.count().single_value(),
        case_studies.count().single_value(),
        surveys.single_value(),
    ))
    .get_result(db)?;
    let figures = Figures {
        from,
        until,
        offered: offered.unwrap_or_default(),
        taken: taken.unwrap_or_default(),
        share: Share::of(counted.unwrap_or_default(), taken.unwrap_or_default()),
        events: events.unwrap_or_default(),
        case_studies: case_studies.unwrap_or_default(),
        recommended: recommended(db, organisation_id, Some((from, until)))?,
    };
    let survey = survey.map(|json| serde_json::from_str(&json)).transpose();
    let survey = survey.map_err(|error| Error::internal(format!("capacity_survey of {organisation_id}: at column {}", error.column())))?;
    Ok((figures, survey))
}
