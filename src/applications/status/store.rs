//! What the status page reads: at most four queries, each by an index.

use diesel::prelude::*;
use time::Date;

use super::model::{AskedFacts, ChoiceFacts, StandingFacts};
use crate::db::schema::{application_choice, confirmation, offer, opportunity, organisation, proposal, standing};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::on_db;

type Standing = (String, String, i64, String, String);
type Row = (
    (i32, i64, String, String, String, String),
    (Date, Date, String, String),
    Option<Standing>,
    Option<String>,
);

/// The choices, best first.
pub fn choices(db: &mut AnyConnection, application_id: i64) -> Result<Vec<ChoiceFacts>, Error> {
    let ranked = standing::application_id
        .eq(application_choice::application_id)
        .and(standing::opportunity_id.eq(application_choice::opportunity_id));
    let declined = proposal::application_id
        .eq(application_choice::application_id)
        .and(proposal::opportunity_id.eq(application_choice::opportunity_id))
        .and(proposal::state.eq("declined"));
    let query = application_choice::table
        .inner_join(opportunity::table.inner_join(organisation::table))
        .left_join(standing::table.on(ranked))
        .left_join(proposal::table.on(declined))
        .filter(application_choice::application_id.eq(application_id))
        .order(application_choice::position)
        .select((
            (
                application_choice::position,
                opportunity::id,
                opportunity::slug,
                opportunity::title,
                organisation::name,
                opportunity::town,
            ),
            (
                opportunity::first_day,
                opportunity::last_day,
                opportunity::start_time,
                opportunity::finish_time,
            ),
            (
                standing::band,
                standing::lottery,
                standing::draw_position,
                standing::status,
                standing::explanation,
            )
                .nullable(),
            proposal::reason.nullable(),
        ));
    let rows: Vec<Row> = on_db!(db, |db| query.load(db))?;
    Ok(rows.into_iter().map(choice).collect())
}

fn choice((what, when, ranked, declined): Row) -> ChoiceFacts {
    let (position, opportunity_id, slug, title, organisation, town) = what;
    let (first_day, last_day, start_time, finish_time) = when;
    let standing = ranked.map(|(band, lottery, draw_position, status, explanation)| StandingFacts {
        band,
        lottery,
        draw_position,
        status,
        explanation,
    });
    ChoiceFacts {
        position,
        opportunity_id,
        slug,
        title,
        organisation,
        town,
        first_day,
        last_day,
        start_time,
        finish_time,
        declined,
        standing,
    }
}

/// Whoever was asked, guardian first.
pub fn asked(db: &mut AnyConnection, application_id: i64) -> Result<Vec<AskedFacts>, Error> {
    let rows: Vec<(String, String, Instant, Option<Instant>)> = confirmation::table
        .filter(confirmation::application_id.eq(application_id))
        .order(confirmation::kind)
        .select((
            confirmation::kind,
            confirmation::state,
            confirmation::asked_at,
            confirmation::answered_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(kind, state, asked_at, answered_at)| AskedFacts {
            kind,
            state,
            asked_at,
            answered_at,
        })
        .collect())
}

/// The opportunity of the latest offer, and until when it can be answered.
pub fn latest_offer(db: &mut AnyConnection, application_id: i64) -> Result<Option<(i64, Instant)>, Error> {
    Ok(offer::table
        .filter(offer::application_id.eq(application_id))
        .order(offer::id.desc())
        .select((offer::opportunity_id, offer::expires_at))
        .first(db)
        .optional()?)
}
