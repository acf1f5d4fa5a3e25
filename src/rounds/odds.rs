//! How often somebody on a waiting list was offered the place after all: counted from the stored runs of rounds that are settled.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::audit;
use crate::db::schema::{allocation_run, application, offer, opportunity, round, waiting_odds};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::jobs::one_by_one;
use crate::opportunities::Phase;
use crate::tx::Ledger;

/// Positions that are counted together, by the first of each: 1, 2 to 3, 4 to 6, 7 to 10, 11 and further down.
const GROUPS: [u32; 5] = [1, 2, 4, 7, 11];
/// So many people have to have stood there before a count says anything.
const LEAST: i64 = 10;

/// What became of everybody who stood at some positions of waiting lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odds {
    /// The first of the positions.
    pub from: u32,
    /// The last of them; none for all further down.
    pub to: Option<u32>,
    /// How many people stood there: a person on two lists counts for each.
    pub stood: i64,
    /// How many of them were offered the place of that list later.
    pub offered: i64,
}

impl Odds {
    /// True if enough people stood there to say something.
    pub fn is_known(&self) -> bool {
        self.stood >= LEAST
    }
}

/// The number of the group that a position belongs to.
fn group(position: u32) -> usize {
    GROUPS.iter().rposition(|from| *from <= position).unwrap_or_default()
}

/// Of a stored result, what the waiting lists need.
#[derive(Deserialize)]
struct Output {
    applicants: Vec<Waiting>,
}

#[derive(Deserialize)]
struct Waiting {
    #[serde(rename = "ref")]
    reference: String,
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    opportunity: String,
    waiting_position: Option<u32>,
}

/// An application and an opportunity, by their public references.
type Pair = (String, String);

/// Everybody who stood in each group, in whichever run.
#[derive(Default)]
struct Stood([BTreeSet<Pair>; GROUPS.len()]);

impl Stood {
    fn add(&mut self, output: Output) {
        for applicant in output.applicants {
            for choice in applicant.choices {
                if let Some(position) = choice.waiting_position {
                    self.0[group(position)].insert((applicant.reference.clone(), choice.opportunity));
                }
            }
        }
    }

    /// For each group how many stood there, and how many of them have an offer of that place.
    fn count(&self, offered: &BTreeSet<Pair>) -> [(usize, usize); GROUPS.len()] {
        self.0.each_ref().map(|stood| (stood.len(), stood.intersection(offered).count()))
    }
}

/// The odds of every group, in the order of the positions, from all rounds that are counted.
pub fn odds(db: &mut AnyConnection) -> Result<Vec<Odds>, Error> {
    let rows: Vec<(i32, Option<i64>, Option<i64>)> = waiting_odds::table
        .group_by(waiting_odds::from_position)
        .select((
            waiting_odds::from_position,
            diesel::dsl::sum(waiting_odds::stood),
            diesel::dsl::sum(waiting_odds::offered),
        ))
        .load(db)?;
    let known: BTreeMap<i64, (i64, i64)> = rows
        .into_iter()
        .map(|(from, stood, offered)| (i64::from(from), (stood.unwrap_or_default(), offered.unwrap_or_default())))
        .collect();
    let of_group = |(index, from): (usize, &u32)| {
        let (stood, offered) = known.get(&i64::from(*from)).copied().unwrap_or_default();
        Odds {
            from: *from,
            to: GROUPS.get(index + 1).map(|next| next - 1),
            stood,
            offered,
        }
    };
    Ok(GROUPS.iter().enumerate().map(of_group).collect())
}

/// The odds of a position among those of all groups.
pub fn odds_at(odds: &[Odds], position: i64) -> Option<&Odds> {
    odds.get(group(u32::try_from(position).ok()?))
}

/// Job: counts the waiting lists of rounds that have settled since they were counted, each in a transaction of its own.
pub fn count_waiting(ledger: &Ledger) -> Result<String, Error> {
    let due = ledger.db.read_now(due)?;
    let mut counted = Vec::new();
    for (id, settled_at) in due {
        counted.push((id, settled_at, ledger.db.read_now(|db| count(db, id))?));
    }
    let store = |tx: &mut crate::tx::Tx<'_>, (id, settled_at, groups): &(i64, Instant, [(usize, usize); GROUPS.len()])| {
        diesel::delete(waiting_odds::table.filter(waiting_odds::round_id.eq(id))).execute(tx.db)?;
        for (from, (stood, offered)) in GROUPS.iter().zip(groups) {
            diesel::insert_into(waiting_odds::table)
                .values((
                    waiting_odds::round_id.eq(id),
                    waiting_odds::from_position.eq(i32::try_from(*from).map_err(Error::internal)?),
                    waiting_odds::stood.eq(i32::try_from(*stood).map_err(Error::internal)?),
                    waiting_odds::offered.eq(i32::try_from(*offered).map_err(Error::internal)?),
                    waiting_odds::counted_at.eq(*settled_at),
                ))
                .execute(tx.db)?;
        }
        audit::record(tx, "round.waiting_counted", "round", *id, &json!({"groups": groups}))?;
        Ok(true)
    };
    one_by_one(ledger, &counted, |(id, ..)| *id, store)?.outcome("rounds counted")
}

/// The settled rounds that are not counted, or have settled again since; each with when it settled, which is what `counted_at` says of it then.
fn due(db: &mut AnyConnection) -> Result<Vec<(i64, Instant)>, Error> {
    let first = waiting_odds::round_id.eq(round::id).and(waiting_odds::from_position.eq(1));
    let rows: Vec<(i64, Option<Instant>, Option<Instant>)> = round::table
        .left_join(waiting_odds::table.on(first))
        .filter(round::state.eq(Phase::Settled))
        .order(round::id)
        .select((round::id, round::settled_at, waiting_odds::counted_at.nullable()))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter(|(_, settled, counted)| settled != counted)
        .filter_map(|(id, settled, _)| Some((id, settled?)))
        .collect())
}

/// Counts one round: its runs one after the other, as each can be large.
fn count(db: &mut AnyConnection, round_id: i64) -> Result<[(usize, usize); GROUPS.len()], Error> {
    let runs: Vec<i64> = allocation_run::table
        .filter(allocation_run::round_id.eq(round_id))
        .order(allocation_run::number)
        .select(allocation_run::id)
        .load(db)?;
    let mut stood = Stood::default();
    for run in runs {
        let output: String = allocation_run::table.find(run).select(allocation_run::output).get_result(db)?;
        stood.add(serde_json::from_str(&output)?);
    }
    let offers: Vec<Pair> = offer::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(application::round_id.eq(round_id))
        .select((application::public_ref, opportunity::public_ref))
        .load(db)?;
    Ok(stood.count(&offers.into_iter().collect()))
}
