//! What a round looks like now: few questions, each about many opportunities.

use std::collections::BTreeMap;

use diesel::dsl::{count, count_star, min};
use diesel::prelude::*;
use time::Date;

use crate::db::schema::{application, application_choice, offer, opportunity, proposal, round, round_owner};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::opportunities::{OpportunityState, Phase};
use crate::rounds::ProposalState;

/// One opportunity of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The first day.
    pub first_day: Date,
    /// Where it stands.
    pub state: OpportunityState,
    /// How many can come.
    pub places: i32,
    /// How many have agreed.
    pub places_taken: i32,
}

/// What is counted of one opportunity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Live applications that chose it.
    pub applications: i64,
    /// Proposals to decide.
    pub proposals: i64,
    /// Since when the oldest of them waits.
    pub since: Option<Instant>,
    /// Offers that are out.
    pub offers: i64,
    /// When the first of them lapses.
    pub lapses: Option<Instant>,
}

/// A page of the opportunities of organisations in a round, by number, with what is counted of each: three queries.
pub fn lines(db: &mut AnyConnection, round_id: i64, organisations: &[i64], after: i64, limit: i64) -> Result<Vec<(Line, Counted)>, Error> {
    let is_chosen_by = application::id
        .nullable()
        .eq(application_choice::application_id.nullable())
        .and(application::live);
    let lines: Vec<(Line, i64)> = opportunity::table
        .left_join(application_choice::table)
        .left_join(application::table.on(is_chosen_by))
        .filter(opportunity::round_id.eq(round_id))
        .filter(among(opportunity::organisation_id, organisations))
        .filter(opportunity::id.gt(after))
        .group_by(opportunity::id)
        .order(opportunity::id)
        .limit(limit)
        .select((
            (
                opportunity::id,
                opportunity::public_ref,
                opportunity::title,
                opportunity::first_day,
                opportunity::state,
                opportunity::places,
                opportunity::places_taken,
            ),
            count(application::id.nullable()),
        ))
        .load(db)?;
    let ids: Vec<i64> = lines.iter().map(|(line, _)| line.id).collect();
    let mut counted: BTreeMap<i64, Counted> = BTreeMap::new();
    let proposals: Vec<(i64, i64, Option<Instant>)> = proposal::table
        .filter(among(proposal::opportunity_id, &ids))
        .filter(proposal::state.eq(ProposalState::Open))
        .group_by(proposal::opportunity_id)
        .select((proposal::opportunity_id, count_star(), min(proposal::created_at)))
        .load(db)?;
    for (id, count, since) in proposals {
        let one = counted.entry(id).or_default();
        (one.proposals, one.since) = (count, since);
    }
    let offers: Vec<(i64, i64, Option<Instant>)> = offer::table
        .filter(among(offer::opportunity_id, &ids))
        .filter(offer::state.eq("open"))
        .group_by(offer::opportunity_id)
        .select((offer::opportunity_id, count_star(), min(offer::expires_at)))
        .load(db)?;
    for (id, count, lapses) in offers {
        let one = counted.entry(id).or_default();
        (one.offers, one.lapses) = (count, lapses);
    }
    let with = |(line, applications): (Line, i64)| {
        let of = counted.get(&line.id).copied().unwrap_or_default();
        (line, Counted { applications, ..of })
    };
    Ok(lines.into_iter().map(with).collect())
}

/// A round in a list of rounds.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Standing {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub phase: Phase,
    /// When it opens.
    pub opens_at: Instant,
    /// When it closes.
    pub closes_at: Instant,
    /// The organisation that runs it.
    pub owner: Option<i64>,
    /// True if the supervisor of its draw was asked, once it has an owner.
    pub asked_at: Option<Instant>,
    /// When the supervisor promised.
    pub promised_at: Option<Instant>,
    /// When it was called off.
    pub cancelled_at: Option<Instant>,
}

/// The rounds that organisations run or offer something in, latest opening first, after the place of the one with number `before`; those
/// that were called off left out.
pub fn rounds_of(db: &mut AnyConnection, organisations: &[i64], before: Option<i64>, limit: i64) -> Result<Vec<Standing>, Error> {
    let offering = opportunity::table
        .filter(among(opportunity::organisation_id, organisations))
        .select(opportunity::round_id);
    let owner = diesel::alias!(round_owner as owner);
    let own = owner
        .filter(among(owner.field(round_owner::organisation_id), organisations))
        .select(owner.field(round_owner::round_id));
    // From the organisations' rounds: with the bare number, or with an OR in place of the union, the rounds of all are walked.
    Ok(round::table
        .left_join(round_owner::table)
        .filter(round::id.eq_any(offering.union(own)))
        .filter(round::id.lt(before.unwrap_or(i64::MAX)))
        .filter(round_owner::cancelled_at.is_null())
        .order((round::id + 0_i64).desc())
        .limit(limit)
        .select((
            round::id,
            round::public_ref,
            round::name,
            round::state,
            round::opens_at,
            round::closes_at,
            round_owner::organisation_id.nullable(),
            round_owner::asked_at.nullable(),
            round_owner::promised_at.nullable(),
            round_owner::cancelled_at.nullable(),
        ))
        .load(db)?)
}

/// What waits in rounds for organisations: per round the proposals to decide and since when the oldest waits.
pub fn pending(db: &mut AnyConnection, organisations: &[i64], rounds: &[i64]) -> Result<BTreeMap<i64, (i64, Option<Instant>)>, Error> {
    let rows: Vec<(i64, i64, Option<Instant>)> = proposal::table
        .inner_join(opportunity::table)
        .filter(among(opportunity::organisation_id, organisations))
        .filter(among(opportunity::round_id, rounds))
        .filter(proposal::state.eq(ProposalState::Open))
        .group_by(opportunity::round_id)
        .select((opportunity::round_id, count_star(), min(proposal::created_at)))
        .load(db)?;
    Ok(rows.into_iter().map(|(round, count, since)| (round, (count, since))).collect())
}
