//! What the status page reads: three queries with that of the audit log, each by an index; a few more where somebody
//! has said that they know the applicant.

use diesel::prelude::*;
use time::Date;

use super::model::{AskedFacts, ChoiceFacts, StandingFacts};
use crate::applications::draft::Window;
use crate::applications::draft_store::of;
use crate::applications::store::{Application, COLUMNS};
use crate::db::schema::{application, application_choice, confirmation, offer, opportunity, organisation, proposal, round, standing};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::mail;
use crate::on_db;
use crate::opportunities::Phase;
use crate::rounds::ProposalState;

/// What the status page is made from, of one application.
pub struct Found {
    /// The application.
    pub application: Application,
    /// Its round.
    pub window: Window,
    /// Its choices, best first; a draft may have none.
    pub choices: Vec<ChoiceFacts>,
}

type Standing = (String, String, i64, String, String);
type Choice = ((i32, i64, String, String, String, String), (Date, Date, String, String));
type Row = (
    Application,
    (String, Phase, Instant, Instant, String),
    Option<Choice>,
    Option<Standing>,
    Option<(ProposalState, Option<String>)>,
);

/// The person's application with this reference, its round and its choices, all in one query. Somebody else's is not found.
pub fn found(db: &mut AnyConnection, person_id: i64, reference: &str) -> Result<Found, Error> {
    let chosen = application_choice::application_id.eq(application::id);
    let offered = opportunity::id.nullable().eq(application_choice::opportunity_id.nullable());
    let offering = organisation::id.nullable().eq(opportunity::organisation_id.nullable());
    let ranked = standing::application_id
        .eq(application::id)
        .and(standing::opportunity_id.nullable().eq(opportunity::id.nullable()));
    // Which state it is in is looked at below: a bound state would make SQLite plan the query anew each time, because of the proposal's indexes of
    // open ones.
    let proposed = proposal::application_id
        .eq(application::id)
        .and(proposal::opportunity_id.nullable().eq(opportunity::id.nullable()));
    let query = application::table
        .inner_join(round::table)
        .left_join(application_choice::table.on(chosen))
        .left_join(opportunity::table.on(offered))
        .left_join(organisation::table.on(offering))
        .left_join(standing::table.on(ranked))
        .left_join(proposal::table.on(proposed))
        .filter(application::public_ref.eq(reference))
        .order(application_choice::position)
        .select((
            COLUMNS,
            (round::name, round::state, round::opens_at, round::closes_at, round::policy_sha256),
            (
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
            )
                .nullable(),
            (
                standing::band,
                standing::lottery,
                standing::draw_position,
                standing::status,
                standing::explanation,
            )
                .nullable(),
            (proposal::state, proposal::reason).nullable(),
        ));
    let rows: Vec<Row> = on_db!(db, |db| query.load(db))?;
    let mut one = None;
    let mut choices = Vec::with_capacity(rows.len());
    for (application, window, chosen, ranked, proposed) in rows {
        choices.extend(chosen.map(|chosen| choice(chosen, ranked, proposed)));
        one.get_or_insert((application, window));
    }
    let (application, (name, phase, opens_at, closes_at, policy)) = one.ok_or(Error::NotFound)?;
    Ok(Found {
        application: of(application, person_id)?,
        window: Window {
            name,
            phase,
            opens_at,
            closes_at,
            policy,
        },
        choices,
    })
}

fn choice(chosen: Choice, ranked: Option<Standing>, proposed: Option<(ProposalState, Option<String>)>) -> ChoiceFacts {
    let ((position, opportunity_id, slug, title, organisation, town), (first_day, last_day, start_time, finish_time)) = chosen;
    let standing = ranked.map(|(band, lottery, draw_position, status, explanation)| StandingFacts {
        band,
        lottery,
        draw_position,
        status,
        explanation,
    });
    let declined = proposed.filter(|(state, _)| *state == ProposalState::Declined);
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
        declined: declined.and_then(|(_, reason)| reason),
        standing,
    }
}

/// Whoever was asked, guardian first.
pub fn asked(db: &mut AnyConnection, application_id: i64) -> Result<Vec<AskedFacts>, Error> {
    let rows: Vec<(String, String, String, Instant, Option<Instant>)> = confirmation::table
        .filter(confirmation::application_id.eq(application_id))
        .order(confirmation::kind)
        .select((
            confirmation::kind,
            confirmation::email,
            confirmation::state,
            confirmation::asked_at,
            confirmation::answered_at,
        ))
        .load(db)?;
    let addresses: Vec<&str> = rows.iter().map(|(_, email, ..)| email.as_str()).collect();
    let refused = mail::refused(db, &addresses)?;
    Ok(rows
        .into_iter()
        .map(|(kind, email, state, asked_at, answered_at)| AskedFacts {
            kind,
            address_refused: mail::is_refused_since(&refused, &email, asked_at),
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
        // The first of a few, without `LIMIT` (decision 219).
        .get_result(db)
        .optional()?)
}

/// The name of an organisation.
pub fn organisation_name(db: &mut AnyConnection, id: i64) -> Result<String, Error> {
    Ok(organisation::table.find(id).select(organisation::name).get_result(db)?)
}
