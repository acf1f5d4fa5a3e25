//! The rows that the register is made of. Each table is read once, however many organisations there are.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::AssumeNotNull;
use diesel::prelude::*;
use time::Date;

use super::index::{Index, Version};
use super::model::{Entry, RegisterArea, Signed, Status, Study, Successor};
use crate::db::schema::{
    area, case_study, commitment_text, event, listing, opportunity, organisation, organisation_area, pledge, pledge_ambassador,
    pledge_clause, pledge_review, register_state,
};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities::OpportunityState;
use crate::organisations::OrganisationKind;
use crate::pledges::{Commitment, CommitmentKind, PledgeState};
use crate::register::case_studies::CaseStudyState;
use crate::register::events::EventState;

/// The state of what the register shows: another pair after each change. The database's own triggers count, so that no change is missed.
pub fn version(db: &mut AnyConnection) -> Result<Version, Error> {
    Ok(register_state::table
        .inner_join(listing::table.on(listing::id.eq(register_state::id)))
        .filter(register_state::id.eq(1))
        .select((register_state::version, listing::version))
        .get_result(db)?)
}

#[derive(Queryable)]
struct OrganisationRow {
    id: i64,
    code: String,
    name: String,
    slug: String,
    kind: OrganisationKind,
    area_id: i64,
    town: String,
    postcode: String,
    closed_on: Option<Date>,
    successor_id: Option<i64>,
}

#[derive(Queryable)]
struct PledgeRow {
    id: i64,
    reference: String,
    organisation_id: Option<i64>,
    kind: CommitmentKind,
    state: PledgeState,
    text_id: i64,
    version: String,
    published_at: Option<Instant>,
    review_on: Option<Date>,
    ended_at: Option<Instant>,
    hours: Option<i32>,
}

/// The states of pledges that anybody may read.
const PUBLIC: [PledgeState; 5] = [
    PledgeState::Published,
    PledgeState::DueForReview,
    PledgeState::Lapsed,
    PledgeState::Withdrawn,
    PledgeState::SucceededBy,
];

/// Makes the register. Its version is read first: what is stored meanwhile makes it out of date, never wrong for good.
pub fn load(db: &mut AnyConnection) -> Result<Index, Error> {
    let version = version(db)?;
    let pledges = pledges(db)?;
    let organisations = organisations(db)?;
    let successors = successors(db, &organisations)?;
    let mut parts = Parts {
        pledges,
        areas: group(
            organisation_area::table
                .filter(organisation_area::organisation_id.eq_any(on_register()))
                .select((organisation_area::organisation_id, organisation_area::area_id))
                .load(db)?,
        ),
        activities: group(
            event::table
                .filter(event::state.eq(EventState::Done))
                .select((event::organisation_id, event::on_day))
                .load(db)?,
        ),
        studies: studies(db)?,
        places: places(db)?,
    };
    let entries = organisations.into_iter().filter_map(|row| parts.entry(row, &successors)).collect();
    let areas = area::table.select((area::id, area::code, area::name, area::kind)).load(db)?;
    let areas = areas
        .into_iter()
        .map(|(id, code, name, kind)| RegisterArea { id, code, name, kind })
        .collect();
    Ok(Index::new(version, entries, areas, texts(db)?))
}

/// What belongs to organisations, by their numbers.
struct Parts {
    pledges: HashMap<i64, Vec<Signed>>,
    areas: HashMap<i64, Vec<i64>>,
    activities: HashMap<i64, Vec<Date>>,
    studies: HashMap<i64, Vec<Study>>,
    places: HashMap<i64, Vec<(Date, i32)>>,
}

impl Parts {
    /// The organisation of a row, if any of its pledges is public.
    fn entry(&mut self, row: OrganisationRow, successors: &HashMap<i64, Successor>) -> Option<Entry> {
        let mut areas = self.areas.remove(&row.id).unwrap_or_default();
        areas.push(row.area_id);
        areas.sort_unstable();
        areas.dedup();
        Some(Entry {
            pledges: self.pledges.remove(&row.id)?,
            areas,
            activities: self.activities.remove(&row.id).unwrap_or_default(),
            studies: self.studies.remove(&row.id).unwrap_or_default(),
            places: self.places.remove(&row.id).unwrap_or_default(),
            successor: row.successor_id.and_then(|id| successors.get(&id)).cloned(),
            id: row.id,
            code: row.code,
            name: row.name,
            slug: row.slug,
            kind: row.kind,
            town: row.town,
            postcode: row.postcode,
            closed_on: row.closed_on,
        })
    }
}

/// Puts together what belongs to one number, in the order of the rows.
fn group<T>(rows: Vec<(i64, T)>) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for (id, value) in rows {
        groups.entry(id).or_default().push(value);
    }
    groups
}

type OnRegister = diesel::dsl::Select<
    diesel::dsl::Filter<pledge::table, diesel::dsl::IsNotNull<pledge::published_at>>,
    AssumeNotNull<pledge::organisation_id>,
>;

/// The numbers of the organisations that ever published a pledge.
fn on_register() -> OnRegister {
    pledge::table
        .filter(pledge::published_at.is_not_null())
        .select(pledge::organisation_id.assume_not_null())
}

fn organisations(db: &mut AnyConnection) -> Result<Vec<OrganisationRow>, Error> {
    Ok(organisation::table
        .filter(organisation::id.eq_any(on_register()))
        .select((
            organisation::id,
            organisation::code,
            organisation::name,
            organisation::slug,
            organisation::kind,
            organisation::area_id,
            organisation::town,
            organisation::postcode,
            organisation::closed_on,
            organisation::successor_id,
        ))
        .load(db)?)
}

/// Those who took over from organisations.
fn successors(db: &mut AnyConnection, organisations: &[OrganisationRow]) -> Result<HashMap<i64, Successor>, Error> {
    let mut ids: Vec<i64> = organisations.iter().filter_map(|row| row.successor_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(i64, String, String, String)> = organisation::table
        .filter(organisation::id.eq_any(ids))
        .select((organisation::id, organisation::code, organisation::name, organisation::slug))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, code, name, slug)| (id, Successor { id, code, name, slug }))
        .collect())
}

fn pledges(db: &mut AnyConnection) -> Result<HashMap<i64, Vec<Signed>>, Error> {
    let rows: Vec<PledgeRow> = pledge::table
        .inner_join(commitment_text::table)
        .filter(pledge::state.eq_any(PUBLIC))
        .filter(pledge::published_at.is_not_null())
        .order((pledge::published_at.desc(), pledge::id.desc()))
        .select((
            pledge::id,
            pledge::public_ref,
            pledge::organisation_id,
            pledge::kind,
            pledge::state,
            pledge::text_id,
            commitment_text::version,
            pledge::published_at,
            pledge::review_on,
            pledge::ended_at,
            pledge::ambassador_hours,
        ))
        .load(db)?;
    let mut promised = group(
        pledge_clause::table
            .filter(pledge_clause::promised.is_not_null())
            .select((
                pledge_clause::pledge_id,
                (pledge_clause::clause, pledge_clause::promised.assume_not_null()),
            ))
            .load::<(i64, (String, i32))>(db)?,
    );
    let mut jobs = group(
        pledge_ambassador::table
            .order((pledge_ambassador::pledge_id, pledge_ambassador::position))
            .select((pledge_ambassador::pledge_id, pledge_ambassador::job))
            .load(db)?,
    );
    let mut renewed = group(
        pledge_review::table
            .filter(pledge_review::approved_at.is_not_null())
            .order((pledge_review::pledge_id, pledge_review::number))
            .select((pledge_review::pledge_id, pledge_review::approved_at.assume_not_null()))
            .load(db)?,
    );
    let signed = rows.into_iter().filter_map(|row| {
        let signed = Signed {
            status: Status::of(row.state)?,
            since: row.published_at?,
            promised: promised.remove(&row.id).unwrap_or_default().into_iter().collect::<BTreeMap<_, _>>(),
            ambassadors: jobs.remove(&row.id).unwrap_or_default(),
            renewed: renewed.remove(&row.id).unwrap_or_default(),
            id: row.id,
            reference: row.reference,
            kind: row.kind,
            text_id: row.text_id,
            version: row.version,
            review_on: row.review_on,
            ended_at: row.ended_at,
            hours: row.hours,
        };
        Some((row.organisation_id?, signed))
    });
    Ok(group(signed.collect()))
}

fn studies(db: &mut AnyConnection) -> Result<HashMap<i64, Vec<Study>>, Error> {
    let rows: Vec<(i64, String, String, Option<Instant>)> = case_study::table
        .filter(case_study::state.eq(CaseStudyState::Published))
        .order((case_study::published_at.desc(), case_study::id.desc()))
        .select((
            case_study::organisation_id,
            case_study::slug,
            case_study::title,
            case_study::published_at,
        ))
        .load(db)?;
    let study = |(id, slug, title, at): (i64, String, String, Option<Instant>)| Some((id, Study { slug, title, at: at? }));
    Ok(group(rows.into_iter().filter_map(study).collect()))
}

/// Places by the day on which they were put on offer. What was taken back is not counted.
fn places(db: &mut AnyConnection) -> Result<HashMap<i64, Vec<(Date, i32)>>, Error> {
    let offered = [OpportunityState::Published, OpportunityState::Paused, OpportunityState::Closed];
    let rows: Vec<(i64, Option<Instant>, i32)> = opportunity::table
        .filter(opportunity::state.eq_any(offered))
        .filter(opportunity::organisation_id.eq_any(on_register()))
        .order(opportunity::id)
        .select((opportunity::organisation_id, opportunity::published_at, opportunity::places))
        .load(db)?;
    let dated = rows.into_iter().filter_map(|(id, at, places)| Some((id, (at?.date(), places))));
    Ok(group(dated.collect()))
}

/// The words that were signed.
fn texts(db: &mut AnyConnection) -> Result<HashMap<i64, Commitment>, Error> {
    let rows: Vec<(i64, String)> = commitment_text::table
        .select((commitment_text::id, commitment_text::body))
        .load(db)?;
    let parsed = rows.into_iter().map(|(id, body)| {
        let text = Commitment::parse(&body).map_err(|_| Error::internal(format!("commitment_text {id}: body")))?;
        Ok((id, text))
    });
    parsed.collect()
}
