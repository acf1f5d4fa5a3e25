//! An applicant's own placement, and what its pages say of it.

use diesel::prelude::*;
use time::Date;

use super::model::Side;
use crate::applications::{self, Name, Step};
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::{Applicant, Coordinator};
use crate::db::AnyConnection;
use crate::db::schema::{application, application_answer, feedback, opportunity, opportunity_detail, placement};
use crate::error::Error;
use crate::opportunities::{self as offered, Detail as Plan, Opportunity, PLAN_COLUMNS, PlanRow};
use crate::placements::{PLACED_COLUMNS, Placed, named_for_coordinator, placed_own};
use crate::tx::Actor;

/// The placement of the viewer's application with this reference.
///
/// # Errors
/// `NotFound` if it is somebody else's, or has no placement.
pub fn own(db: &mut AnyConnection, viewer: &Applicant, reference: &str) -> Result<Placed, Error> {
    if let Some(placed) = placed_own(db, viewer.id, reference)? {
        return Ok(placed);
    }
    // Whose it is, if it is somebody else's, is written down.
    applications::own(db, viewer.id, reference)?;
    Err(Error::NotFound)
}

/// A look of a coordinator at these placements of one organisation.
pub fn look(viewer: &Coordinator, page: SeenPage, placed: &[Placed]) -> Option<Seen> {
    let first = placed.first()?;
    Some(Seen {
        by: Actor::Person(viewer.id),
        role: ReaderRole::Coordinator,
        organisation_id: Some(first.organisation_id),
        page,
        applications: placed.iter().map(|one| one.application_id).collect(),
    })
}

/// The name of who comes, or their reference once that is forgotten.
pub fn name_of(db: &mut AnyConnection, placed: &Placed) -> Result<String, Error> {
    let (_, name) = applications::recipient(db, placed.application_id)?;
    Ok(called(placed, name.as_ref()))
}

/// What who comes is called: by their name, or by their reference once that is forgotten.
pub fn called(placed: &Placed, name: Option<&Name>) -> String {
    name.map_or_else(|| placed.application.clone(), Name::to_string)
}

/// A placement of the viewer's organisations, with what who comes is called.
///
/// # Errors
/// `NotFound` if there is none; `NotYours` if it is another organisation's.
pub fn coordinated(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<(Placed, String), Error> {
    let (placed, name) = named_for_coordinator(db, viewer, reference)?;
    let name = called(&placed, name.as_ref());
    Ok((placed, name))
}

/// What a placement is a placement at, and the days on which people come.
pub fn plan(db: &mut AnyConnection, opportunity_id: i64) -> Result<(Opportunity, Vec<Date>), Error> {
    let (about, detail) = offered::with_plan(db, opportunity_id)?;
    let days = offered::days_of(&about, detail.as_ref());
    Ok((about, days))
}

/// A placement with all that is asked about it afterwards.
pub struct Whole {
    /// The placement.
    pub placed: Placed,
    /// Which sides have said how it was.
    pub given: Vec<Side>,
    name: Option<Name>,
    plan: Option<Plan>,
}

impl Whole {
    /// The name of who comes, or their reference once that is forgotten.
    pub fn name(&self) -> String {
        called(&self.placed, self.name.as_ref())
    }

    /// The days on which people come.
    pub fn days(&self) -> Vec<Date> {
        offered::days_between(self.placed.first_day, self.placed.last_day, self.plan.as_ref())
    }
}

/// The placement with this number, with what is asked about it afterwards.
pub fn whole(db: &mut AnyConnection, id: i64) -> Result<Whole, Error> {
    type Found = (Placed, Option<PlanRow>, Option<String>, Option<Side>);
    let named = application_answer::application_id
        .eq(application::id)
        .and(application_answer::step.eq(Step::Name));
    // A row for each side that has said something.
    let rows: Vec<Found> = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table.left_join(opportunity_detail::table))
        .left_join(application_answer::table.on(named))
        .left_join(feedback::table)
        .filter(placement::id.eq(id))
        .select((
            PLACED_COLUMNS,
            PLAN_COLUMNS.nullable(),
            application_answer::answer.nullable(),
            feedback::side.nullable(),
        ))
        .load(db)?;
    let (mut found, mut given) = (None, Vec::new());
    for (placed, plan, name, side) in rows {
        given.extend(side);
        found = Some((placed, plan, name));
    }
    let (placed, plan, name) = found.ok_or(Error::NotFound)?;
    Ok(Whole {
        placed,
        given,
        name: name.map(|json| serde_json::from_str(&json)).transpose()?,
        plan: plan.map(TryInto::try_into).transpose()?,
    })
}
