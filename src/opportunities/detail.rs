//! What a coordinator plans for an opportunity beside its public page: the days, who looks after people, the preparation pack, the risks.

use std::collections::BTreeMap;

use diesel::prelude::*;
use time::{Date, Weekday};

use super::model::Opportunity;
use super::store::Row;
use crate::db::schema::{opportunity, opportunity_detail, organisation};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::tx::{Actor, Tx};
use crate::working_days::{is_bank_holiday, is_working_day};

/// The plan of an opportunity. One that was made before there were plans has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// The days of the week on which people come, Monday first.
    pub weekdays: Vec<Weekday>,
    /// Where to come on the first day.
    pub meeting_point: String,
    /// Who looks after people.
    pub supervisor: String,
    /// As what that person works.
    pub supervisor_job: String,
    /// How they are reached; never shown to applicants.
    pub supervisor_email: Option<String>,
    /// What to read before, in paragraphs parted by empty lines.
    pub pack: String,
    /// What a young person may meet and how it is controlled: the notice that a guardian agrees to.
    pub risks: String,
    /// When it was confirmed that the risk assessment was reviewed for young people (Management of Health and Safety at Work Regulations 1999, 19).
    pub risk_confirmed_at: Option<Instant>,
    /// When it was confirmed that the insurance covers placements.
    pub insurance_confirmed_at: Option<Instant>,
}

/// The columns of a plan, in the order of [`PlanRow`].
pub type PlanColumns = (
    opportunity_detail::weekdays,
    opportunity_detail::meeting_point,
    opportunity_detail::supervisor,
    opportunity_detail::supervisor_job,
    opportunity_detail::supervisor_email,
    opportunity_detail::pack,
    opportunity_detail::risks,
    opportunity_detail::risk_confirmed_at,
    opportunity_detail::insurance_confirmed_at,
);
/// The columns of a plan, for a query of what else belongs to an opportunity.
pub const PLAN_COLUMNS: PlanColumns = (
    opportunity_detail::weekdays,
    opportunity_detail::meeting_point,
    opportunity_detail::supervisor,
    opportunity_detail::supervisor_job,
    opportunity_detail::supervisor_email,
    opportunity_detail::pack,
    opportunity_detail::risks,
    opportunity_detail::risk_confirmed_at,
    opportunity_detail::insurance_confirmed_at,
);
/// A plan as its row has it: the weekdays are numbers from Monday, 1, as JSON.
pub type PlanRow = (
    String,
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    Option<Instant>,
    Option<Instant>,
);

impl TryFrom<PlanRow> for Detail {
    type Error = Error;

    fn try_from(row: PlanRow) -> Result<Self, Error> {
        let (weekdays, meeting_point, supervisor, supervisor_job, supervisor_email, pack, risks, risk_confirmed_at, insurance_confirmed_at) =
            row;
        let numbers: Vec<u8> = serde_json::from_str(&weekdays)
            .map_err(|error| Error::internal(format!("opportunity_detail: weekdays at column {}", error.column())))?;
        Ok(Self {
            weekdays: numbers
                .into_iter()
                .map(|number| Weekday::Monday.nth_next(number.saturating_sub(1)))
                .collect(),
            meeting_point,
            supervisor,
            supervisor_job,
            supervisor_email,
            pack,
            risks,
            risk_confirmed_at,
            insurance_confirmed_at,
        })
    }
}

/// The plan of an opportunity, if it has one.
pub fn detail(db: &mut AnyConnection, opportunity_id: i64) -> Result<Option<Detail>, Error> {
    let row: Option<PlanRow> = opportunity_detail::table
        .find(opportunity_id)
        .select(PLAN_COLUMNS)
        .get_result(db)
        .optional()?;
    row.map(TryInto::try_into).transpose()
}

type WithPlan = (Row, String, Option<PlanRow>);

fn with_its_plan((row, organisation, plan): WithPlan) -> Result<(Opportunity, Option<Detail>), Error> {
    Ok(((row, organisation).try_into()?, plan.map(TryInto::try_into).transpose()?))
}

/// An opportunity with its plan, if it has one.
pub fn with_plan(db: &mut AnyConnection, id: i64) -> Result<(Opportunity, Option<Detail>), Error> {
    let row: WithPlan = opportunity::table
        .inner_join(organisation::table)
        .left_join(opportunity_detail::table)
        .filter(opportunity::id.eq(id))
        .select((opportunity::all_columns, organisation::name, PLAN_COLUMNS.nullable()))
        .get_result(db)?;
    with_its_plan(row)
}

/// The opportunity with this public reference, with its plan, if it has one.
pub fn with_plan_by_ref(db: &mut AnyConnection, reference: &str) -> Result<(Opportunity, Option<Detail>), Error> {
    let row: WithPlan = opportunity::table
        .inner_join(organisation::table)
        .left_join(opportunity_detail::table)
        .filter(opportunity::public_ref.eq(reference))
        .select((opportunity::all_columns, organisation::name, PLAN_COLUMNS.nullable()))
        .get_result(db)?;
    with_its_plan(row)
}

/// Opportunities with their plans, by number.
pub fn with_plans(db: &mut AnyConnection, ids: &[i64]) -> Result<BTreeMap<i64, (Opportunity, Option<Detail>)>, Error> {
    let rows: Vec<WithPlan> = opportunity::table
        .inner_join(organisation::table)
        .left_join(opportunity_detail::table)
        .filter(among(opportunity::id, ids))
        .select((opportunity::all_columns, organisation::name, PLAN_COLUMNS.nullable()))
        .load(db)?;
    rows.into_iter()
        .map(|row| with_its_plan(row).map(|found| (found.0.id, found)))
        .collect()
}

/// Stores the plan of an opportunity, in place of what was there.
pub fn put_detail(tx: &mut Tx<'_>, opportunity_id: i64, detail: &Detail) -> Result<(), Error> {
    let numbers: Vec<u8> = detail.weekdays.iter().map(|day| day.number_from_monday()).collect();
    let by = if let Actor::Person(id) = tx.actor { Some(id) } else { None };
    let values = (
        opportunity_detail::weekdays.eq(serde_json::to_string(&numbers)?),
        opportunity_detail::meeting_point.eq(&detail.meeting_point),
        opportunity_detail::supervisor.eq(&detail.supervisor),
        opportunity_detail::supervisor_job.eq(&detail.supervisor_job),
        opportunity_detail::supervisor_email.eq(&detail.supervisor_email),
        opportunity_detail::pack.eq(&detail.pack),
        opportunity_detail::risks.eq(&detail.risks),
        opportunity_detail::risk_confirmed_at.eq(detail.risk_confirmed_at),
        opportunity_detail::insurance_confirmed_at.eq(detail.insurance_confirmed_at),
        opportunity_detail::changed_at.eq(tx.now),
        opportunity_detail::changed_by.eq(by),
    );
    let known = diesel::update(opportunity_detail::table.find(opportunity_id))
        .set(values.clone())
        .execute(tx.db)?;
    if known == 0 {
        diesel::insert_into(opportunity_detail::table)
            .values((opportunity_detail::opportunity_id.eq(opportunity_id), values))
            .execute(tx.db)?;
    }
    Ok(())
}

/// The days on which people come: those of the plan's weekdays from the first to the last day that are no bank holidays; without a plan the
/// working days. Where that leaves none, every day from the first to the last.
pub fn days_of(about: &Opportunity, detail: Option<&Detail>) -> Vec<Date> {
    days_between(about.first_day, about.last_day, detail)
}

/// [`days_of`] an opportunity with these days.
pub fn days_between(first_day: Date, last_day: Date, detail: Option<&Detail>) -> Vec<Date> {
    let comes = |day: &Date| match detail {
        Some(detail) if !detail.weekdays.is_empty() => detail.weekdays.contains(&day.weekday()) && !is_bank_holiday(*day),
        _ => is_working_day(*day),
    };
    let all = || std::iter::successors(Some(first_day), |day| day.next_day()).take_while(|day| *day <= last_day);
    let days: Vec<Date> = all().filter(comes).collect();
    if days.is_empty() { all().collect() } else { days }
}
